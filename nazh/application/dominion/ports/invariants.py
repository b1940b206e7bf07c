"""Ports that check the invariants of the world."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.invariants import Breach, Invariant


@dataclass(frozen=True, slots=True)
class CheckedInvariant:
    """How many breaches of an invariant there were at the last check.

    ``example`` is the first of them in words, and empty without any.
    """

    invariant: Invariant
    breaches: int
    example: str
    at: datetime


class InvariantChecks(Protocol):
    """Checks the stored world, and keeps what was found."""

    def parts(self, now: datetime) -> AsyncIterator[Sequence[Breach]]:
        """Yield the breaches in one part of the world after the other.

        Each part is read as it is at one moment, in a short transaction that only reads. Nothing is
        yielded before the first season. Raises ``Unavailable``.
        """
        ...

    async def keep(self, checked: Sequence[CheckedInvariant]) -> None:
        """Replace what the last check has found. Raises ``Unavailable``."""
        ...

    async def kept(self) -> tuple[CheckedInvariant, ...]:
        """Return what the last check has found, in the order of the invariants.

        Raises ``Unavailable``.
        """
        ...
