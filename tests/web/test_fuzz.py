"""A short version of ``scripts/fuzz-pages``."""

from fuzz_pages.knocking import knock


def test_what_is_malformed_gets_no_fault_and_no_byte_that_is_private() -> None:
    """No 500, no traceback, nothing of the séance to whoever has no cookie; the server goes on."""
    outcome = knock(400)
    assert outcome.wrong == []
    assert outcome.requests >= 100 and outcome.frames >= 100
