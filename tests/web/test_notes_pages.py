"""What the pages of the notes answer, and what never leaves with them."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pyrage
import pytest
from aiohttp import ClientSession, CookieJar

from companion.adapters.language_model import LanguageModel
from companion.app.house import House
from companion.domain.messages import (
    AgreeNotes,
    ApproveNotes,
    ChooseSharing,
    CorrectSpeaker,
    EditNote,
    EndSession,
    WithdrawConsent,
)
from companion.domain.note_edits import Edit, EditAction, Sharing
from companion.domain.notes import Section
from companion.domain.people import Consent
from tests.adapters.qr_reader import read_svg
from tests.fakes.language_server import LanguageServer, language_server
from tests.web.hall import HallHouse, open_hall
from tests.web.told import MARKER, TURNS, begun, do, drafted, told


@asynccontextmanager
async def browser(hall: HallHouse, house: House) -> AsyncIterator["Pages"]:
    origin = {"Origin": hall.home}
    async with ClientSession(hall.home, cookie_jar=CookieJar(unsafe=True), headers=origin) as session:
        await (await session.get(hall.server.urls().facilitator)).release()
        yield Pages(session, house.session_id)


class Pages:
    def __init__(self, session: ClientSession, seance: str) -> None:
        self.session, self.seance = session, seance

    async def text(self, path: str) -> str:
        async with self.session.get(f"/seances/{self.seance}/{path}") as answer:
            assert answer.status == 200, answer.status
            return await answer.text()

    async def status(self, path: str) -> int:
        async with self.session.get(f"/seances/{self.seance}/{path}", allow_redirects=False) as answer:
            return answer.status

    async def file(self, paper: str, form: str, **more: str) -> bytes:
        data = {"format": form, "seen": "on", **more}
        async with self.session.post(f"/seances/{self.seance}/papers/{paper}", data=data) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()


PASSWORD = "sept mots de passe"  # noqa: S105 - of files that live for a second
PDFTOTEXT, PDFINFO = shutil.which("pdftotext"), shutil.which("pdfinfo")
OTHERS = ("consultant-karim", "consultant-lea", "consultant-sophie", "organisation")


def words_of(pdf: bytes) -> str:
    """The text of the file, as a reader shows it, and what it says of itself."""
    if PDFTOTEXT is None or PDFINFO is None:
        pytest.skip("Debian's poppler-utils is not installed")
    text = subprocess.run((PDFTOTEXT, "-", "-"), input=pdf, capture_output=True, check=True).stdout
    about = subprocess.run((PDFINFO, "-"), input=pdf, capture_output=True, check=True).stdout
    return (text + about).decode()


async def test_a_word_of_the_case_is_in_nobody_elses_file(hall: HallHouse) -> None:
    """Said in the exposé, and again by a consultant among the learnings: not theirs to carry out."""
    house = await drafted(await told(hall, title="Le projet zirconium"))
    async with browser(hall, house) as pages:
        assert MARKER in await pages.text("papers/client")
        assert MARKER in (await pages.file("client", "md")).decode()
        assert MARKER in words_of(await pages.file("client", "pdf"))
        for paper in OTHERS:
            assert MARKER not in await pages.text(f"papers/{paper}")
            assert MARKER.encode() not in await pages.file(paper, "md")
            word = await pages.file(paper, "docx")
            with zipfile.ZipFile(BytesIO(word)) as parts:
                assert not any(MARKER.encode() in parts.read(name) for name in parts.namelist())
            assert MARKER not in words_of(await pages.file(paper, "pdf"))
        assert "Karim" not in await pages.text("papers/organisation")
        assert "je me tais" in await pages.text("papers/consultant-karim")

        held = [
            line.id for line in house.session.review.current().of(Section.LEARNINGS) if MARKER in line.text
        ]
        await do(house, ChooseSharing(sharing=Sharing(released=tuple(held), satisfaction=(2, 1, 0, 0))))
        assert MARKER in await pages.text("papers/consultant-lea")  # the client let it go
        assert MARKER not in await pages.text("papers/consultant-karim")
        assert re.search(r"Très satisfaits.*?2", await pages.text("papers/organisation"), re.DOTALL)


async def test_a_word_of_the_case_that_the_notes_do_not_keep_is_held_all_the_same(hall: HallHouse) -> None:
    """The transcript is asked, and what it said is remembered when it is gone."""
    expose = ("expose", "claire", "Bon.")
    turns = (*TURNS[:3], expose, *TURNS[3:])
    house = await drafted(await told(hall, turns))
    lines = house.session.review.current().lines
    for line in [line for line in lines if MARKER in line.text and line.section is Section.CONTEXT]:
        await do(house, EditNote(edit=Edit(action=EditAction.REJECT, line=line.id)))
    await do(house, AgreeNotes(on=True))
    await do(house, ApproveNotes())
    async with browser(hall, house) as pages:
        assert MARKER not in await pages.text("papers/client")
        assert MARKER not in await pages.text("papers/consultant-lea")


async def test_exports_carry_no_id_and_no_time(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        for paper in ("client", "page-one", *OTHERS):
            text = (await pages.file(paper, "md")).decode()
            assert not re.search(r"\bu\d+\b|\w+:u\d+:\d+|\d\d:\d\d", text), paper
            assert house.session_id not in text


async def test_a_docx_is_what_a_word_processor_expects(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        word = docx.Document(BytesIO(await pages.file("client", "docx")))
    styles = {paragraph.style.name for paragraph in word.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Quote"} <= styles
    assert any("reprendre ma place" in paragraph.text for paragraph in word.paragraphs)


async def test_the_code_of_page_one_is_read_as_the_page_says(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        assert "trop long" not in await pages.text("codes")
        read = read_svg((await pages.text("codes/1.svg")).encode())
        assert "1. Lundi, j'appelle Gérard pour lui proposer un déjeuner." in read
        assert "reprendre ma place dans cette équipe" in read
        assert read.splitlines()[0] == "Séance du jeudi"
        assert 404 == await pages.status("codes/2.svg")


@pytest.mark.parametrize(("actions", "codes", "says"), [(6, 4, "il en faut 4"), (25, 0, "Imprimez la page")])
async def test_a_text_too_long_for_a_code_is_told_on_the_page(
    hall: HallHouse, actions: int, codes: int, says: str
) -> None:
    long = (
        "Lundi, j'appelle Gérard pour lui proposer le déjeuner numéro {n}, " + "et la suite, " * 10 + "voilà."
    )
    plan = tuple(("synthese", "claire", long.format(n=n)) for n in range(actions))
    house = await drafted(await told(hall, (*TURNS[:-3], *plan, *TURNS[-3:])))
    async with browser(hall, house) as pages:
        page = await pages.text("codes")
        assert says in page
        assert codes == page.count(f"{house.session_id}/codes/")
        assert (200 if codes else 404) == await pages.status("codes/1.svg")


async def test_an_action_says_in_one_row_what_was_not_said(hall: HallHouse) -> None:
    first = ("synthese", "claire", "Le premier décembre, je présente les règles.")
    house = await drafted(await told(hall, (*TURNS[:-4], first, *TURNS[-3:])))
    async with browser(hall, house) as pages:
        page = (await pages.file("page-one", "md")).decode()
    assert "- **Quand**\u00a0: Le premier décembre (1er décembre 2026)\n" in page
    assert "- **Non précisé**\u00a0: avec qui, premier pas, signe de réussite\n" in page


async def test_a_password_closes_the_file(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        pdf = await pages.file("client", "pdf", password=PASSWORD)
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(pdf))
        assert pikepdf.open(BytesIO(pdf), password=PASSWORD).is_encrypted
        sealed = await pages.file("client", "md", password=PASSWORD)
        assert MARKER.encode() not in sealed
        assert MARKER in pyrage.passphrase.decrypt(sealed, PASSWORD).decode()
        data = {"format": "pdf", "seen": "on", "password": "court"}
        async with pages.session.post(f"/seances/{pages.seance}/papers/client", data=data) as answer:
            assert (answer.status, "trop court" in await answer.text()) == (422, True)


async def test_a_file_goes_to_a_folder_and_overwrites_none(hall: HallHouse, tmp_path: Path) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        for _ in range(2):
            await pages.file("client", "md", folder=str(tmp_path))
        names = sorted(path.name for path in tmp_path.iterdir())  # noqa: ASYNC240
        assert names == ["codeveloppement-client-2.md", "codeveloppement-client.md"]
        data = {"format": "md", "seen": "on", "folder": str(tmp_path / "absent")}
        async with pages.session.post(f"/seances/{pages.seance}/papers/client", data=data) as answer:
            assert (answer.status, "n&#39;existe pas" in await answer.text()) == (422, True)


async def test_nothing_goes_before_the_client_has_seen_it(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with browser(hall, house) as pages:
        data = {"format": "md"}
        async with pages.session.post(f"/seances/{pages.seance}/papers/organisation", data=data) as answer:
            assert answer.status == 422


async def test_no_draft_is_shown_before_the_synthese_is_over(hall: HallHouse) -> None:
    house = await told(hall, until="synthese")
    async with browser(hall, house) as pages:
        for path in ("review", "page-one", "notes.json", "handover", "papers/page-one", "codes"):
            assert await pages.status(path) == 303, path
    assert not house.session.review.exists


UNKNOWN = tuple((step, None, text) for step, _, text in TURNS)


@pytest.mark.parametrize(
    "turns", [(), TURNS[:4], tuple(turn for turn in TURNS if turn[0] != "synthese"), UNKNOWN]
)
async def test_little_or_nothing_heard_makes_pages_that_say_so(
    hall: HallHouse, turns: tuple[tuple[str, str | None, str], ...]
) -> None:
    """In silence, without contract, without synthèse, with everyone « voix inconnue »."""
    house = await begun(hall) if not turns else await told(hall, turns)
    if not turns:
        await do(house, EndSession())
    await drafted(house)
    async with browser(hall, house) as pages:
        for paper in ("client", "page-one", *OTHERS):
            assert await pages.status(f"papers/{paper}") == 200
            assert (await pages.file(paper, "pdf")).startswith(b"%PDF-")
        assert "rien relevé" in await pages.text("papers/page-one")
        assert (MARKER in await pages.text("papers/client")) is (turns not in ((), UNKNOWN))


async def test_the_list_and_the_last_page_lead_to_the_notes(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    review = f"/seances/{house.session_id}/review"
    async with browser(hall, house) as pages:
        async with pages.session.get("/") as answer:
            assert f'href="{review}"' in await answer.text()
        assert f'href="{review}"' in await pages.text("end")


async def test_somebody_elses_pages_ask_for_the_link(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    async with ClientSession(hall.home) as stranger:
        for path in ("review", "notes.json", "papers/client", "codes/1.svg"):
            async with stranger.get(f"/seances/{house.session_id}/{path}") as answer:
                assert answer.status == 403, path


async def test_a_consent_withdrawn_after_the_approval_goes_from_the_document(hall: HallHouse) -> None:
    house = await drafted(await told(hall))
    await do(house, AgreeNotes(on=True))
    await do(house, ApproveNotes())
    await do(house, WithdrawConsent(person="lea", consent=Consent.NOTES))
    async with browser(hall, house) as pages:
        text = await pages.text("papers/client")
    assert "noir sur blanc" not in text
    assert "déjeuné" in text


async def test_another_speaker_changes_the_draft(hall: HallHouse) -> None:
    """The facilitator's words are no contribution."""
    house = await drafted(await told(hall))
    assert any("noir sur blanc" in line.text for line in house.session.review.current().lines)
    await do(house, CorrectSpeaker(utterance="u9", person="sophie"))
    await drafted(house)
    lines = house.session.review.current().of(Section.CONTRIBUTIONS)
    assert not any("noir sur blanc" in line.text for line in lines)


@pytest.mark.parametrize("paper", ["client-form", "group-form"])
async def test_the_fiches_print_before_the_seance(hall: HallHouse, paper: str) -> None:
    house = await begun(hall)
    async with browser(hall, house) as pages:
        async with pages.session.get(f"/print/forms/{house.session_id}/{paper}") as answer:
            assert answer.status == 200
            assert "Fiche" in await answer.text()
        data = {"format": "pdf"}
        async with pages.session.post(f"/print/forms/{house.session_id}/{paper}", data=data) as answer:
            assert (await answer.read()).startswith(b"%PDF-")


@asynccontextmanager
async def reworder(server: LanguageServer) -> AsyncIterator[LanguageModel]:
    with closing(LanguageModel(server.address, "small")) as small:
        yield small


async def test_a_rewording_is_proposed_and_changes_nothing() -> None:
    async with language_server() as server, reworder(server) as small, open_hall(small) as hall:
        house = await drafted(await told(hall))
        line = house.session.review.current().of(Section.PLAN)[0]
        server.say = lambda text: text.replace("Lundi, j'appelle", "J'appelle lundi, avec Paul,")
        async with browser(hall, house) as pages:
            path = f"/seances/{pages.seance}/rewording"
            async with pages.session.post(path, data={"line": line.id}) as answer:
                assert "autre chose" in (await answer.json())["refused"]  # it lied
            server.say = lambda text: text.replace("pour lui proposer", "et propose")
            async with pages.session.post(path, data={"line": line.id}) as answer:
                assert (await answer.json()) == {"text": "Lundi, j'appelle Gérard et propose un déjeuner."}
        assert house.session.review.edits == ()
        assert {message["content"] for message in server.asked[0]["messages"][1:]} == {line.text}
