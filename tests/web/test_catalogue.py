"""One catalogue: the same keys in every language, and every key that a page names."""

import re
from pathlib import Path

import companion.web
from companion.adapters.methods import load_method
from companion.domain.people import Role
from companion.web.catalogue import load_catalogues, plain_method
from companion.web.pages import Pages

WEB = Path(companion.web.__file__).parent
CODES = r"(?:cue|voice|voice_failed|contract_type|role|floor|state|refused)_"


def named_keys() -> set[str]:
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static").glob("*.js"))
    pages = "".join(path.read_text("utf-8") for path in (WEB / "templates").glob("*.html"))
    keys = set(re.findall(r'\bt\("(\w+)"', scripts)) | set(re.findall(r"\{\{[^}]*\bt\.(\w+)", pages))
    return keys | set(re.findall(r'"((?:ended|waiting|enrol|contract)_?\w*)"', scripts)) & set(
        load_catalogues()["fr"]
    )


def test_every_language_has_the_same_keys_and_no_empty_text() -> None:
    french, english = load_catalogues()["fr"], load_catalogues()["en"]
    assert french.keys() == english.keys()
    assert [key for key in french if not french[key].strip() or not english[key].strip()] == []


def test_every_language_fills_in_the_same_words() -> None:
    def blanks(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    french, english = load_catalogues()["fr"], load_catalogues()["en"]
    assert [key for key in french if blanks(french[key]) != blanks(english[key])] == []


def test_every_key_that_a_page_names_exists() -> None:
    keys = named_keys()
    assert len(keys) > 80
    assert keys - load_catalogues()["fr"].keys() == set()


def test_no_text_is_left_over() -> None:
    used = named_keys()
    python = "".join(path.read_text("utf-8") for path in WEB.glob("*.py"))
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static").glob("*.js"))
    idle = [
        key
        for key in load_catalogues()["fr"]
        if key not in used and f'"{key}"' not in python + scripts and not re.match(CODES, key)
    ]
    assert idle == []


def test_every_refusal_has_a_sentence() -> None:
    source = "".join((WEB / name).read_text("utf-8") for name in ("wire.py", "console.py", "pages.py"))
    codes = set(re.findall(r'Unreadable\("(\w+)"', source)) | set(re.findall(r'\d\d\d, "(\w+)"', source))
    assert len(codes) > 8
    assert {f"refused_{code}" for code in codes} <= load_catalogues()["fr"].keys()
    assert Pages  # its routes are what is read above


def test_french_spaces_are_hard_before_high_punctuation() -> None:
    french = load_catalogues()["fr"]
    assert [key for key, text in french.items() if re.search(r"\w [:;?!»]|« ", text)] == []


def test_a_method_is_told_in_the_language_asked_for_and_names_nobody() -> None:
    method = load_method("codev")
    french, english = plain_method(method, "fr"), plain_method(method, "en")
    assert (french["steps"][1]["name"], english["steps"][1]["name"]) == ("Exposé", "Presentation")
    assert french["steps"][1]["holders"] == [Role.CLIENT.value]
