"""Makes the entries of the audit log about what developers, administrators and leaders do."""

from __future__ import annotations

from nazh.application.dominion.ports import Requester
from nazh.application.shared.audit import AuditEntry, Details
from nazh.domain.dominion.nations import Nation
from nazh.domain.kernel.identity import GuildId


def developer_entry(
    requester: Requester,
    action: str,
    target: str,
    *,
    guild: GuildId | None = None,
    before: Details | None = None,
    after: Details | None = None,
) -> AuditEntry:
    """Return the entry of what a developer does; ``guild`` is the one that it concerns."""
    return AuditEntry(
        at=requester.at,
        guild=guild,
        actor=requester.user,
        action=f"dominion.{action}",
        target=target,
        before=before,
        after=after,
        interaction=requester.request,
    )


def nation_entry(requester: Requester, action: str, nation: Nation) -> AuditEntry:
    """Return the entry of what an administrator or the leader does with a nation."""
    return AuditEntry(
        at=requester.at,
        guild=nation.guild,
        actor=requester.user,
        action=f"nations.{action}",
        target=nation.name,
        interaction=requester.request,
    )
