"""A short ``scripts/bench-endurance``, and what it takes for growth."""

import pytest
from endurance.__main__ import Mark, faults, line_of_disk, measured, report

MEGA = 1_000_000


def marks(**changes: int) -> list[Mark]:
    """Eight hours in which nothing grows but the disk, by 1 MB an hour; ``changes`` are the last mark's."""
    even = [Mark(30.0 * n, 100 * MEGA, 12, 6, n * MEGA // 2) for n in range(1, 17)]
    last = even[-1]
    plain = {"rss": last.rss, "files": last.files, "threads": last.threads, "disk": last.disk}
    return [*even[:-1], Mark(last.minutes, **{**plain, **changes})]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, ""),
        ({"rss": 109 * MEGA}, ""),
        ({"rss": 111 * MEGA}, "memory"),
        ({"files": 13}, "files"),
        ({"threads": 7}, "threads"),
        ({"disk": 40 * MEGA}, "database"),
    ],
)
def test_what_grows_is_a_fault(changes: dict[str, int], found: str) -> None:
    assert [fault.split(":")[0] for fault in faults(marks(**changes))] == ([found] if found else [])


def test_the_growth_of_the_database_is_said_per_hour() -> None:
    line = line_of_disk(marks())
    assert line is not None and line.hourly == pytest.approx(MEGA) and line.share == pytest.approx(1.0)
    assert "1.00 MB per hour" in report(marks())


async def test_rounds_leave_no_handle_no_thread_and_no_memory_behind() -> None:
    """Twelve minutes of séance in three rounds, with invented hearing. A round that has a method of its own,
    or models, leaves 14 MB and more."""
    options = ["--hearing=invented", "--minutes=12", "--round-minutes=4", "--mark-minutes=4"]
    found = await measured(options)
    assert [mark.minutes for mark in found] == [4.0, 8.0, 12.0]
    assert found[-1].files <= found[0].files
    assert found[-1].threads <= found[0].threads
    assert found[-1].rss < found[1].rss + 7 * MEGA
