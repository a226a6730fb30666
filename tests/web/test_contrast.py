"""Every pair of colours that carries text, read from the style sheet itself, is at 4.5:1 or more."""

import re
from pathlib import Path

import pytest

import companion.web

CSS = (Path(companion.web.__file__).parent / "static" / "base.css").read_text("utf-8")
PEOPLE = [f"p{index}" for index in range(8)]
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "accent", "warm", "off") for ground in ("paper", "card")),
    ("on-accent", "accent"),
    ("accent", "accent-wash"),
    ("warm", "warm-wash"),
    ("off", "off-wash"),
    ("on-off", "off"),
    ("accent", "paper"),
    ("paper", "ink"),
    *((person, "card") for person in PEOPLE),
    *(("on-badge", person) for person in PEOPLE),
]


def tokens(dark: bool) -> dict[str, str]:
    light, _, night = CSS.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): #(\w{6});", light))
    return found | dict(re.findall(r"--([\w-]+): #(\w{6});", night)) if dark else found


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out(dark: bool) -> None:
    colours = tokens(dark)

    def ratio(text: str, ground: str) -> float:
        low, high = sorted((luminance(colours[text]), luminance(colours[ground])))
        return (high + 0.05) / (low + 0.05)

    assert {pair: round(ratio(*pair), 2) for pair in PAIRS if ratio(*pair) < 4.5} == {}
