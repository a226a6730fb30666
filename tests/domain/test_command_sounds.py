"""Commands that a small Whisper garbled: what it wrote twice for sounds that it did not know."""

import pytest

from companion.domain.command_sounds import PROMPT, alike, called, meant, sounds
from companion.domain.voice_commands import Spoken, VoiceCommand, spoken_command


def understood(first: str, again: str) -> Spoken | None:
    sentence = meant(first, again)
    return spoken_command(sentence) if sentence else None


@pytest.mark.parametrize(
    ("first", "again", "command"),
    [
        ("Copanon Purs", "Compagnon, pause.", VoiceCommand.PAUSE),
        ("Coupagne-mélicien sans pouce.", "Compagnon, me la séance, pause.", VoiceCommand.PAUSE),
        ("Copagnol Ratano", "Compagnon, reprends.", VoiceCommand.RESUME),
        ("Coupagneau ou passe à l'étape", "Compagnon, au passé l'étape suivante.", VoiceCommand.NEXT_STEP),
        ("Coupagne au couple nickel", "Compagnon, couple micro.", VoiceCommand.OFF_THE_RECORD),
        ("Corpagne, courbier de ta.", "Compagnon, combien de temps reste-t-il ?", VoiceCommand.TIME_LEFT),
        ("Coupagneux, hétérema dernière", "Compagnon, retire ma dernière phrase.", VoiceCommand.STRIKE),
    ],
)
def test_what_both_hearings_sound_like_is_understood(first: str, again: str, command: VoiceCommand) -> None:
    assert understood(first, again) == Spoken(command)


def test_a_garbled_extension_keeps_its_minutes() -> None:
    heard = understood("Compagniez-vous au poilage de 10 minutes.", "Compagnon, au prolonge de 10 minutes.")
    assert heard == Spoken(VoiceCommand.EXTEND, 10.0)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("On fait une pause.", "Compagnon, on fait une pause."),
        ("on fettant les peaux", "Compagnon, pause."),
        ("Compagnon, prolonge de 7 minutes.", "Compagnon, prolonge de 5 minutes."),
        ("Ma copine veut une pause.", "Compagnon, pause. Compagnon, pause. Compagnon, pause."),
        ("Il reste courbier le temps.", "Il reste combien de temps ?"),
        ("Mon compagnon m'a dit de couper le micro.", "Compagnon, magie de couper le micro."),
        ("Le compagnon sait combien de temps il reste.", "Compagnon, sec, combien de temps restent."),
        ("Coupagneux s'il est non de la pâche.", "Compagnon, c'est le nom de l'appareil sur la table."),
        ("Combien de temps dire cette haignon et aquel rythme?", "Compagnon, étape suivante."),
        ("Combien de temps il reste ?", "Compagnon, combien de temps reste-t-il ?"),
        ("Copagno, tu te souviens de la réunion de l'an dernier ?", "Compagnon, hors micro."),
        ("Qu'est-ce qu'il y a à Mika ?", "Compagnon, hors micro."),
        ("Compagnons de route depuis dix ans.", "Compagnon de route depuis dix ans."),
        ("", "Compagnon."),
        ("", ""),
    ],
)
def test_what_only_the_leaning_hearing_wrote_commands_nothing(first: str, again: str) -> None:
    assert meant(first, again) is None


def test_the_name_is_heard_at_the_beginning_and_not_after_an_article() -> None:
    assert all(map(called, ("Compagnon, pause", "Bon, copagno", "Coupe un euro", "Gopanero t'apps")))
    assert not any(map(called, ("Mon compagnon", "Les compagnons du chantier", "On fait une pause", "")))


def test_what_is_told_before_holds_every_kind_of_command() -> None:
    told = {spoken_command(f"Compagnon{each}") for each in PROMPT.split("Compagnon")[1:]}
    assert {spoken.command for spoken in told if spoken} == set(VoiceCommand)


def test_likeness_is_that_of_sounds() -> None:
    assert sounds("Compagnon") == sounds("copagno")
    assert alike("pos", "pos") == 0.0
    assert alike("pos", "kri") == 1.0
