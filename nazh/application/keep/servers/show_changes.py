"""Shows the managers' changes to the game servers of a guild."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.shared.audit.audit_log import Details
from nazh.domain.keep.access import Caller
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class ServerChange:
    """An audit log entry about a game server named ``target``.

    ``user`` is ``None`` for the operator, and after the user has deleted their data.
    """

    at: datetime
    user: UserId | None
    action: str
    target: str
    before: Details | None
    after: Details | None


class ServerChanges(Protocol):
    """The entries of Keep in the audit log. Each call raises ``Unavailable``."""

    async def latest(self, guild: GuildId, most: int) -> tuple[ServerChange, ...]:
        """Return the latest entries of a guild, latest first."""
        ...


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """Shows the changes and who made them. For managers only."""

    changes: ServerChanges

    async def __call__(self, caller: Caller, most: int) -> tuple[ServerChange, ...]:
        """Return the latest changes, latest first. Raises OnlyServerManagers."""
        caller.check_manager()
        return await self.changes.latest(caller.guild, most)
