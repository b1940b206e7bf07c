"""Calculates commitments to secrets, and mixes people's words into the numbers.

docs/fair-rolls.md specifies the construction, so that anybody can implement it. Each use of it has
a label, such as "nazh-fair-1". The label is part of every hash, so that a secret of one use
predicts nothing of another.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

SECRET_BYTES: Final = 32
SESSION_DIGITS: Final = 16
_PERSON_BYTES: Final = 4


def commitment_of(label: str, secret: bytes, session: str) -> str:
    """Return what is published of ``secret`` before anything is drawn, in 64 hex digits.

    ``session`` is 16 lower-case hex digits, ``secret`` 32 bytes.
    """
    return sha256(f"{label} commitment\n{session}\n".encode() + secret).hexdigest()


def first_mix(label: str, session: str) -> bytes:
    """Return the mix of a session without words, 32 bytes."""
    return sha256(f"{label} mix\n{session}".encode()).digest()


def digest_of_words(words: str) -> str:
    """Return what is published of a person's words, in 64 hex digits."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def mixed(mix: bytes, person: int, digest: str) -> bytes:
    """Return ``mix`` with one more contribution, 32 bytes.

    ``person`` is a number in the session, from 1 and below 2^32; ``digest`` is the digest of the
    words.
    """
    return sha256(mix + person.to_bytes(_PERSON_BYTES, "big") + bytes.fromhex(digest)).digest()
