"""The settings: defaults, file, environment, and sentences for what cannot be used."""

from pathlib import Path

import pytest

from companion.config import Settings, read_settings
from companion.domain.errors import BadSetting


def settings_of(tmp_path: Path, toml: str = "", **environ: str) -> Settings:
    if toml:
        (tmp_path / "companion.toml").write_text(toml, encoding="utf-8")
    return read_settings({"COMPANION_HOME": str(tmp_path), **environ})


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings == Settings(home=tmp_path)
    assert (settings.port, settings.whisper, settings.language) == (8756, "auto", "fr")
    assert settings.database == tmp_path / "companion.db"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    toml = 'port = 9000\nwhisper = "small"\nbeam = 3\nmicrophone = "Table"\n'
    settings = settings_of(
        tmp_path, toml, COMPANION_PORT="9001", COMPANION_LOUDSPEAKER="Salle", COMPANION_BEAM=""
    )
    assert settings == Settings(
        home=tmp_path, port=9001, whisper="small", beam=3, microphone="Table", loudspeaker="Salle"
    )


@pytest.mark.parametrize(
    ("environ", "home"),
    [
        ({"COMPANION_HOME": "/a", "XDG_DATA_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_DATA_HOME": "/b", "HOME": "/c"}, "/b/companion"),
        ({"HOME": "/c"}, "/c/.local/share/companion"),
    ],
)
def test_the_data_folder_follows_the_environment(environ: dict[str, str], home: str) -> None:
    assert read_settings(environ).home == Path(home)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("port = ", "TOML"),
        ('colour = "red"', "colour"),
        ("port = 70000", "port"),
        ("port = true", "port"),
        ("port = 80.5", "port"),
        ('port = "http"', "port"),
        ("beam = 0", "beam"),
        ('language = "de"', "language"),
        ('whisper = ""', "whisper"),
        ("microphone = 3", "microphone"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(BadSetting) as caught:
        settings_of(tmp_path, toml)
    assert said in caught.value.message
    assert "\n" not in caught.value.message


def test_a_settings_file_that_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "companion.toml").mkdir()
    with pytest.raises(BadSetting):
        settings_of(tmp_path)
