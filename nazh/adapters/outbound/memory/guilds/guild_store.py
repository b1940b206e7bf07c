"""Stores the settings, changes and membership of guilds in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from nazh.application.guilds.ports import UserSettingChange
from nazh.application.guilds.ports.guilds import ALL_GUILDS, Span
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    GuildSettings,
    SettingChange,
)
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import GuildId, UserId

MAX_GUILDS: Final = 10_000
"""Guilds with settings; with all their changes they take about 100 MB."""


class MemoryGuildStore:
    """Satisfies the ports of ``nazh.application.guilds``, and evicts the oldest guilds."""

    __slots__ = ("_limit", "changes_of", "left_at_of", "settings_of")

    def __init__(self, limit: int = MAX_GUILDS) -> None:
        if limit < 1:
            raise ValueError("a store keeps at least one guild")
        self._limit = limit
        self.settings_of: dict[GuildId, GuildSettings] = {}
        self.changes_of: dict[GuildId, tuple[SettingChange, ...]] = {}
        self.left_at_of: dict[GuildId, datetime | None] = {}

    async def read(self, guild: GuildId) -> GuildSettings:
        """Return the settings of ``guild``."""
        return self.settings_of.get(guild, DEFAULT_SETTINGS)

    async def replace(
        self,
        guild: GuildId,
        before: GuildSettings,
        after: GuildSettings,
        change: SettingChange,
        entry: AuditEntry,
    ) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced."""
        if self.settings_of.get(guild, DEFAULT_SETTINGS) != before:
            return False
        self.settings_of.pop(guild, None)
        self.settings_of[guild] = after
        known = (change, *self.changes_of.get(guild, ()))
        self.changes_of[guild] = known[: GuildLimits.SETTING_CHANGES]
        if len(self.settings_of) > self._limit:
            oldest = next(iter(self.settings_of))
            del self.settings_of[oldest], self.changes_of[oldest]
        return True

    async def changes(self, guild: GuildId) -> tuple[SettingChange, ...]:
        """Return the recorded changes, the latest first."""
        return self.changes_of.get(guild, ())

    async def note(
        self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Record the bot's guilds; return how many it left, and to how many it returned."""
        current = set(present)
        known = {**dict.fromkeys(self.settings_of), **self.left_at_of}
        members = {
            guild for guild, left_at in known.items() if left_at is None and among.holds(guild)
        }
        left = members - current
        returned = {guild for guild, left_at in known.items() if left_at is not None} & current
        self.left_at_of |= dict.fromkeys(current)
        self.left_at_of |= dict.fromkeys(left, at)
        return len(left), len(returned)

    async def left(self) -> Mapping[GuildId, datetime]:
        """Return when the bot left each guild."""
        return {guild: left_at for guild, left_at in self.left_at_of.items() if left_at is not None}

    async def days(self) -> Mapping[GuildId, int]:
        """Return the retention period in days of each guild that has chosen one."""
        chosen = ((guild, settings.of(DAYS)) for guild, settings in self.settings_of.items())
        return {guild: days for guild, days in chosen if days is not None}

    async def changes_by(self, user: UserId) -> tuple[UserSettingChange, ...]:
        """Return the changes that a user made, the latest first."""
        own_changes = (
            UserSettingChange(guild, change)
            for guild, changes in self.changes_of.items()
            for change in changes
            if change.by == user
        )
        return tuple(sorted(own_changes, key=lambda own: own.change.at, reverse=True))

    async def forget_changes(self, user: UserId) -> None:
        """Unlink changes from this user."""
        for guild, changes in self.changes_of.items():
            self.changes_of[guild] = tuple(
                replace(change, by=None) if change.by == user else change for change in changes
            )

    async def forget(self, guild: GuildId) -> None:
        """Delete settings, changes and membership."""
        for store in (self.settings_of, self.changes_of, self.left_at_of):
            store.pop(guild, None)
