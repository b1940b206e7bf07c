"""Lets developers retry parked nations and wars, after they have corrected the cause (TSK-22)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import ParkedWork, Requester, Retried
from nazh.application.shared.audit.audit_log import AuditEntry


@dataclass(frozen=True, slots=True)
class RetryParked:
    """Makes parked nations and wars due again; nothing is done twice or early (TSK-21)."""

    developers: Developers
    parked: ParkedWork

    async def __call__(self, requester: Requester, reason: str) -> Retried:
        """Return how many nations and wars are retried. Raises OnlyDevelopers."""
        self.developers.check(requester)

        def entry(retried: Retried) -> AuditEntry:
            return developer_entry(
                requester,
                "work.retried",
                "parked work",
                after={"nations": retried.nations, "wars": retried.wars, "reason": reason},
            )

        return await self.parked.retry(entry)
