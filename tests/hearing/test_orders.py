"""Commands in the ear: a short utterance that begins like the name is heard again, leaning to commands."""

from tests.fakes.encoder import silence
from tests.hearing.room import CLAIRE, Room, say, table

GARBLED = ("Copagno,", "or", "Mika.")
LEANING = ("Compagnon,", "hors", "micro.")
WORDS = ("un", "deux", "trois")


async def heard(
    seconds: int,
    conducting: str,
    first: tuple[str, ...],
    leaning: tuple[str, ...] = LEANING,
    plainly: tuple[str, ...] = (),
) -> Room:
    room = table(say(seconds, CLAIRE), silence(1.5), conducting=conducting)
    room.transcriber._words = first
    room.transcriber.leaning, room.transcriber.plainly = leaning, plainly
    return await room.hear()


async def test_a_garbled_command_is_understood_at_the_second_hearing() -> None:
    assert (await heard(3, "claire", GARBLED)).texts()[-1][1] == "Compagnon, hors micro."


async def test_a_first_hearing_that_was_misled_is_made_up_for_by_a_plain_one() -> None:
    """By what was said before, and by the names that it was told."""
    misled = ("Campagne", "électorale", "de printemps.")
    assert (await heard(3, "claire", misled)).texts()[-1][1] == "Campagne électorale de printemps."
    room = await heard(3, "claire", misled, plainly=GARBLED)
    assert room.texts()[-1][1] == "Compagnon, hors micro."


async def test_what_anybody_else_says_stays_as_it_was_heard() -> None:
    assert (await heard(3, "karim", GARBLED)).texts()[-1][1] == "Copagno, or Mika."


async def test_anybody_may_take_back_their_own_words() -> None:
    first, leaning = ("Coupagneux,", "hétérema", "dernière."), ("Compagnon,", "retire", "ma dernière phrase.")
    room = await heard(3, "karim", first, leaning)
    assert room.texts()[-1][1] == "Compagnon, retire ma dernière phrase."


async def test_what_sounds_like_no_name_is_heard_once() -> None:
    assert (await heard(3, "claire", WORDS)).transcriber.leant == 0


async def test_a_long_utterance_is_no_command() -> None:
    room = await heard(16, "claire", GARBLED)
    assert "micro." not in room.texts()[-1][1]
