"""One catalogue: the same keys in every language, and every key that a page names."""

import ast
import json
import re
from pathlib import Path

import pytest

import companion.web
from companion.adapters.methods import known_methods, load_method
from companion.domain.people import Role
from companion.web.catalogue import Catalogues, plain_method
from companion.web.pages import Pages

WEB = Path(companion.web.__file__).parent
PLAIN = {"terms_france"}
"""What the other terms are called."""

SPOKEN = "say_"
"""Said by the voice, not on a page."""

GROUP = {
    "address_vous",
    *("notice_group_size", "notice_no_facilitator", "refusal_full"),
    *("prepare_group", "prepare_no_facilitator", "tour_over_about"),
}
"""Said to everybody at once, or what the other way is called."""

CODES = (
    r"(?:cue|say|voiced|voice|voice_failed|contract_type|role|floor|state|refused|reminder|lost|notice|topic|sounds"
    r"|talk|note|caveat|paper|form|satisfaction|review_doubt|hand_paper|hand_format"
    r"|refusal|failure|room|tour_ear|stage|home|verdict|verdict_\w+|consent|told|tour_failed|prepare_role|machine)_"
)


def named_keys() -> set[str]:
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static").glob("*.js"))
    pages = "".join(path.read_text("utf-8") for path in (WEB / "templates").glob("*.html"))
    keys = set(re.findall(r'\bt\("(\w+)"', scripts)) | set(re.findall(r"(?<!\w)t\.(\w+)", pages))
    return keys | set(re.findall(r'"((?:ended|waiting|enrol|contract)_?\w*)"', scripts)) & set(
        Catalogues()["fr"]
    )


def test_every_language_has_the_same_keys_and_no_empty_text() -> None:
    french, english = Catalogues()["fr"], Catalogues()["en"]
    assert french.keys() == english.keys()
    assert [key for key in french if not french[key].strip() or not english[key].strip()] == []


def test_every_language_fills_in_the_same_words() -> None:
    def blanks(text: str) -> list[str]:
        return sorted(re.findall(r"\{(\w+)\}", text))

    french, english = Catalogues()["fr"], Catalogues()["en"]
    assert [key for key in french if blanks(french[key]) != blanks(english[key])] == []


def test_every_key_that_a_page_names_exists() -> None:
    keys = named_keys()
    assert len(keys) > 80
    assert keys - Catalogues()["fr"].keys() == set()


def test_no_text_is_left_over() -> None:
    used = named_keys()
    python = "".join(path.read_text("utf-8") for path in WEB.glob("*.py"))
    scripts = "".join(path.read_text("utf-8") for path in (WEB / "static").glob("*.js"))
    idle = [
        key
        for key in Catalogues()["fr"]
        if key not in used and f'"{key}"' not in python + scripts and not re.match(CODES, key)
    ]
    assert idle == []


def test_every_refusal_has_a_sentence() -> None:
    source = "".join((WEB / name).read_text("utf-8") for name in ("wire.py", "console.py", "pages.py"))
    codes = set(re.findall(r'Unreadable\("(\w+)"', source)) | set(re.findall(r'\d\d\d, "(\w+)"', source))
    assert len(codes) > 8
    assert {f"refused_{code}" for code in codes} <= Catalogues()["fr"].keys()
    assert Pages  # its routes are what is read above


def refusals() -> dict[str, set[str]]:
    """Every code that the house refuses with, and the words that its sentence is filled in with."""
    found: dict[str, set[str]] = {}
    for path in (WEB.parent / "domain").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Refusal":
                code = call.args[0]
                if isinstance(code, ast.Constant):
                    filled = {word.arg for word in call.keywords if word.arg and word.arg != "field"}
                    found.setdefault(str(code.value), set()).update(filled)
    return found


def test_every_refusal_of_the_domain_is_said_in_every_language_with_its_own_words() -> None:
    codes = refusals()
    assert len(codes) > 40
    for texts in (Catalogues()["fr"], Catalogues()["en"]):
        said = {code: set(re.findall(r"\{(\w+)\}", texts.get(f"refusal_{code}", "{?}"))) for code in codes}
        assert said == codes


@pytest.mark.parametrize("tag", ["fr-CA", "fr-CA-x-tu"])
def test_quebec_says_rencontre_and_conseillers_on_every_page(tag: str) -> None:
    others = ("séance", "consultant")
    texts = Catalogues()[tag]
    told = {key: text.lower() for key, text in texts.items() if not key.startswith(SPOKEN)}
    assert [key for key in told if any(o in told[key] for o in others) and key not in PLAIN] == []
    for name in known_methods():
        told = json.dumps(plain_method(load_method(name), tag), ensure_ascii=False)
        assert [other for other in others if other in told.lower().replace('"consultant"', "")] == []


@pytest.mark.parametrize("tag", ["fr-x-tu", "fr-CA-x-tu"])
def test_people_who_say_tu_are_not_told_vous(tag: str) -> None:
    """But for what is said to the whole group."""
    vous = r"\b(?:[Vv]ous|[Vv]otre|[Vv]os|\w{2,}ez)\b"
    texts = {key: re.sub(r"chez|assez", "", text) for key, text in Catalogues()[tag].items()}
    assert [key for key in texts if key not in GROUP and re.search(vous, texts[key])] == []


def test_french_spaces_are_hard_before_high_punctuation() -> None:
    french = Catalogues()["fr"]
    assert [key for key, text in french.items() if re.search(r"\w [:;?!»]|« ", text)] == []


def test_a_methods_sentences_break_at_no_such_space_either() -> None:
    told = json.dumps(plain_method(load_method("codev"), "fr"), ensure_ascii=False)
    assert "\u00ab\u00a0je\u00a0\u00bb" in told
    assert re.search(r"\w [:;?!\u00bb]|\u00ab ", told) is None


def test_a_method_is_told_in_the_language_asked_for_and_names_nobody() -> None:
    method = load_method("codev")
    french, english = plain_method(method, "fr"), plain_method(method, "en")
    assert (french["steps"][1]["name"], english["steps"][1]["name"]) == ("Exposé", "Presentation")
    assert french["steps"][1]["holders"] == [Role.CLIENT.value]


OWN_MODULE = ("facilitator", "table", "end", "review", "handover")


def modules(name: str) -> set[str]:
    """The modules that this one is made of, itself left out."""
    imported = set(re.findall(r'from "\./([\w-]+)\.js"', (WEB / "static" / f"{name}.js").read_text("utf-8")))
    return imported.union(*(modules(each) for each in imported))


@pytest.mark.parametrize(
    ("page", "module"),
    [*zip(OWN_MODULE, OWN_MODULE, strict=True), ("page_one", "review")],
)
def test_a_page_asks_for_its_modules_at_once_and_for_no_other(page: str, module: str) -> None:
    templates = WEB / "templates"
    source = (templates / f"{page}.html").read_text("utf-8")
    if "_note_modules.html" in source:
        source = (templates / "_note_modules.html").read_text("utf-8")
    listed = re.search(r"for name in (\[[^]]*\]) %}<link rel=\"modulepreload\"", source)
    assert listed
    assert set(re.findall(r'"([\w-]+)"', listed[1])) == modules(module)
