"""The language of a séance: a BCP 47 tag whose first subtag is the language spoken.

``fr-CA`` says « conseiller » and « rencontre » on the pages, ``x-tu`` says « tu » instead of « vous ».
"""

import re

__all__ = ["parts", "spoken", "well_formed"]

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")


def well_formed(tag: str) -> bool:
    """Whether it reads as a language tag of a few subtags."""
    return _TAG.fullmatch(tag) is not None


def spoken(tag: str) -> str:
    """The language that people speak: what a transcriber and a method's texts go by."""
    return tag.split("-", 1)[0].lower()


def parts(tag: str) -> tuple[str, ...]:
    """What the tag is made of, the most general first: ``fr``, ``fr-CA``, ``fr-x-tu``, ``fr-CA-x-tu``."""
    said, _, way = tag.partition("-x-")
    language = said.split("-")[0]
    ways = (f"{language}-x-{way}", tag) if way else ()
    return tuple(dict.fromkeys((language, said, *ways)))
