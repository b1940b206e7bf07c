"""Generates hostile gateway frames, by damaging real ones for every event that hikari handles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Final

from nazh.adapters.inbound.discord.gateway.frame_reader import INTERACTION

SECRET: Final = "0xC0FFEE"
"""In most frames; must not get into the log."""
_RAW: Final = "raw:"
"""Begins a text that is written as it is, without quotes."""
_HOSTILE: Final[tuple[object, ...]] = (
    *(None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63, -(2**63), 2**64, 10**400),
    *(float("nan"), float("inf"), float("-inf"), "", "0", "-1", SECRET, "\ud800", "\udfff\ud800"),
    *("9" * 19, "9" * 20, "9" * 5_000, "x" * 20_000, "\0", "1e3", "²", "2020-01-01", "null"),
    *([], {}, [None], [[]], [{}], {"": None}, {"id": None}, {"id": {}}, {"\ud800": 1}, [SECRET]),
    *(f"{_RAW}{'[' * depth}{']' * depth}" for depth in (50, 900, 2_000)),
    _RAW + '{"a":' * 2_000 + "1" + "}" * 2_000,
    *(f"{_RAW}{text}" for text in ("", "-", "01", "1e999", "'x'", "NaN", '"\\x"', '"\\ud800"')),
)
_SCALARS: Final = {"id": "7", "name": SECRET, "type": 1, "flags": 0, "version": 1}
_USER: Final = {**_SCALARS, "username": SECRET, "discriminator": "0", "avatar": None}
_TIME: Final = "2026-01-01T00:00:00.000000+00:00"
_ANY_EVENT: Final = {
    **_SCALARS,
    **{f"{entity}_id": "7" for entity in ("guild", "channel", "user", "message", "application")},
    **{name: [] for name in ("roles", "emojis", "stickers", "members", "channels", "threads")},
    **dict.fromkeys(("user", "author", "inviter", "creator"), _USER),
    **dict.fromkeys(("timestamp", "created_at", "joined_at", "last_pin_timestamp"), _TIME),
    "member": {"user": _USER, "roles": [], "joined_at": _TIME, "nick": None, "deaf": False},
    "emoji": {"id": None, "name": SECRET},
    "role": {**_SCALARS, "color": 0, "permissions": "0", "position": 0},
    "code": SECRET,
    "ids": ["7"],
    "token": SECRET,
    "endpoint": SECRET,
}
_READY: Final = {
    "v": 10,
    "session_id": SECRET,
    "resume_gateway_url": "ws://127.0.0.1:1",
    "guilds": [],
    "user": {**_USER, "bot": True},
    "application": {"id": "7", "flags": 0},
    "shard": [0, 1],
}
_CONTROLS: Final = (
    {"op": 1, "d": None, "s": None, "t": None},
    {"op": 11, "d": None, "s": None, "t": None},
    {"op": 99, "d": SECRET, "s": None, "t": None},
)
_BREAKING: Final = (
    {"op": 0, "d": _READY, "s": 1, "t": "READY"},
    {"op": 10, "d": {"heartbeat_interval": 500}, "s": None, "t": None},
    {"op": 7, "d": None, "s": None, "t": None},
    {"op": 9, "d": False, "s": None, "t": None},
)
_BREAKS: Final = 5_000
"""One frame in so many may end the connection, and another is not compressed as it should be."""


@dataclass(frozen=True, slots=True)
class HostileFrame:
    """The bytes of a frame; ``is_compressed`` is false for bytes that break the compression."""

    payload: bytes
    is_compressed: bool = True


def hostile_frame(random: Random, names: Sequence[str], interaction: object) -> HostileFrame:
    """Return a damaged frame for one of the events, or for ``interaction``, a real one's data."""
    if random.randrange(_BREAKS) == 0:
        if random.random() < 0.5:
            return HostileFrame(random.randbytes(random.choice((1, 4, 40, 4_000))), False)
        return HostileFrame(_damaged(random, random.choice(_BREAKING)))
    if random.random() < 0.1:
        return HostileFrame(_damaged(random, random.choice(_CONTROLS)))
    name = INTERACTION if random.random() < 0.3 else random.choice(names).upper()
    data = interaction if name == INTERACTION else _ANY_EVENT
    event = {"op": 0, "t": name, "s": random.choice((1, 2, 3)), "d": data}
    return HostileFrame(_damaged(random, event))


def _damaged(random: Random, frame: object) -> bytes:
    frame = deepcopy(frame)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        frame = _damage_value(random, frame)
    return _damage_bytes(random, _written(frame))


def _damage_value(random: Random, value: object) -> object:
    """Return ``value`` with another value somewhere in it, or without one."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        name = random.choice(list(value))
        if random.random() < 0.25:
            del value[name]
        else:
            value[name] = _damage_value(random, value[name])
        return value
    if isinstance(value, list) and value and random.random() < 0.7:
        at = random.randrange(len(value))
        value[at] = _damage_value(random, value[at])
        return value
    return deepcopy(random.choice(_HOSTILE))


def _written(value: object) -> bytes:
    match value:
        case str() if value.startswith(_RAW):
            return value.removeprefix(_RAW).encode()
        case dict():
            pairs = (
                b"%b:%b" % (_written(name), _written(member)) for name, member in value.items()
            )
            return b"{%b}" % b",".join(pairs)
        case list():
            return b"[%b]" % b",".join(_written(element) for element in value)
        case _:
            return json.dumps(value).encode()


def _damage_bytes(random: Random, frame: bytes) -> bytes:
    if not frame or random.random() < 0.8:
        return frame
    at = random.randrange(len(frame))
    match random.randrange(4):
        case 0:
            return frame[:at]
        case 1:
            return frame[:at] + random.randbytes(1) + frame[at + 1 :]
        case 2:
            return frame[:at] + b"\xff\xfe\x00" + frame[at:]
        case _:
            return frame[:at] + frame[at : at + 20] * random.choice((2, 50)) + frame[at:]
