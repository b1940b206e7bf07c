"""Plain heads: what comes before the body of a request that can be understood in one way only."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from nazh.adapters.inbound.discord.endpoint import PATH
from nazh.adapters.inbound.discord.requests import LARGEST, is_json

START: Final = f"POST {PATH} HTTP/1.1\r\n".encode()
LONGEST_HEAD: Final = 8 * 1024
_END: Final = b"\r\n\r\n"
_LINES: Final = re.compile(rb"(?:[!#$%&'*+.^_`|~0-9a-z-]+:[\x20-\x7e\t]*\r\n)*")
"""Headers in small letters: a token, and printable signs (RFC 9110, 5.6.2)."""
_LINE: Final = re.compile(rb"([^:]+):([^\r]*)\r\n")
_LENGTH: Final = re.compile(rb"[0-9]{1,7}")
_INTRICATE: Final = frozenset(
    (b"transfer-encoding", b"expect", b"upgrade", b"trailer", b"content-encoding", b"te")
)
"""Headers with which a request is not plain."""
_SIGNATURE: Final = b"x-signature-ed25519"
_TIMESTAMP: Final = b"x-signature-timestamp"
_READ: Final = frozenset((b"content-length", b"content-type", _SIGNATURE, _TIMESTAMP))
_TELLING: Final = _READ | _INTRICATE | {b"connection", b"host"}


class Head(NamedTuple):
    """What a plain request says before its body of ``length`` bytes, which begins at ``start``."""

    start: int
    length: int
    signature: bytes | None
    timestamp: bytes | None


class NotPlain(Exception):
    """A request for aiohttp to read."""


def read_head(data: bytes, begin: int = 0) -> Head:
    """Return the head of the plain request that begins at ``begin``. Raises NotPlain."""
    end = data.find(_END, begin, begin + LONGEST_HEAD)
    if end < 0 or not data.startswith(START, begin):
        raise NotPlain
    # Of all that is read, letters large and small mean the same.
    lines = data[begin + len(START) : end + 2].lower()
    if not _LINES.fullmatch(lines):
        raise NotPlain
    found: dict[bytes, bytes] = {}
    for name, value in _LINE.findall(lines):
        if name not in _TELLING:
            continue
        if name in found or name in _INTRICATE:
            raise NotPlain
        found[name] = value.strip(b" \t")
    if found.get(b"connection", b"keep-alive") != b"keep-alive":
        raise NotPlain
    if b"host" not in found:
        raise NotPlain
    length = found.get(b"content-length", b"")
    if not _LENGTH.fullmatch(length) or int(length) > LARGEST:
        raise NotPlain
    if not is_json(found.get(b"content-type", b"").decode()):
        raise NotPlain
    signature, timestamp = found.get(_SIGNATURE), found.get(_TIMESTAMP)
    return Head(end + len(_END), int(length), signature, timestamp)
