"""Defines the ports that check the invariants of the world."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.invariants import Breach, Invariant


@dataclass(frozen=True, slots=True)
class CheckedInvariant:
    """How many breaches of an invariant there were at the last check.

    ``example`` describes the first one, and is empty if there were none.
    """

    invariant: Invariant
    breaches: int
    example: str
    at: datetime


class InvariantChecks(Protocol):
    """Checks the stored world, and stores the results."""

    def parts(self, now: datetime) -> AsyncIterator[Sequence[Breach]]:
        """Yield the breaches in each part of the world in turn.

        Each part is read consistently in a short, read-only transaction. Yields nothing before the
        first season. Raises ``Unavailable``.
        """
        ...

    async def keep(self, checked: Sequence[CheckedInvariant]) -> None:
        """Replace the results of the last check. Raises ``Unavailable``."""
        ...

    async def latest_results(self) -> tuple[CheckedInvariant, ...]:
        """Return the results of the last check, in the order of the invariants.

        Raises ``Unavailable``.
        """
        ...
