"""What no page of ours sends, made by Hypothesis from what our pages do send."""

import json
import struct

from hypothesis import strategies as st

__all__ = ["frames", "requests"]

_ROUTES = [
    *(
        "/",
        "/table",
        "/facilitator",
        "/facilitator?token=x",
        "/catalogue/fr.json",
        "/method/fr.json",
        "/static/fold.js",
    ),
    *(
        "/seances/new",
        "/seances/{id}/live",
        "/seances/{id}/end",
        "/seances/{id}/prepare",
        "/seances/{id}/consents",
    ),
    *("/seances/{id}/voices", "/seances/{id}/sound", "/seances/{id}/microphone", "/seances/{id}/next-round"),
    *(
        "/print/consents/{id}",
        "/method/fr.json?seance={id}",
        "/stream/table",
        "/stream/facilitator?seance={id}",
    ),
    *("/demonstration", "/seances/nowhere/live", "/static/../server.py", "/static/%2e%2e/%2e%2e/config.py"),
]
_METHODS = [
    *["GET"] * 5,
    *["POST"] * 5,
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "get",
    "X" * 300,
]
_FIELDS = [
    "title",
    "date",
    "method",
    "preset.codev",
    "name",
    "id",
    "role",
    "key",
    "version",
    "spoken",
    "microphone",
]
_COMMANDS = [
    "NextStep",
    "GiveConsent",
    "Strike",
    "CorrectText",
    "ChooseClient",
    "ExtendStep",
    "PrepareSession",
    "?",
]

_anything = st.text(max_size=40) | st.binary(max_size=40).map(lambda raw: raw.decode("latin-1"))
_header_value = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=40)


def _path(route: str, tail: str) -> str:
    return route + tail


_tails = st.one_of(
    st.just(""),
    st.builds(
        lambda text: "?" + text, st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)
    ),
    st.sampled_from(
        ["/", "//", "/..;/", "%00", "%ff%fe", "?lang=en", "?after=-1", "?after=99999999999", "?log=%00"]
    ),
)
_bodies = st.one_of(
    st.binary(max_size=200),
    st.lists(st.tuples(st.sampled_from(_FIELDS), _anything), max_size=12).map(
        lambda fields: "&".join(f"{name}={value}" for name, value in fields).encode("utf-8", "replace")
    ),
    st.just(b"x" * 70_000),
)
_types = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "text/plain",
        "é",
    ]
)

requests = st.fixed_dictionaries(
    {
        "method": st.sampled_from(_METHODS),
        "path": st.builds(_path, st.sampled_from(_ROUTES), _tails),
        "host": st.sampled_from(
            ["{host}", "{host}", "{host}", "evil.example", "", "127.0.0.1", "{host}, evil.example"]
        ),
        "origin": st.sampled_from(
            ["{origin}", "{origin}", None, "null", "http://evil.example", "{origin}.evil.example"]
        ),
        "site": st.sampled_from([None, None, "same-origin", "none", "cross-site", "same-site", ""]),
        "cookie": st.sampled_from(["good", "good", "none", "none", "wrong", "garbage"]),
        "headers": st.just({})
        | st.dictionaries(
            st.sampled_from(
                ["Accept", "Upgrade", "Range", "If-None-Match", "Transfer-Encoding", "Expect", "X-A"]
            ),
            _header_value,
            max_size=3,
        ),
        "type": _types,
        "body": _bodies,
    }
)
"""One request: ``{host}``, ``{origin}`` and ``{id}`` are filled in by whoever sends it."""


def _frame(opcode: int, payload: bytes, final: bool, masked: bool, lie: int) -> bytes:
    """One WebSocket frame; ``lie`` is added to the length that it says it has."""
    said = max(0, len(payload) + lie)
    head = bytes([(0x80 if final else 0) | opcode])
    mask = 0x80 if masked else 0
    if said < 126:
        head += bytes([mask | said])
    elif said < 1 << 16:
        head += bytes([mask | 126]) + struct.pack("!H", said)
    else:
        head += bytes([mask | 127]) + struct.pack("!Q", said)
    return head + (b"\0\0\0\0" if masked else b"") + payload


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_commands = st.builds(
    lambda command, data, number: json.dumps({"id": number, "command": command, "data": data}).encode(
        "utf-8", "surrogatepass"
    ),
    st.sampled_from(_COMMANDS) | st.text(max_size=20),
    st.dictionaries(
        st.sampled_from(["person", "utterance", "text", "consent", "minutes", "on"]), _json, max_size=4
    )
    | _json,
    st.text(max_size=12) | _json,
)
frames = st.one_of(
    st.builds(_frame, st.just(1), _commands, st.just(True), st.just(True), st.just(0)),
    st.builds(
        _frame,
        st.just(1),
        _json.map(lambda one: json.dumps(one).encode()),
        st.just(True),
        st.just(True),
        st.just(0),
    ),
    st.builds(
        _frame,
        st.integers(0, 15),
        st.binary(max_size=300),
        st.booleans(),
        st.booleans(),
        st.sampled_from([0, 0, 0, -1, 1, 5, 1 << 20, 1 << 40]),
    ),
    st.binary(max_size=60),
)
"""Bytes of one frame, or of none."""
