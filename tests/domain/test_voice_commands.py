"""Commands said aloud: the whole of what is said, the name first; the same words elsewhere are only words."""

import pytest

from companion.domain.people import Role
from companion.domain.voice_commands import Spoken, VoiceCommand, allowed, spoken_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Compagnon, pause.", VoiceCommand.PAUSE),
        ("compagnon on fait une pause", VoiceCommand.PAUSE),
        ("Compagnons, reprenons !", VoiceCommand.RESUME),
        ("Bon, compagnon, étape suivante, s'il te plaît.", VoiceCommand.NEXT_STEP),
        ("Compagnon, hors micro", VoiceCommand.OFF_THE_RECORD),
        ("Compagnon, combien de temps il reste ?", VoiceCommand.TIME_LEFT),
        ("Compagnon, retirez ma dernière phrase.", VoiceCommand.STRIKE),
    ],
)
def test_a_command_is_understood(text: str, command: VoiceCommand) -> None:
    assert spoken_command(text) == Spoken(command)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Compagnon, on prolonge de cinq minutes.", 5.0),
        ("Compagnon, ajoute 10 minutes", 10.0),
        ("Compagnon, encore une minute.", 1.0),
    ],
)
def test_an_extension_says_how_long(text: str, minutes: float) -> None:
    assert spoken_command(text) == Spoken(VoiceCommand.EXTEND, minutes)


@pytest.mark.parametrize(
    "text",
    [
        "On fait une pause.",
        "Compagnon.",
        "Compagnon, prolonge.",
        "Compagnon, prolonge de 0 minute.",
        "Compagnon, prolonge de 90 minutes.",
        "Compagnon, on fait une pause et ensuite on reprend l'exposé de Claire.",
        "Il suffit de dire « Compagnon, pause ».",
        "Mon compagnon m'a dit de faire une pause.",
        "",
    ],
)
def test_anything_else_is_only_words(text: str) -> None:
    assert spoken_command(text) is None


def test_only_the_facilitator_conducts_and_anybody_takes_back_their_own_words() -> None:
    may = {(c, role) for c in VoiceCommand for role in (*Role, None) if allowed(c, role)}
    assert {c for c, role in may if role is Role.FACILITATOR} == set(VoiceCommand)
    assert {(c, role) for c, role in may if role is not Role.FACILITATOR} == {
        (VoiceCommand.STRIKE, Role.CLIENT),
        (VoiceCommand.STRIKE, Role.CONSULTANT),
    }
