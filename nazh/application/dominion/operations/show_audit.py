"""Shows the audit log of the game to developers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import AuditTrail
from nazh.application.shared.audit.audit_chain import AuditRow

SHOWN: Final = 10
_CONTEXT: Final = "dominion"


@dataclass(frozen=True, slots=True)
class ShowAudit:
    """Shows the latest entries of the audit log (SEC-10)."""

    developers: Developers
    trail: AuditTrail

    async def __call__(self, requester: Requester) -> tuple[AuditRow, ...]:
        """Return the entries of this context, latest first. Raises OnlyDevelopers."""
        self.developers.check(requester)
        return await self.trail.latest(_CONTEXT, SHOWN)
