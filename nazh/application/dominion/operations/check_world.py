"""Lets developers check the invariants of the world now, instead of within a day (TSK-21)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import CheckedInvariant, InvariantChecks, Requester


@dataclass(frozen=True, slots=True)
class CheckWorld:
    """Runs the daily check immediately. ``check`` stores its result in ``checks``."""

    developers: Developers
    check: Callable[[], Awaitable[None]]
    checks: InvariantChecks

    async def __call__(self, requester: Requester) -> Sequence[CheckedInvariant]:
        """Check all invariants and return the results; 20,000 nations take some seconds.

        Raises OnlyDevelopers and ``Unavailable``.
        """
        self.developers.check(requester)
        await self.check()
        return await self.checks.latest_results()
