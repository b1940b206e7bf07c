"""Stands in for the store of muted users."""

from __future__ import annotations

from datetime import datetime

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.kernel.identity import GuildId, UserId


class Mutes:
    """Keeps muted users of one guild in memory; satisfies ``MuteStore``."""

    def __init__(self, *muted: UserId) -> None:
        self.muted = list(muted)
        self.entries: list[AuditEntry] = []

    async def mute(self, guild: GuildId, user: UserId, at: datetime, entry: AuditEntry) -> bool:
        if user in self.muted:
            return False
        self.muted.insert(0, user)
        self.entries.append(entry)
        return True

    async def unmute(self, guild: GuildId, user: UserId, entry: AuditEntry) -> bool:
        if user not in self.muted:
            return False
        self.muted.remove(user)
        self.entries.append(entry)
        return True

    async def is_muted(self, guild: GuildId, user: UserId) -> bool:
        return user in self.muted

    async def of_guild(self, guild: GuildId) -> tuple[UserId, ...]:
        return tuple(self.muted)
