"""The contract of a round: what the client asks the group for."""

from dataclasses import dataclass

__all__ = ["Contract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The demand proposed last, whether everybody agreed to it, and whether the table's page shows it."""

    text: str
    type: str
    agreed: bool = False
    shown: bool = False
