"""What the proof of no egress makes of what it sees: each kind of leak is found, and nothing else."""

import json
import sqlite3
from pathlib import Path

import pytest
from no_egress.__main__ import Proof, allowed
from no_egress.report import rendered
from no_egress.store import sound_in
from no_egress.traced import outward, written

HOME = Path("/data")
OUT = [
    '7 connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("198.51.100.7")}, 16) = -1 ENETUNREACH',  # noqa: E501
    '7 connect(3<s>, {sa_family=AF_INET6, sin6_port=htons(53), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0',  # noqa: E501
    '7 sendto(3<s>, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 1',  # noqa: E501
    '7 bind(3<s>, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
    "7 socket(AF_PACKET, SOCK_RAW, 0) = 3",
    "7 socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) = 3",
]
WITHIN = [
    '7 connect(3<s>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '7 connect(3<s>, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28) = 0',  # noqa: E501
    '7 connect(3<s>, {sa_family=AF_UNIX, sun_path="/run/user/1000/pulse/native"}, 110) = 0',
    "7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
]


@pytest.mark.parametrize("line", OUT)
def test_a_call_that_leads_out_is_found(line: str) -> None:
    assert outward([*WITHIN, line]) == [line]


def test_files_that_were_written_are_found() -> None:
    """Opened, made or renamed; not what was only read, what failed, devices, or the sound server's memory."""
    lines = [
        '7 openat(AT_FDCWD</root>, "/data/companion.db", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 5</data/companion.db>',  # noqa: E501
        '7 openat(AT_FDCWD</root>, "/data/audio.wav", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 6</data/audio.wav>',
        '7 openat(AT_FDCWD</root>, "/tmp", O_RDWR|O_TMPFILE, 0600) = 7</tmp/#12>',
        '7 rename("/data/a", "/home/b") = 0',
        '7 openat(AT_FDCWD</root>, "/etc/passwd", O_RDONLY) = 5',
        '7 openat(AT_FDCWD</root>, "/data/refused", O_WRONLY|O_CREAT, 0666) = -1 EACCES (Permission denied)',
        '7 openat(AT_FDCWD</root>, "/dev/null", O_RDWR) = 5',
        '7 openat(AT_FDCWD</root>, "/dev/shm/pulse-shm-12", O_RDWR|O_CREAT, 0700) = 5',
    ]
    assert set(written(lines, HOME)) == {"companion.db", "audio.wav", "/tmp", "a", "/home/b"}  # noqa: S108
    assert allowed("companion.db-wal") and allowed("voices/s.voices") and not allowed("audio.wav")
    assert not allowed("/home/companion.db")


def test_a_call_told_in_two_lines_is_one_call_with_its_result() -> None:
    """Another thread came in between; the last one never came back."""
    lines = [
        '7  mkdir("/tmp/there", 0700 <unfinished ...>',
        '12 openat(AT_FDCWD</root>, "/data/audio.wav", O_WRONLY|O_CREAT, 0666 <unfinished ...>',
        "7  <... mkdir resumed>)              = -1 EEXIST (File exists)",
        "12 <... openat resumed>)             = 6</data/audio.wav>",
        '7  connect(3<s>, {sa_family=AF_INET, sin_addr=inet_addr("198.51.100.7")}, 16 <unfinished ...>',
    ]
    assert {"audio.wav": 1} == written(lines, HOME)
    assert 1 == len(outward(lines))


@pytest.mark.parametrize(
    "value",
    [
        b"\x00\x01" * 200,
        json.dumps({"samples": [0.1] * 40}),
        json.dumps({"data": {"voice": [[0] * 192]}}),
        json.dumps({"text": "QUJD" * 60}),
    ],
    ids=["a blob", "samples", "an embedding", "base64"],
)
def test_sound_in_a_database_is_found(value: object, tmp_path: Path) -> None:
    """Wherever it lies but in the voice book; a long sentence is no sound."""
    file = tmp_path / "companion.db"
    words = json.dumps({"text": "Nous avons parlé de cela en réunion. " * 20})
    with sqlite3.connect(file) as database:
        database.execute("create table events (payload)")
        database.execute("create table voice_book (print)")
        database.execute("insert into events values (?)", [words])
        database.execute("insert into voice_book values (?)", [value])
        database.commit()
        assert sound_in(file) == []
        database.execute("insert into events values (?)", [value])
        database.commit()
    database.close()
    assert [table for table, _ in sound_in(file)] == ["events"]


GOOD = {
    "frames": 0,
    "frames_control": 2,
    "calls_control": 2,
    "files_control": True,
    "séances": [{"events": {"UtteranceTranscribed": 3}}] * 2,
}


@pytest.mark.parametrize(
    "change",
    [
        {"frames": 1},
        {"frames_control": 0},
        {"calls": OUT[:1]},
        {"calls_control": 0},
        {"strange_files": ["audio.wav"]},
        {"files_control": False},
        {"sound": [("events", "une liste de 192 nombres")]},
        {"séances": [{"events": {}}] * 2},
    ],
)
def test_whatever_is_missing_nothing_is_proven(change: dict) -> None:
    """A leak, a control that was not caught, or a séance in which nothing was heard."""
    assert Proof(**GOOD).holds and "PROUVÉ" in rendered(Proof(**GOOD))
    assert not Proof(**{**GOOD, **change}).holds
    assert "NON PROUVÉ" in rendered(Proof(**{**GOOD, **change}))
