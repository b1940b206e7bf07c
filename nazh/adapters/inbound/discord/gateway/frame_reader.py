"""Reads gateway frames, tolerates odd JSON, and skips frames that hikari could not survive."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from numbers import Real
from time import monotonic
from typing import Final

import hikari
import orjson
from hikari.internal.data_binding import JSONObject

DEFAULT_HEARTBEAT: Final = 41.25
"""Seconds; the interval that Discord requests."""
MAX_HEARTBEAT: Final = 600.0
"""Seconds; a HELLO that requests a longer interval, or none, is invalid."""
LOG_INTERVAL: Final = 60.0
"""Seconds between two log records about skipped frames."""
MAX_ID_DIGITS: Final = 19
"""A snowflake has 63 bits."""
MAX_SEQUENCE: Final = 2**53
"""The largest integer that every JSON parser reads exactly."""
INTERACTION: Final = "INTERACTION_CREATE"
_DISPATCH: Final = 0
_HELLO: Final = 10
_SKIPPED: Final[JSONObject] = {"op": -1, "d": None, "s": None, "t": None}
"""An operation that hikari does not know, and ignores."""
_MAX_HELLO_BYTES: Final = 512
_READY: Final = b'"READY"'
_GUILDS: Final = b'"guilds":['
_LOG: Final = logging.getLogger(__name__)


class UnusableConnection(hikari.GatewayConnectionError):
    """A connection began with a frame that lacks required fields."""


class FrameReader:
    """Decodes the frames of all shards, and records the heartbeat interval from Discord."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._silent_until = 0.0
        self.heartbeat = DEFAULT_HEARTBEAT
        """Seconds between two heartbeats."""
        self.skipped = 0
        """How many frames and events were skipped."""

    def __call__(self, frame: str | bytes) -> JSONObject:
        """Return the frame, or a replacement that hikari ignores.

        Raises UnusableConnection for an invalid HELLO or READY, without which a connection is
        useless.
        """
        guilds = 0
        if isinstance(frame, bytes) and len(frame) > _MAX_HELLO_BYTES:
            frame, guilds = _without_guilds(frame)
        try:
            payload: object = orjson.loads(frame)
        except ValueError:
            payload = _read_tolerantly(frame)
        if not isinstance(payload, dict):
            return self._skip(frame)
        operation = payload.get("op")
        if operation == _DISPATCH:
            if not _is_event(payload):
                return self._skip(frame)
            if guilds and payload["t"] == "READY":
                payload["d"]["guilds"] = _TrimmedGuilds(guilds)
            return payload
        if operation == _HELLO:
            self.heartbeat = _heartbeat_of(payload)
        return payload if isinstance(operation, int) else self._skip(frame)

    def skip_event(self, error: Exception) -> None:
        """Count an event that could not be decoded because of ``error``."""
        self._count("skipped an event from the gateway: undecodable (%s)", type(error).__name__)

    def _skip(self, frame: str | bytes) -> JSONObject:
        self._count("skipped a frame of %d bytes from the gateway: unreadable", len(frame))
        return _SKIPPED

    def _count(self, message: str, detail: object) -> None:
        self.skipped += 1
        if self._now() >= self._silent_until:
            self._silent_until = self._now() + LOG_INTERVAL
            _LOG.warning(message, detail)


def _is_event(payload: JSONObject) -> bool:
    """Return whether hikari can dispatch the event. Raises UnusableConnection."""
    name, data, sequence = payload.get("t"), payload.get("d"), payload.get("s")
    if not isinstance(name, str) or not _is_sequence(sequence):
        return False
    if name == "READY":
        _require_ready(data)
    if name == INTERACTION:
        return isinstance(data, dict) and _is_snowflake(data.get("id"))
    if name == "RATE_LIMITED":
        return (
            isinstance(data, dict)
            and isinstance(data.get("opcode"), int)
            and isinstance(data.get("retry_after"), Real)
            and "meta" in data
        )
    return isinstance(data, dict | list)


def _require_ready(data: object) -> None:
    """Raise UnusableConnection unless a session can begin with READY."""
    if isinstance(data, dict) and isinstance(user := data.get("user"), dict):
        texts = (data.get("session_id"), data.get("resume_gateway_url"))
        names = (user.get("username"), user.get("discriminator"))
        are_texts = all(isinstance(value, str) for value in (*texts, *names))
        has_guilds = isinstance(data.get("guilds"), list) and "v" in data
        has_address = str(data.get("resume_gateway_url")).startswith(("ws://", "wss://"))
        if are_texts and has_guilds and has_address and _is_snowflake(user.get("id")):
            return
    raise UnusableConnection("Discord's READY lacks fields")


def _heartbeat_of(hello: JSONObject) -> float:
    data = hello.get("d")
    interval = data.get("heartbeat_interval") if isinstance(data, dict) else None
    if isinstance(interval, int | float) and 0 < interval <= MAX_HEARTBEAT * 1000:
        return interval / 1000
    raise UnusableConnection("Discord's HELLO has no heartbeat interval")


def _is_sequence(sequence: object) -> bool:
    """Return whether heartbeats can contain the sequence, as JSON."""
    return (
        isinstance(sequence, int)
        and not isinstance(sequence, bool)
        and 0 <= sequence <= MAX_SEQUENCE
    )


def _is_snowflake(id: object) -> bool:
    text = str(id) if isinstance(id, int) else id
    return (
        isinstance(text, str) and text.isascii() and text.isdigit() and (len(text) <= MAX_ID_DIGITS)
    )


def _read_tolerantly(frame: str | bytes) -> object:
    """Return what the standard library can parse, which is more than orjson can, or ``None``."""
    text = frame.decode("utf-8", "replace") if isinstance(frame, bytes) else frame
    try:
        return _without_surrogates(json.loads(text, parse_constant=lambda _: None))
    except (ValueError, RecursionError):
        return None


def _without_surrogates(value: object) -> object:
    """Return ``value`` with lone surrogates replaced, because they cannot be encoded again."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_without_surrogates(item) for item in value]
        case dict():
            return {
                _without_surrogates(name): _without_surrogates(item) for name, item in value.items()
            }
        case _:
            return value


class _TrimmedGuilds(list[object]):
    """A list without items, whose length is that of Discord's list; hikari logs it."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length = length

    def __len__(self) -> int:
        return self._length


def _without_guilds(frame: bytes) -> tuple[bytes, int]:
    """Return READY without the ids of the guilds, which are not used, and their number.

    Decoded they would take 350 bytes each, in memory that is not returned to the system.
    """
    if _READY not in frame[:64]:
        return frame, 0
    begin = frame.find(_GUILDS) + len(_GUILDS)
    end = frame.find(b"]", begin)
    is_plain = begin >= len(_GUILDS) and end > 0 and frame.find(b"[", begin, end) < 0
    if not is_plain:
        return frame, 0
    return frame[:begin] + frame[end:], frame.count(b'"id"', begin, end)
