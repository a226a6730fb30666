"""A voice kept for a programme, by separate consent: found again, confirmed, destroyed when it must be."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.adapters.clock import SystemClock
from companion.adapters.runtime import write_private
from companion.app.archive import open_archive
from companion.app.forgetting import Places
from companion.app.hall import Hall
from companion.app.house import House
from companion.config import Settings
from companion.domain.errors import BadSeance
from companion.domain.messages import (
    EndSession,
    EnrolVoice,
    Event,
    ForgetVoice,
    GiveConsent,
    MakeChoices,
    PartFailed,
    PrepareSession,
    Refused,
    StartSession,
    VoiceEnrolled,
    VoiceForgotten,
    VoiceFound,
    VoiceKept,
    WithdrawConsent,
)
from companion.domain.people import Consent, Programme
from companion.domain.programme import KeptVoice, member
from companion.ports import Embedding, ProgrammeBook
from companion.storage.event_log import EventLog
from companion.storage.programme_book import EncryptedProgrammeBook
from tests.app.test_hall import COMMAND
from tests.fakes.floor import ScriptedFloor
from tests.fakes.programme_book import DictProgrammeBook

CLAIRE = "claire"
TODAY = date(2026, 11, 24)
PROGRAMME = Programme(name="Cadres de santé", ends=date(2027, 6, 30))
OF_THE_PROGRAMME = replace(COMMAND, date=TODAY, programme=PROGRAMME)
WHO = member(PROGRAMME, "Claire")
ALL = tuple(Consent)
MARK = np.random.default_rng(7).normal(size=192).astype(np.float32)
MARK /= np.linalg.norm(MARK)


class Later(SystemClock):
    """A clock that begins on TODAY, and whose time of day runs ahead."""

    ahead = timedelta()
    began = SystemClock().now()

    def now(self) -> datetime:
        morning = datetime.combine(TODAY, time(hour=9)).astimezone()
        return morning + (super().now() - Later.began) + Later.ahead


@pytest.fixture(autouse=True)
def today() -> None:
    Later.ahead = timedelta()


@asynccontextmanager
async def hall(folder: Path, book: ProgrammeBook) -> AsyncIterator[Hall]:
    async def guest() -> tuple[House, Any]:
        raise BadSeance("no_demonstration", "La démonstration n'est pas installée.")

    store = await EventLog.open(folder / "companion.db")
    one = Hall(
        store,
        ScriptedFloor,
        lambda _: (),
        guest,
        clock=Later,
        places=Places((folder,)),
        programmes=book,
    )
    await one.come_back()
    try:
        yield one
    finally:
        await store.close()


def on_disk(folder: Path) -> EncryptedProgrammeBook:
    return EncryptedProgrammeBook(folder / "programmes", b"k" * 32, write_private)


async def opened(one: Hall, command: PrepareSession = OF_THE_PROGRAMME, *consents: Consent) -> House:
    """A séance in which Claire answered all four choices, if any."""
    session_id = await one.create(command)
    assert isinstance(session_id, str)
    house = await one.find(session_id)
    assert house is not None
    for person in house.session.roster:
        if person.id != CLAIRE:
            await house.engine.submit(GiveConsent(person=person.id, consent=Consent.HEARING))
    if consents:
        await answers(one, house, *consents)
    return house


async def answers(one: Hall, house: House, *consents: Consent) -> None:
    await house.engine.submit(MakeChoices(person=CLAIRE, consents=consents))
    await settled(one)


async def learns(one: Hall, house: House, voiceprint: Embedding = MARK, **about: Any) -> None:
    """Claire's voice is learnt, as hearing does."""
    await house.engine.submit(EnrolVoice(person=CLAIRE))
    if about.get("confirmed"):
        assert house.voices.confirms(CLAIRE, [voiceprint])
        house.voices.know_again(CLAIRE)
    else:
        house.voices.enrol(CLAIRE, [voiceprint])
    await house.engine.hear(VoiceEnrolled(person=CLAIRE, start=0.0, end=9.0, speech=9.0, **about))
    await settled(one)


async def settled(one: Hall) -> None:
    for voices in one._kept_for.values():
        await voices.idle()


async def told(house: House, kind: type[Event]) -> list[Event]:
    return [recorded.event for recorded in await house.log() if isinstance(recorded.event, kind)]


async def first_seance(one: Hall, command: PrepareSession = OF_THE_PROGRAMME) -> House:
    house = await opened(one, command, *ALL)
    await learns(one, house)
    await ends(house)
    return house


async def ends(house: House) -> None:
    await house.engine.submit(StartSession())
    await house.engine.submit(EndSession())
    assert house.session.ended_at is not None


async def test_a_voice_outlives_its_seance_and_is_found_in_the_next_one(tmp_path: Path) -> None:
    """With the real store, over a restart; and it is known again once it is confirmed."""
    async with hall(tmp_path, on_disk(tmp_path)) as one:
        house = await first_seance(one)
        assert await told(house, VoiceKept) == [VoiceKept(person=CLAIRE, until=PROGRAMME.ends)]
    async with hall(tmp_path, on_disk(tmp_path)) as one:
        again = await opened(
            one, replace(OF_THE_PROGRAMME, programme=replace(PROGRAMME, name="CADRES de santé"))
        )
        assert not again.voices.offered(CLAIRE), "before any answer of the day nothing is looked for"
        await answers(one, again, *ALL)
        assert await told(again, VoiceFound) == [VoiceFound(person=CLAIRE)]
        assert again.session.found == {CLAIRE} and again.voices.people == ()
        await learns(one, again, confirmed=True)
        known = again.voices.voiceprint(CLAIRE)
        assert known is not None and np.allclose(known, MARK, atol=1e-6)
        assert again.session.found == frozenset() and len(await told(again, VoiceKept)) == 1


async def test_after_a_crash_a_voice_still_waits_to_be_confirmed(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        second = await opened(one, OF_THE_PROGRAMME, *ALL)
    async with hall(tmp_path, book) as one:
        again = await one.find(second.session_id)
        assert again is not None and again.voices.offered(CLAIRE)
        assert len(await told(again, VoiceFound)) == 1


@pytest.mark.parametrize("missing", [Consent.KEEPING, Consent.VOICEPRINT])
async def test_without_both_consents_nothing_is_kept(tmp_path: Path, missing: Consent) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await opened(one, OF_THE_PROGRAMME, *(consent for consent in ALL if consent is not missing))
        house.voices.enrol(CLAIRE, [MARK])
        await house.engine.hear(VoiceEnrolled(person=CLAIRE, start=0.0, end=9.0, speech=9.0))
        await settled(one)
        assert book.voices == {} and await told(house, VoiceKept) == []


async def test_without_a_programme_nothing_is_kept(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await opened(one, replace(COMMAND, date=TODAY), *ALL)
        await learns(one, house)
        assert book.voices == {} and await told(house, VoiceKept) == []


async def test_a_yes_that_comes_after_the_tour_de_table_counts(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await opened(one, OF_THE_PROGRAMME, Consent.HEARING, Consent.VOICEPRINT)
        await learns(one, house)
        assert book.voices == {}
        await house.engine.submit(GiveConsent(person=CLAIRE, consent=Consent.KEEPING))
        await settled(one)
        assert list(book.voices) == [WHO] and len(await told(house, VoiceKept)) == 1


def bare(folder: Path) -> bool:
    """Whether sixteen bytes of the voiceprint in a row lie in any file."""
    parts = [MARK.tobytes()[first : first + 16] for first in range(0, 192 * 4, 16)]
    content = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    return any(part in one for one in content for part in parts)


def test_a_voiceprint_that_lies_bare_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"before" + MARK.tobytes())
    assert bare(tmp_path)


NO_KEEPING = WithdrawConsent(person=CLAIRE, consent=Consent.KEEPING)


@pytest.mark.parametrize(
    ("how", "ended"),
    [
        (NO_KEEPING, False),
        (NO_KEEPING, True),
        (WithdrawConsent(person=CLAIRE, consent=Consent.VOICEPRINT), False),
        (MakeChoices(person=CLAIRE, consents=(Consent.HEARING, Consent.VOICEPRINT)), True),
        (ForgetVoice(person=CLAIRE), False),
    ],
)
async def test_whoever_takes_it_back_has_the_voice_destroyed_at_once(
    tmp_path: Path, how: Any, ended: bool
) -> None:
    """No file of it is left when the command is answered, its key included."""
    async with hall(tmp_path, on_disk(tmp_path)) as one:
        house = await opened(one, OF_THE_PROGRAMME, *ALL)
        await learns(one, house)
        if ended:
            await ends(house)
        assert len(list((tmp_path / "programmes").iterdir())) == 2
        await house.engine.submit(how)
        assert list((tmp_path / "programmes").iterdir()) == [] and not bare(tmp_path)


@pytest.mark.parametrize("consents", [(), (Consent.HEARING, Consent.VOICEPRINT), (Consent.KEEPING,)])
async def test_a_no_in_the_next_seance_destroys_it(tmp_path: Path, consents: tuple[Consent, ...]) -> None:
    """Although nobody takes anything back in the log of that séance."""
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        again = await opened(one)
        assert list(book.voices) == [WHO], "no answer is no « no »"
        await answers(one, again, *consents)
        assert book.voices == {} and not again.voices.offered(CLAIRE)


async def test_taking_it_back_while_it_waits_forgets_it_in_memory_too(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        again = await opened(one, OF_THE_PROGRAMME, *ALL)
        offered = again.voices._offered[CLAIRE]
        await again.engine.submit(WithdrawConsent(person=CLAIRE, consent=Consent.KEEPING))
        assert book.voices == {} and not again.voices.offered(CLAIRE) and not offered.any()
        assert again.session.found == frozenset()


@pytest.mark.parametrize("changed", [None, replace(PROGRAMME, name="Autre"), replace(PROGRAMME, ends=TODAY)])
async def test_another_programme_is_asked_anew(tmp_path: Path, changed: Programme | None) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await opened(one, OF_THE_PROGRAMME, *ALL)
        await learns(one, house)
        await house.engine.submit(replace(OF_THE_PROGRAMME, programme=changed))
        assert book.voices == {} and not house.session.consented(CLAIRE, Consent.KEEPING)
        assert house.voices.people == (CLAIRE,), "for this séance the voice stays known"


async def test_whoever_is_absent_once_stays_kept(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        again = await opened(one)
        others = tuple(person for person in COMMAND.people if person.id != CLAIRE)
        await again.engine.submit(replace(OF_THE_PROGRAMME, people=others))
        await settled(one)
        assert list(book.voices) == [WHO]


@pytest.mark.parametrize("dead", [False, True])
async def test_the_programmes_end_destroys_them(tmp_path: Path, dead: bool) -> None:
    """While Companion runs, or at its next start; the day itself still counts."""
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        waiting = await opened(one, OF_THE_PROGRAMME, *ALL)
        Later.ahead = PROGRAMME.ends - TODAY
        await one.retain()
        assert list(book.voices) == [WHO]
        Later.ahead += timedelta(days=1)
        if not dead:
            await one.retain()
            await settled(one)
            assert book.voices == {} and not waiting.voices.offered(CLAIRE)
            assert len(await told(waiting, VoiceForgotten)) == 1
    async with hall(tmp_path, book):
        assert book.voices == {}


async def test_a_programme_that_is_made_shorter_ends_for_those_who_are_absent_too(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        sooner = replace(PROGRAMME, ends=TODAY + timedelta(days=30))
        await opened(one, replace(OF_THE_PROGRAMME, programme=sooner))
        Later.ahead = timedelta(days=31)
        await one.retain()
        assert book.voices == {}


async def test_a_voice_is_kept_twelve_months_at_most_whatever_the_form_says(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        far = replace(
            OF_THE_PROGRAMME, date=date(2030, 1, 1), programme=replace(PROGRAMME, ends=date(2030, 2, 1))
        )
        await learns(one, await opened(one, far, *ALL))
        assert [one.programme.ends for one in book.kept()] == [date(2027, 11, 24)]


async def test_a_forgotten_seance_takes_its_voices_with_it(tmp_path: Path) -> None:
    """Also one that was only confirmed there; the certificate counts them."""
    async with hall(tmp_path, on_disk(tmp_path)) as one:
        await first_seance(one)
        again = await opened(one, OF_THE_PROGRAMME, *ALL)
        await learns(one, again, confirmed=True)
        third = await opened(one, OF_THE_PROGRAMME, *ALL)
        await ends(again)
        proof = await one.forget(again.session_id)
        assert not isinstance(proof, Refused) and proof.voices == 1
        assert "détruites avec leur clé : 1" in "\n".join(proof.lines)
        assert list((tmp_path / "programmes").iterdir()) == []
        assert not third.voices.offered(CLAIRE), "nobody is known by it afterwards"


async def test_what_a_crash_left_is_destroyed_at_the_next_start(tmp_path: Path) -> None:
    """Taken back, or its séance erased, and the power gone before the book heard of it."""
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await first_seance(one)
        await house.engine.submit(WithdrawConsent(person=CLAIRE, consent=Consent.KEEPING))
        book.keep(PROGRAMME, "Claire", MARK)
        book.keep(PROGRAMME, "Personne", MARK)
    async with hall(tmp_path, book):
        assert book.voices == {}


async def test_what_cannot_be_destroyed_is_said_and_is_at_the_next_start(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await first_seance(one)
        book.stuck = True
        await house.engine.submit(WithdrawConsent(person=CLAIRE, consent=Consent.KEEPING))
        await settled(one)
        [failed] = await told(house, PartFailed)
        assert isinstance(failed, PartFailed) and failed.code == "kept_voices_stuck"
        assert "Claire" not in failed.message
    book.stuck = False
    async with hall(tmp_path, book):
        assert book.voices == {}


async def test_the_next_round_keeps_the_voices_without_asking_anybody_again(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        house = await first_seance(one)
        made = await one.next_round(house.session_id)
        assert isinstance(made, str)
        await settled(one)
        again = await one.find(made)
        assert again is not None and again.session.enrolled == {CLAIRE}
        assert await told(again, VoiceFound) == [] and list(book.voices) == [WHO]


async def test_another_voice_under_the_same_name_is_not_taken_for_it(tmp_path: Path) -> None:
    book = DictProgrammeBook()
    async with hall(tmp_path, book) as one:
        await first_seance(one)
        again = await opened(one, OF_THE_PROGRAMME, *ALL)
        other = np.roll(MARK, 1)
        assert not again.voices.confirms(CLAIRE, [other])
        await again.engine.submit(ForgetVoice(person=CLAIRE))
        assert book.voices == {}, "who enrols anew begins by destroying the one that was kept"
        await learns(one, again, other)
        kept = book.find(WHO)
        assert kept is not None and np.allclose(kept, other, atol=1e-6)


async def test_a_voice_moves_with_the_key_of_the_seances_and_goes_with_its_erased_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real archive: as `companion serve` and `companion seances` open it."""
    monkeypatch.setenv("COMPANION_RUNTIME", str(tmp_path / "memory"))
    today = SystemClock().now().astimezone().date()  # the archive goes by this machine's own calendar
    current = replace(PROGRAMME, ends=today + timedelta(days=30))
    held = partial(first_seance, command=replace(COMMAND, date=today, programme=current))
    kept = [len(await through_the_archive(tmp_path, "runtime", held))]
    kept.append(len(await through_the_archive(tmp_path, "passphrase")))
    kept.append(len(await through_the_archive(tmp_path, "passphrase", erased)))
    assert kept == [1, 1, 1]
    assert await through_the_archive(tmp_path, "passphrase") == []
    assert list((tmp_path / "home" / "programmes").iterdir()) == [] and not bare(tmp_path)


async def erased(one: Hall) -> None:
    """As by a crash between the log and the book."""
    for session_id in await one._store.sessions():
        await one._store.erase(session_id)


async def through_the_archive(
    folder: Path, place: str, act: Callable[[Hall], Awaitable[object]] | None = None
) -> Sequence[KeptVoice]:
    """What the archive has kept once ``act`` is done."""

    async def guest() -> tuple[House, Any]:
        raise BadSeance("no_demonstration", "La démonstration n'est pas installée.")

    settings = Settings(home=folder / "home", key=place)
    archive = await open_archive(settings, lambda again: "une phrase assez longue")
    try:
        if act is not None:
            programmes = archive.programmes
            one = Hall(archive.log, ScriptedFloor, lambda _: (), guest, programmes=programmes)
            await act(one)
            await settled(one)
        return archive.programmes.kept()
    finally:
        await archive.log.close()
