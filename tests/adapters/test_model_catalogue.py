"""The catalogue of the project says of every file all that is needed to trust it."""

import re

import pytest

from companion.adapters.model_catalogue import Edition, Model, read_catalogue
from companion.adapters.places import shipped_models

MODELS = tuple(read_catalogue(shipped_models() / "catalogue.toml").values())
EDITIONS = [pytest.param(edition, id=f"{m.id}-{i}") for m in MODELS for i, edition in enumerate(m.editions)]


def test_catalogue_has_the_models_of_the_product() -> None:
    """Whisper from the smallest to the largest, the voice, and what ships."""
    expected = "campplus-zh-en segmentation-3.0 kokoro-ff-siwis kokoro-82m whisper-base whisper-small"
    assert [model.id for model in MODELS] == [*expected.split(), "whisper-medium", "whisper-large-v3-turbo"]
    whispers = [model for model in MODELS if model.kind == "whisper"]
    sizes = [model.editions[0].size for model in whispers]
    assert sizes == sorted(sizes)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_model_says_what_for_and_under_which_licence(model: Model) -> None:
    """A purpose for people, a licence that Companion may carry."""
    assert model.purpose
    assert model.licence in {"MIT", "Apache-2.0"}


@pytest.mark.parametrize("edition", EDITIONS)
def test_edition_is_pinned(edition: Edition) -> None:
    """Every file has a size and a sha256, every origin a version or a revision that cannot move."""
    for file in edition.files:
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.size > 0
    for wheel in edition.wheels:
        assert re.fullmatch("[0-9a-f]{64}", wheel.sha256)
    if edition.hub:
        assert re.fullmatch("[0-9a-f]{40}", edition.hub.revision)
    if edition.wheels:
        assert {member.file for wheel in edition.wheels for member in wheel.members} == {
            file.name for file in edition.files
        }
