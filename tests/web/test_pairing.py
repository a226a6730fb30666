"""Codes of a second screen: good once, for a while, for a few tries."""

import pytest

from companion.domain.messages import Audience
from companion.web.pairing import DIGITS, LASTS, TRIES, NotPaired, Pairing


class Elapsed:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def refused(pairing: Pairing, typed: str) -> str:
    with pytest.raises(NotPaired) as caught:
        pairing.pair(typed)
    assert pairing.devices == ()
    return caught.value.reason


def other(digits: str) -> str:
    """A code that is not this one."""
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)


@pytest.mark.parametrize("audience", list(Audience))
def test_the_code_pairs_one_device_for_what_it_was_opened_for(audience: Audience) -> None:
    pairing = Pairing(Elapsed())
    code = pairing.open(audience).digits
    assert len(code) == DIGITS and code.isdigit()
    token = pairing.pair(code)
    assert pairing.audience(token) is audience and pairing.devices == (audience,)
    assert pairing.code is None
    with pytest.raises(NotPaired, match="expired"):
        pairing.pair(code)


def test_without_a_code_nobody_is_paired() -> None:
    assert refused(Pairing(Elapsed()), "") == "expired"


def test_a_code_is_good_for_three_minutes() -> None:
    elapsed = Elapsed()
    pairing = Pairing(elapsed)
    code = pairing.open(Audience.TABLE).digits
    elapsed.seconds += LASTS
    assert pairing.code is None and refused(pairing, code) == "expired"


def test_after_a_few_wrong_ones_the_right_one_is_void_too_until_another_is_asked_for() -> None:
    pairing = Pairing(Elapsed())
    code = pairing.open(Audience.TABLE).digits
    told = [refused(pairing, typed) for typed in (other(code), "", "é\ud800", code + "0", code[:-1])]
    assert len(told) == TRIES and told == ["wrong"] * (TRIES - 1) + ["too_many"]
    assert pairing.code is None and refused(pairing, code) == "too_many"
    assert pairing.pair(pairing.open(Audience.TABLE).digits)


def test_a_new_code_takes_the_place_of_the_last_one() -> None:
    pairing = Pairing(Elapsed())
    first, second = pairing.open(Audience.FACILITATOR), pairing.open(Audience.TABLE)
    if first.digits != second.digits:
        assert refused(pairing, first.digits) == "wrong"
    assert pairing.audience(pairing.pair(second.digits)) is Audience.TABLE


@pytest.mark.parametrize("token", ["", "x", "é\ud800", "a" * 43])
def test_a_token_that_nobody_gave_shows_nothing(token: str) -> None:
    pairing = Pairing(Elapsed())
    known = pairing.pair(pairing.open(Audience.FACILITATOR).digits)
    assert pairing.audience(token) is None and pairing.audience(known[:-1]) is None


def test_forgotten_devices_are_strangers_and_so_is_the_open_code() -> None:
    pairing = Pairing(Elapsed())
    token = pairing.pair(pairing.open(Audience.TABLE).digits)
    code = pairing.open(Audience.TABLE).digits
    pairing.forget()
    assert pairing.audience(token) is None and refused(pairing, code) == "expired"
