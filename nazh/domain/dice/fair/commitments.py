"""Calculates commitments to secrets, and mixes players' words into the dice.

docs/fair-rolls.md specifies the construction, so that anybody can implement it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

FORMAT: Final = "nazh-fair-1"
"""The name of the construction. It is part of every hash, which separates it from other uses."""
SECRET_BYTES: Final = 32
SESSION_DIGITS: Final = 16
_COMMITMENT: Final = f"{FORMAT} commitment\n".encode()
_MIX: Final = f"{FORMAT} mix\n".encode()
_PLAYER_BYTES: Final = 4


def commitment_of(secret: bytes, session: str) -> str:
    """Return what is published of ``secret`` before any dice are thrown, in 64 hex digits.

    ``session`` is 16 lower-case hex digits, ``secret`` 32 bytes.
    """
    return sha256(_COMMITMENT + session.encode() + b"\n" + secret).hexdigest()


def first_mix(session: str) -> bytes:
    """Return the mix of a session without words, 32 bytes."""
    return sha256(_MIX + session.encode()).digest()


def digest_of_words(words: str) -> str:
    """Return what is published of a player's words, in 64 hex digits."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def mixed(mix: bytes, player: int, digest: str) -> bytes:
    """Return ``mix`` with one more contribution, 32 bytes.

    ``player`` is the number in the session, from 1 and below 2^32; ``digest`` is the digest of the
    words.
    """
    return sha256(mix + player.to_bytes(_PLAYER_BYTES, "big") + bytes.fromhex(digest)).digest()
