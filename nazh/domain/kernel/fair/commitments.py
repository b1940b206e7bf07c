"""Calculates commitments to secrets, and mixes contributed words into the numbers.

docs/fair-rolls.md specifies the construction, so that anybody can implement it. Each use has a
label, such as "nazh-fair-1". The label is part of every hash, so that the secret of one use
predicts nothing about another.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

SECRET_BYTES: Final = 32
SESSION_DIGITS: Final = 16
_PERSON_BYTES: Final = 4


def commitment_of(label: str, secret: bytes, session: str) -> str:
    """Return the commitment to ``secret``, published before anything is drawn, as 64 hex digits.

    ``session`` is 16 lower-case hex digits, ``secret`` 32 bytes.
    """
    return sha256(f"{label} commitment\n{session}\n".encode() + secret).hexdigest()


def first_mix(label: str, session: str) -> bytes:
    """Return the 32-byte mix of a session to which nobody has contributed words."""
    return sha256(f"{label} mix\n{session}".encode()).digest()


def digest_of_words(words: str) -> str:
    """Return the digest of a person's words that is published, as 64 hex digits."""
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def mixed(mix: bytes, person: int, digest: str) -> bytes:
    """Return ``mix`` with one more contribution, as 32 bytes.

    ``person`` is the contributor's number in the session, from 1 and below 2^32; ``digest`` is the
    digest of their words.
    """
    return sha256(mix + person.to_bytes(_PERSON_BYTES, "big") + bytes.fromhex(digest)).digest()
