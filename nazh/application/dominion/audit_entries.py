"""Creates audit log entries for actions of developers, administrators and leaders."""

from __future__ import annotations

from nazh.application.dominion.ports import Requester
from nazh.application.shared.audit.audit_log import AuditEntry, Details
from nazh.domain.dominion.nations.nation import Nation
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
    """Return the entry for an action of a developer; ``guild`` is the affected guild."""
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
    """Return the entry for an action of an administrator or the leader on a nation."""
    return AuditEntry(
        at=requester.at,
        guild=nation.guild,
        actor=requester.user,
        action=f"nations.{action}",
        target=nation.name,
        interaction=requester.request,
    )
