"""What the doctor recommends and how it says it."""

import pytest

from companion.app.whisper_choice import Speed, recommended
from companion.cli.diagnosis import Diagnosis, Finding, rendered


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ((0.1, 0.3, 0.9), "medium-sized"),
        ((0.1, 0.3, 0.4), "large"),
        ((0.1, None, None), "small"),
        ((0.1, 0.5, None), "small"),
        ((0.5, 0.9, None), "small"),
        ((None, None, 0.2), "large"),
        ((None, None, None), None),
    ],
)
def test_largest_that_keeps_up_is_recommended(
    factors: tuple[float | None, ...], expected: str | None
) -> None:
    """The largest at 0.4 or less, else the smallest measured, else none."""
    names = ("small", "medium-sized", "large")
    assert recommended([Speed(name, factor) for name, factor in zip(names, factors, strict=True)]) == expected


def test_diagnosis_in_plain_words() -> None:
    """Each thing on its line, with its mark."""
    diagnosis = Diagnosis(
        (
            Finding("Micro", True, "« Jabra » entend."),
            Finding("Haut-parleur", False, "Aucun haut-parleur."),
            Finding("Modèle", None, "Pas regardé."),
        ),
        (Speed("whisper-base", 0.25), Speed("whisper-small", 0.72), Speed("whisper-medium", None)),
    )
    assert rendered(diagnosis).splitlines() == [
        "✓ Micro        « Jabra » entend.",
        "✗ Haut-parleur Aucun haut-parleur.",
        "? Modèle       Pas regardé.",
        "",
        "Vitesse de transcription sur cette machine :",
        "  whisper-base            0,25 s de calcul par seconde de parole : tient le direct",
        "  whisper-small           0,72 s de calcul par seconde de parole : trop lent pour le direct",
        "  whisper-medium          non mesuré",
        "",
        (
            "Conseillé en direct : whisper-base, le plus grand modèle mesuré qui tient le rythme. "
            "Sa transcription est peu fiable : essayez aussi « companion models fetch whisper-small »."
        ),
    ]


def test_when_nothing_keeps_up_it_says_so() -> None:
    """The smallest is named, with what to expect."""
    assert "le texte prendra du retard" in rendered(Diagnosis((), (Speed("whisper-base", 1.2),)))


def test_when_nothing_was_measured_it_says_what_to_do() -> None:
    """No model, no advice but how to get one."""
    assert "companion models fetch" in rendered(Diagnosis((), (Speed("whisper-base", None),)))
