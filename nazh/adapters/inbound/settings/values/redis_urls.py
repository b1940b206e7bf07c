"""Parses the address of the Redis that several processes share."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from nazh.adapters.inbound.settings.values.secrets import Address

_INVALID_ADDRESS: Final = (
    "is not the address of a Redis. Write redis://HOST:PORT/NUMBER, rediss:// for TLS, or "
    "unix:///PATH?db=NUMBER; a password goes before the host, as in redis://:PASSWORD@HOST, with "
    "%40 for @, %2F for / and %23 for # in it."
)
_OVER_TCP: Final = ("redis", "rediss")
_NUMBER: Final = re.compile(r"(/[0-9]{0,5})?", re.ASCII)
_OPTION: Final = re.compile(r"(db=[0-9]{1,5})?", re.ASCII)


def parse_redis_url(text: str) -> Address:
    """Return the URL of a Redis."""
    if not text.isprintable() or not _is_address(text):
        raise ValueError(_INVALID_ADDRESS)
    return Address(text)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:  # brackets without an IPv6 address, or a port that is not a number
        return False
    if "#" in text or " " in text:
        return False
    return _is_socket(parts) if parts.scheme == "unix" else _is_host(parts)


def _is_host(parts: SplitResult) -> bool:
    is_numbered = _NUMBER.fullmatch(parts.path) is not None
    return parts.scheme in _OVER_TCP and bool(parts.hostname) and is_numbered and not parts.query


def _is_socket(parts: SplitResult) -> bool:
    is_path = len(parts.path) > 1 and not parts.path.endswith("/")
    return is_path and not parts.hostname and _OPTION.fullmatch(parts.query) is not None
