"""The commitment and the mix: how a secret is promised, and how players' words enter the dice.

The construction is told for anybody to build again in docs/fair-rolls.md.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

FORMAT: Final = "nazh-fair-1"
"""The name of the construction; it is in every hash, so that no other use can be confused."""
SECRET_BYTES: Final = 32
SESSION_DIGITS: Final = 16
_COMMITMENT: Final = f"{FORMAT} commitment\n".encode()
_MIX: Final = f"{FORMAT} mix\n".encode()
_PLAYER_BYTES: Final = 4


def commitment_of(secret: bytes, session: str) -> str:
    """Return what is published of ``secret`` before any die falls, in 64 hex digits.

    ``session`` is 16 lower-case hex digits, ``secret`` 32 bytes.
    """
    return sha256(_COMMITMENT + session.encode() + b"\n" + secret).hexdigest()


def first_mix(session: str) -> bytes:
    """Return the 32 bytes that stand for the words of nobody yet."""
    return sha256(_MIX + session.encode()).digest()


def digest_of_words(words: str) -> str:
    """Return what is told of a player's words, in 64 hex digits."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def mixed(mix: bytes, player: int, digest: str) -> bytes:
    """Return ``mix`` with one more contribution, 32 bytes.

    ``player`` is the number in the session, from 1 and below 2^32; ``digest`` is that of the
    words.
    """
    return sha256(mix + player.to_bytes(_PLAYER_BYTES, "big") + bytes.fromhex(digest)).digest()
