"""What the dice use cases ask of storage about verifiable rolls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SHORT: Final = 8
"""Digits of a digest that are shown with a roll."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The place of a roll in the chain of a fair session: the entry ``n`` from 0, and its digest.

    ``digest`` is the SHA-256 of the entry's line, 64 hexadecimal digits.
    """

    session: str
    n: int
    digest: str

    @property
    def short(self) -> str:
        """The first digits of the digest, as they are shown."""
        return self.digest[:SHORT]
