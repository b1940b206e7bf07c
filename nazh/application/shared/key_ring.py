"""Parses the keys that encrypt stored secrets."""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

KEY_BYTES: Final = 32
DERIVED: Final = "token"
"""The id of the key derived from the bot's token; no other key may have it."""
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys by id. The key ``current`` encrypts, and all keys decrypt."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


def parse_key_ring(text: str) -> KeyRing:
    """Return the keys in ``<id>:<key>,<id>:<key>``; the first one encrypts.

    A key is 32 bytes in base64, with either alphabet. Raises ValueError, whose text contains no
    keys.
    """
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(text.split(","), start=1):
        key_id, colon, encoded = entry.strip().partition(":")
        if not colon or not _KEY_ID.fullmatch(key_id):
            raise ValueError(
                f"Key {number} must be written <id>:<key>, with an id of 1 to 32 letters, digits, "
                "hyphens and underscores."
            )
        if key_id == DERIVED:
            raise ValueError(f"The id {DERIVED} is taken by the key of the bot's token.")
        if key_id in keys:
            raise ValueError(f"Two keys have the id {key_id}.")
        keys[key_id] = _read_key(key_id, encoded)
    return KeyRing(next(iter(keys)), MappingProxyType(keys))


def _read_key(key_id: str, encoded: str) -> bytes:
    padded = encoded.replace("+", "-").replace("/", "_").rstrip("=")
    try:
        key = urlsafe_b64decode(padded + "==")  # excess padding is ignored
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"The key {key_id} must be {KEY_BYTES} bytes in base64.") from None
    return key
