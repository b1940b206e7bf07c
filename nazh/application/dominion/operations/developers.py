"""Decides who is a developer, and makes the entries of the audit log about what they do."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import Requester
from nazh.application.shared.audit import AuditEntry, Details
from nazh.domain.dominion.control_errors import OnlyDevelopers
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class Developers:
    """The users who operate the game, and the only guild in which they do.

    Without ``users`` they are the administrators of the guild. Without a ``guild`` there are none.
    """

    guild: GuildId | None
    users: frozenset[UserId] = frozenset()

    def check(self, requester: Requester) -> None:
        """Raise OnlyDevelopers unless the user is one, in the guild for it."""
        is_named = requester.user in self.users if self.users else requester.is_administrator
        if self.guild is None or requester.guild != self.guild or not is_named:
            raise OnlyDevelopers


def audit_entry(
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
