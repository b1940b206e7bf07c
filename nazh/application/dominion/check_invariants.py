"""Checks the invariants of the world, and reports breaches to the operator."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.ports import CheckedInvariant, InvariantChecks
from nazh.application.shared.audit.audit_chain import verify
from nazh.application.shared.audit.audit_log import AuditLog
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.invariants import Breach, Invariant

PERIOD: Final = timedelta(days=1)
TIMEOUT: Final = timedelta(hours=1)
MAX_LOGGED: Final = 20
"""The most logged breaches of one invariant; a faulty statement can affect all nations."""
_PAUSE: Final = 0.02
"""Seconds between two parts, in which other work can proceed."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CheckInvariants:
    """Reads the whole world in parts, and stores how often each invariant is broken (TSK-13).

    Nothing is corrected, because only a human can tell what is right. The next run restarts an
    interrupted check.
    """

    checks: InvariantChecks
    audit_log: AuditLog
    clock: Clock

    async def __call__(self) -> None:
        """Check once. Raises ``Unavailable``."""
        now, counts = self.clock.now(), Counter[Invariant]()
        examples: dict[Invariant, str] = {}
        async for part in self._parts(now):
            for breach in part:
                invariant = breach.invariant
                counts[invariant] += 1
                examples.setdefault(invariant, str(breach))
                if counts[invariant] <= MAX_LOGGED:
                    _LOG.critical("the invariant %s is broken: %s", invariant.value, breach)
        await self.checks.keep(
            [
                CheckedInvariant(invariant, counts[invariant], examples.get(invariant, ""), now)
                for invariant in Invariant
            ]
        )

    async def _parts(self, now: datetime) -> AsyncIterator[Sequence[Breach]]:
        async for part in self.checks.parts(now):
            yield part
            await asyncio.sleep(_PAUSE)
        report = await self.audit_log.replay(verify)
        if report.fault is not None:
            fault = f"row {report.broken_at} of the audit log is {report.fault.value}"
            yield (Breach(Invariant.AUDIT_LOG, None, fault),)
