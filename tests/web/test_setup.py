"""The pages that lead to a séance, asked as a browser asks them, with every wrong thing one can send."""

import asyncio
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, CookieJar, FormData, WSMsgType

from companion.domain.messages import ClientChosen, EndSession, StartSession
from companion.domain.people import Role, Topic
from companion.domain.speech import RoomSound
from tests.app.test_hall import COMMAND
from tests.web.hall import HallHouse

GOOD = {
    "title": "Groupe du jeudi",
    "date": "2026-11-20",
    "method": "codev",
    "preset.codev": "60",
    "sounds": "chime",
    "shared": "table",
    "captions": "on",
    "spoken": "fr",
    "terms": "CA",
    "address": "tu",
    "topic": "",
}
NAMES = ("Paul", "Claire", "Aline", "Bruno", "Nadia")


class Asking:
    """A browser that opened the printed link, or did not."""

    def __init__(self, session: ClientSession, home: str) -> None:
        self.session, self.home = session, home
        self.read: Callable[[str], str] = unescape

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(path) as answer:
            return answer.status, self.read(await answer.text())

    async def post(self, path: str, data: Any = None, **headers: str) -> tuple[int, str, str]:
        """Status, text and where the answer leads."""
        sent = {"Origin": self.home, **headers}
        async with self.session.post(path, data=data, headers=sent, allow_redirects=False) as answer:
            return answer.status, self.read(await answer.text()), answer.headers.get("Location", "")


@pytest.fixture
async def asking(hall: HallHouse) -> Any:
    async with ClientSession(hall.home, cookie_jar=CookieJar(unsafe=True)) as session:
        answer: ClientResponse = await session.get(hall.server.urls().facilitator)
        answer.release()
        yield Asking(session, hall.home)


def form(names: tuple[str, ...] = NAMES, roles: dict[str, str] | None = None, **changes: str) -> FormData:
    roles = {NAMES[0]: "facilitator"} if roles is None else roles
    fields = [(key, value) for key, value in {**GOOD, **changes}.items() if value is not None]
    for name in names:
        fields += [("id", ""), ("name", name), ("role", roles.get(name, "consultant"))]
    return FormData(fields)


async def test_a_good_form_makes_a_seance_with_all_that_was_chosen(hall: HallHouse, asking: Asking) -> None:
    minutes = {"minutes.codev.expose": "7,5", "minutes.troika.exposition": "999"}
    status, _, where = await asking.post("/seances/new", form(**minutes))
    assert status == 303
    session_id = where.split("/")[2]
    assert where == f"/seances/{session_id}/consents"
    seance = await hall.hall.find(session_id)
    assert seance is not None
    prepared = seance.session.prepared
    assert prepared is not None
    assert (prepared.title, prepared.language, prepared.sounds) == ("Groupe du jeudi", "fr-CA-x-tu", "chime")
    assert (prepared.captions, prepared.shared_screen, prepared.topic) == (True, True, Topic.OPEN)
    assert [person.role for person in prepared.people] == [Role.FACILITATOR, *[Role.CONSULTANT] * 4]
    assert dict(prepared.minutes)["expose"] == 7.5
    assert dict(prepared.minutes)["clarification"] == 12


async def test_the_same_form_sent_twice_makes_one_seance(hall: HallHouse, asking: Asking) -> None:
    sent = [asking.post("/seances/new", form(key="k1")) for _ in range(3)]
    places = {where for _, _, where in await asyncio.gather(*sent)}
    assert len(places) == 1
    assert len(await hall.hall.summaries()) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Donnez un titre"),
        ({"title": "x" * 10_000}, "trop long"),
        ({"date": "hier"}, "Choisissez un jour"),
        ({"date": ""}, "Choisissez un jour"),
        ({"method": "nothing"}, "Choisissez une méthode"),
        ({"preset.codev": "61"}, "Choisissez une des réponses"),
        ({"sounds": "drum"}, "Choisissez une des réponses"),
        ({"topic": "x"}, "Choisissez une des réponses"),
        ({"spoken": "tlh"}, "langue"),
        ({"minutes.codev.expose": "beaucoup"}, "nombre de minutes"),
        ({"minutes.codev.expose": "nan"}, "nombre de minutes"),
        ({"minutes.codev.expose": "1e999"}, "nombre de minutes"),
        ({"minutes.codev.expose": "-3"}, "de plus de 0 à 180"),
        ({"minutes.codev.expose": "0"}, "de plus de 0 à 180"),
        ({"names": ()}, "qui prend part"),
        ({"names": ("Ana", "Ana")}, "ajoutez une initiale"),
        ({"names": ("Ana", " ana ")}, "ajoutez une initiale"),
        ({"names": ("A" * 10_000, "Bob")}, "trop long"),
        ({"roles": {"Paul": "client", "Aline": "client"}}, "un client par séance"),
        ({"roles": {"Paul": "facilitator", "Aline": "facilitator"}}, "un animateur par séance"),
        ({"roles": {"Paul": "king"}}, "Choisissez une des réponses"),
        ({"names": tuple(f"Nom {n}" for n in range(30))}, "12 personnes au plus"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    hall: HallHouse, asking: Asking, changes: dict[str, Any], sentence: str
) -> None:
    status, page, _ = await asking.post("/seances/new", form(**changes))
    assert status == 422
    assert sentence in page
    assert 'aria-invalid="true"' in page or "people" in page
    for name in changes.get("names", NAMES):
        assert f'value="{name}"' in page
    assert await hall.hall.summaries() == []


@pytest.mark.parametrize("names", [NAMES[:2], tuple(f"Nom {n}" for n in range(9))])
async def test_a_small_or_large_group_goes_on(asking: Asking, names: tuple[str, ...]) -> None:
    assert (await asking.post("/seances/new", form(names, {})))[0] == 303


async def test_markup_in_a_name_stays_text(hall: HallHouse, asking: Asking) -> None:
    nasty = '<script>alert("x")</script>'
    asking.read = str
    status, page, _ = await asking.post("/seances/new", form((nasty, nasty)))
    assert status == 422
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    _, _, where = await asking.post("/seances/new", form((nasty, "Bob"), title=nasty))
    session_id = where.split("/")[2]
    for path in ("/", f"/seances/{session_id}/prepare", f"/print/consents/{session_id}"):
        _, page = await asking.get(path)
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe=\xff", b"title=%ff%fe&name=%ed%a0%80&name=b", b"a" * 100, b"name=&name=&role="],
)
async def test_what_no_browser_sends_is_answered(asking: Asking, body: bytes) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, page, _ = await asking.post("/seances/new", body, **kind)
    assert status in (400, 422)
    assert "Traceback" not in page
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await asking.post("/seances/new", body, **broken))[0] in (400, 422)


async def test_a_flood_is_refused(asking: Asking) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, _, _ = await asking.post("/seances/new", BytesIO(b"title=" + b"x" * 1_100_000), **kind)
    assert status == 400


async def test_a_stale_form_says_so_keeps_what_was_typed_and_may_be_sent_again(
    hall: HallHouse, asking: Asking
) -> None:
    one = await hall.made(COMMAND)
    path = f"/seances/{one}/prepare"
    _, page = await asking.get(path)
    version = found(page, "version")
    assert (await asking.post(path, form(title="Premier", version=version)))[0] == 303
    status, page, _ = await asking.post(path, form(title="Second", version=version))
    assert status == 409
    assert "changée ailleurs entre-temps" in page
    assert 'value="Second"' in page
    status, _, _ = await asking.post(path, form(title="Second", version=found(page, "version")))
    assert status == 303
    assert [summary.title for summary in await hall.hall.summaries()] == ["Second"]


async def test_a_client_chosen_meanwhile_makes_the_form_stale(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    _, page = await asking.get(f"/seances/{one}/prepare")
    house = await hall.hall.find(one)
    assert house is not None
    await house.engine.hear(ClientChosen(person="aline", topic=Topic.PROJECT))
    sent = form(version=found(page, "version"))
    assert (await asking.post(f"/seances/{one}/prepare", sent))[0] == 409


async def test_a_seance_that_has_begun_is_not_prepared_any_more(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    _, page = await asking.get(f"/seances/{one}/prepare")
    house = await hall.hall.find(one)
    assert house is not None
    await house.engine.submit(StartSession())
    status, again, _ = await asking.post(f"/seances/{one}/prepare", form(version=found(page, "version")))
    assert status == 409
    assert "a commencé" in again
    assert 'value="Groupe du jeudi"' in again
    async with asking.session.get(f"/seances/{one}/prepare") as answer:
        assert answer.url.path == f"/seances/{one}/live"


async def test_people_keep_their_ids_and_nobody_takes_anothers(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    _, page = await asking.get(f"/seances/{one}/prepare")
    fields = [*GOOD.items(), ("version", found(page, "version"))]
    for own, name in (("aline", "Aline"), ("", "Aline B."), ("made-up", "Zoé")):
        fields += [("id", own), ("name", name), ("role", "consultant")]
    assert (await asking.post(f"/seances/{one}/prepare", FormData(fields)))[0] == 303
    house = await hall.hall.find(one)
    assert house is not None
    assert [person.id for person in house.session.roster] == ["aline", "aline-b", "zoe"]


PATHS = ("prepare", "consents", "sound", "voices", "live", "end")
PRIVATE = (*(f"/seances/x/{path}" for path in PATHS), "/seances/new", "/print/consents/x")


@pytest.mark.parametrize("path", PATHS)
async def test_an_unknown_seance_is_a_clear_answer(asking: Asking, path: str) -> None:
    for unknown in ("nowhere", "%3Cb%3E", "x" * 3000):
        status, page = await asking.get(f"/seances/{unknown}/{path}")
        assert (status, "Il n'y a pas de page" in page) == (404, True)


@pytest.mark.parametrize(
    "path", [*(f"/seances/x/{path}" for path in PATHS), "/seances/new", "/print/consents/x"]
)
async def test_without_the_cookie_nothing_is_answered(hall: HallHouse, path: str) -> None:
    async with ClientSession(hall.home) as session, session.get(path) as answer:
        assert answer.status == 403
        assert "lien affiché dans le terminal" in await answer.text()


@pytest.mark.parametrize(
    "path", ["/seances/new", "/demonstration", "/seances/x/next-round", "/seances/x/microphone"]
)
async def test_a_form_from_elsewhere_is_refused(hall: HallHouse, asking: Asking, path: str) -> None:
    for origin in ("http://evil.example", "null", ""):
        assert (await asking.post(path, form(), Origin=origin))[0] == 403
    headers = {"Origin": hall.home}
    async with ClientSession(hall.home) as stranger, stranger.post(path, headers=headers) as answer:
        assert answer.status == 403
    assert await hall.hall.summaries() == []


async def test_home_lists_by_stage_and_says_what_the_machine_has(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    status, page = await asking.get("/")
    assert status == 200
    assert "À préparer" in page
    assert f"/seances/{one}/prepare" in page
    assert "Micro de table" in page
    assert "whisper-small" in page
    assert "Rien ne sort de cette machine" in page
    house = await hall.hall.find(one)
    assert house is not None
    await house.engine.submit(StartSession())
    _, page = await asking.get("/")
    assert "En cours" in page
    assert "Accueil et choix du sujet" in page
    async with ClientSession(hall.home) as stranger, stranger.get("/") as answer:
        assert "Essai" not in await answer.text()


async def test_a_page_brings_its_seance_into_the_room_unless_one_is_running(
    hall: HallHouse, asking: Asking
) -> None:
    one, two = await hall.made(COMMAND), await hall.made(COMMAND)
    assert (await asking.get(f"/seances/{one}/voices"))[0] == 200
    house = hall.hall.room
    assert house is not None and house.session_id == one
    await house.engine.submit(StartSession())
    for path in ("voices", "sound", "live"):
        status, page = await asking.get(f"/seances/{two}/{path}")
        assert (status, "Terminez d'abord la séance" in page) == (409, True)
    assert (await asking.get(f"/seances/{two}/consents"))[0] == 200
    assert hall.hall.room is house


async def test_the_next_round_is_made_once_and_leads_to_its_page(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    house = await hall.hall.find(one)
    assert house is not None
    status, page, _ = await asking.post(f"/seances/{one}/next-round")
    assert (status, "Terminez d'abord ce tour" in page) == (409, True)
    await house.engine.submit(StartSession())
    await house.engine.submit(EndSession())
    places = {(await asking.post(f"/seances/{one}/next-round"))[2] for _ in range(2)}
    assert len(places) == 1
    assert (await asking.post("/seances/nowhere/next-round"))[0] == 409


async def test_the_demonstration_that_is_missing_says_so(asking: Asking) -> None:
    status, page, _ = await asking.post("/demonstration")
    assert (status, "démonstration n'est pas installée" in page) == (409, True)


async def test_the_microphone_chosen_must_be_there(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    path = f"/seances/{one}/microphone"
    assert (await asking.post(path, {"microphone": "Micro intégré"}))[0] == 303
    assert hall.machine.microphone == "Micro intégré"
    assert (await asking.post(path, {"microphone": "Autre"}))[0] == 422
    assert hall.machine.microphone == "Micro intégré"
    hall.machine.missing = True
    assert (await asking.post(path, {"microphone": "Autre"}))[0] == 503
    _, page = await asking.get(f"/seances/{one}/sound")
    assert "Aucun micro n'a été trouvé" in page
    assert "refused" in (await asking.post(f"/seances/{one}/loudspeaker"))[1]


async def test_the_sound_stream_tells_levels_or_why_there_are_none(hall: HallHouse, asking: Asking) -> None:
    one = await hall.made(COMMAND)
    sound = RoomSound(at=1.0, level=-30.0, noise=-55.0, speech=None, clipped=0.0, verdict="waiting")
    hall.machine.sounds = [sound]

    async def first() -> dict[str, Any]:
        path = f"/stream/sound?seance={one}"
        async with asking.session.ws_connect(path, origin=hall.home) as socket:
            message = await socket.receive(timeout=10)
            assert message.type is WSMsgType.TEXT
            return dict(message.json())

    assert (await first())["data"]["verdict"] == "waiting"
    hall.machine.missing = True
    assert "Aucun micro" in (await first())["missing"]
    assert (await asking.get("/stream/sound?seance=nowhere"))[0] == 404


def found(page: str, name: str) -> str:
    """The value of a hidden field."""
    match = re.search(rf'name="{name}" value="(\w+)"', page)
    assert match is not None
    return match[1]
