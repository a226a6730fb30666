"""What the pages say of voices that outlive their séance, asked as a browser asks them, then in one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from playwright.async_api import BrowserContext, expect

from companion.app.house import House
from companion.domain.messages import (
    EndSession,
    EnrolmentFailed,
    EnrolVoice,
    GiveConsent,
    MakeChoices,
    StartSession,
    VoiceEnrolled,
)
from companion.domain.people import Consent, Programme
from companion.domain.programme import a_year_after, member
from tests.app.test_hall import COMMAND
from tests.web.hall import HallHouse
from tests.web.test_setup import Asking, asking, form

__all__ = ["asking"]

TODAY = date.today()  # noqa: DTZ011 - what the pages of this machine show
PROGRAMME = Programme(name="Cadres de santé", ends=TODAY + timedelta(days=200))
MINE = replace(COMMAND, date=TODAY, programme=PROGRAMME)
VOICE = np.eye(192, dtype=np.float32)[0]


async def opened(hall: HallHouse) -> House:
    house = await hall.hall.find(await hall.made(MINE))
    assert house is not None
    return house


async def held(hall: HallHouse) -> House:
    """A séance that kept Claire's voice, and is over."""
    house = await opened(hall)
    for person in COMMAND.people:
        await house.engine.submit(GiveConsent(person=person.id, consent=Consent.HEARING))
    await house.engine.submit(MakeChoices(person="claire", consents=tuple(Consent)))
    await house.engine.submit(EnrolVoice(person="claire"))
    house.voices.enrol("claire", [VOICE])
    await house.engine.hear(VoiceEnrolled(person="claire", start=0.0, end=9.0, speech=9.0))
    await house.engine.submit(StartSession())
    await house.engine.submit(EndSession())
    for voices in hall.hall._kept_for.values():
        await voices.idle()
    return house


async def test_a_programme_is_chosen_with_its_end_and_proposed_the_next_time(
    hall: HallHouse, asking: Asking
) -> None:
    _, blank = await asking.get("/seances/new")
    assert f'value="{a_year_after(TODAY).isoformat()}"' in blank, "twelve months unless said otherwise"
    sent = form(
        date=TODAY.isoformat(), programme=" Cadres  de santé", programme_ends=PROGRAMME.ends.isoformat()
    )
    status, _, where = await asking.post("/seances/new", sent)
    assert status == 303
    house = await hall.hall.find(where.split("/")[2])
    assert house is not None and house.session.prepared is not None
    assert house.session.prepared.programme == PROGRAMME
    _, again = await asking.get(where.replace("consents", "prepare"))
    assert f'name="programme" value="{PROGRAMME.name}"' in again and PROGRAMME.ends.isoformat() in again
    assert f'<option value="{PROGRAMME.name}">' in (await asking.get("/seances/new"))[1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"programme_ends": "un jour"}, "Choisissez un jour"),
        ({"programme_ends": "2020-01-01"}, "finit avant cette séance"),
        ({"programme_ends": "2031-01-01"}, "douze mois au plus"),
        ({"programme": "x" * 100}, "Ce nom de programme est trop long"),
    ],
)
async def test_what_is_wrong_with_a_programme_is_said_beside_its_field(
    asking: Asking, changes: dict[str, str], sentence: str
) -> None:
    sent = {"programme": "P", "programme_ends": "2027-01-01", **changes}
    status, text, _ = await asking.post("/seances/new", form(**sent))
    assert (status, sentence in text) == (422, True)


async def test_whoever_is_asked_reads_for_which_programme_and_until_when(
    hall: HallHouse, asking: Asking
) -> None:
    house = await opened(hall)
    day = str(PROGRAMME.ends.year)
    for path in (f"/seances/{house.session_id}/consents", f"/print/consents/{house.session_id}"):
        _, text = await asking.get(path)
        assert (
            f"Programme «\N{NO-BREAK SPACE}{PROGRAMME.name}\N{NO-BREAK SPACE}», jusqu'au" in text
            and day in text
        )
        assert "quelle que soit la réponse" not in text
    alone = await hall.made(COMMAND)
    for path in (f"/seances/{alone}/consents", f"/print/consents/{alone}"):
        _, text = await asking.get(path)
        assert "quelle que soit la réponse, aucune empreinte ne lui survit" in text


async def test_the_end_says_what_was_kept_and_until_when_and_home_can_end_it(
    hall: HallHouse, asking: Asking
) -> None:
    house = await held(hall)
    _, end = await asking.get(f"/seances/{house.session_id}/end")
    assert "Une empreinte de voix est gardée pour le programme" in end and str(PROGRAMME.ends.year) in end
    _, home = await asking.get("/")
    assert "Une empreinte, jusqu'au" in home and "Claire" not in home
    status, _, _ = await asking.post("/programmes/end", {"programme": "Autre"})
    assert status == 303 and len(hall.programmes.voices) == 1
    status, _, where = await asking.post("/programmes/end", {"programme": PROGRAMME.name})
    assert (status, where) == (303, "/") and hall.programmes.voices == {}
    assert "Voix gardées" not in (await asking.get("/"))[1]
    assert "Aucune empreinte de voix" in (await asking.get(f"/seances/{house.session_id}/end"))[1]


async def test_the_certificate_counts_the_voices_that_went_with_the_seance(
    hall: HallHouse, asking: Asking
) -> None:
    house = await held(hall)
    _, text, _ = await asking.post(f"/seances/{house.session_id}/forget")
    assert "détruites avec leur clé</th><td>1</td>" in text and hall.programmes.voices == {}


async def test_nobody_without_the_link_ends_a_programme(hall: HallHouse, asking: Asking) -> None:
    await held(hall)
    asking.session.cookie_jar.clear()
    status, _, _ = await asking.post("/programmes/end", {"programme": PROGRAMME.name})
    assert status == 403 and len(hall.programmes.voices) == 1


@pytest.mark.browser
async def test_a_kept_voice_is_confirmed_or_learnt_anew(hall: HallHouse, context: BrowserContext) -> None:
    hall.programmes.keep(PROGRAMME, "Claire", VOICE)
    house = await opened(hall)
    for person in COMMAND.people:
        await house.engine.submit(MakeChoices(person=person.id, consents=tuple(Consent)))
    page = await hall.page(context, f"/seances/{house.session_id}/voices")
    row: Any = page.locator("button[data-person=claire]")
    await expect(row).to_contain_text("connue, à confirmer")
    await row.click()
    await expect(page.locator("#turn-told")).to_have_text("Voix déjà connue, à confirmer.")
    await expect(page.locator("#turn-say")).to_contain_text("Une ou deux phrases suffisent")
    await page.get_by_role("button", name="Confirmer cette voix").click()
    await expect(page.locator("#finish")).to_be_visible()
    await house.engine.hear(EnrolmentFailed(person="claire", reason="other_voice"))
    await expect(page.locator("#turn-told")).to_contain_text("Ce n'est pas la voix gardée")
    await page.locator("#again").click()
    await house.engine.hear(VoiceEnrolled(person="claire", start=0.0, end=3.0, speech=3.0, confirmed=True))
    await expect(page.locator("#turn-told")).to_have_text("Voix reconnue.")
    await expect(page.locator("#anew")).to_be_hidden()


@pytest.mark.browser
async def test_learning_anew_destroys_the_voice_that_was_kept(
    hall: HallHouse, context: BrowserContext
) -> None:
    hall.programmes.keep(PROGRAMME, "Claire", VOICE)
    house = await opened(hall)
    for person in COMMAND.people:
        await house.engine.submit(MakeChoices(person=person.id, consents=tuple(Consent)))
    page = await hall.page(context, f"/seances/{house.session_id}/voices")
    await page.locator("button[data-person=claire]").click()
    await page.get_by_role("button", name="Apprendre de nouveau").click()
    await expect(page.locator("#turn-say")).to_contain_text("une quinzaine de secondes")
    assert hall.programmes.find(member(PROGRAMME, "Claire")) is None
    assert house.session.enrolling == "claire" and not house.voices.offered("claire")
