"""An entry of the audit log, for tests that are about other things."""

from __future__ import annotations

from typing import Final

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock

ENTRY: Final = AuditEntry(
    at=FrozenClock().now(), guild=GuildId(2**62), actor=None, action="test.made", target="it"
)


def entry_of(before: object) -> AuditEntry:
    """Return the entry, whatever there was before."""
    return ENTRY
