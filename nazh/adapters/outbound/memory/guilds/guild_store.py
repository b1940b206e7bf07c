"""The servers in memory: what each has chosen, what was changed, and which were left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from nazh.application.guilds.ports import UserSettingChange
from nazh.application.guilds.ports.guilds import ALL_GUILDS, Span
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    GuildSettings,
    SettingChange,
)
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import GuildId, UserId

MAX_GUILDS: Final = 10_000
"""Servers that have chosen something; with all their changes they take about 100 MB."""


class MemoryGuildStore:
    """Satisfies the ports of ``nazh.application.guilds``; evicts the oldest."""

    __slots__ = ("_most", "changed", "chosen", "noted")

    def __init__(self, limit: int = MAX_GUILDS) -> None:
        if limit < 1:
            raise ValueError("there is room for at least one server")
        self._most = limit
        self.chosen: dict[GuildId, GuildSettings] = {}
        self.changed: dict[GuildId, tuple[SettingChange, ...]] = {}
        self.noted: dict[GuildId, datetime | None] = {}

    async def read(self, guild: GuildId) -> GuildSettings:
        """Return what ``server`` has chosen."""
        return self.chosen.get(guild, DEFAULT_SETTINGS)

    async def replace(
        self, guild: GuildId, before: GuildSettings, after: GuildSettings, change: SettingChange
    ) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        if self.chosen.get(guild, DEFAULT_SETTINGS) != before:
            return False
        self.chosen.pop(guild, None)
        self.chosen[guild] = after
        known = (change, *self.changed.get(guild, ()))
        self.changed[guild] = known[: GuildLimits.SETTING_CHANGES]
        if len(self.chosen) > self._most:
            oldest = next(iter(self.chosen))
            del self.chosen[oldest], self.changed[oldest]
        return True

    async def changes(self, guild: GuildId) -> tuple[SettingChange, ...]:
        """Return what was changed, the latest first."""
        return self.changed.get(guild, ())

    async def note(
        self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Note where the bot is; return how many servers were left, and how many come back to."""
        here = set(present)
        known = {**dict.fromkeys(self.chosen), **self.noted}
        left = {one for one, gone in known.items() if gone is None and among.holds(one)} - here
        back = {one for one, gone in known.items() if gone is not None} & here
        self.noted |= dict.fromkeys(here)
        self.noted |= dict.fromkeys(left, at)
        return len(left), len(back)

    async def left(self) -> Mapping[GuildId, datetime]:
        """Return when servers were left."""
        return {guild: gone for guild, gone in self.noted.items() if gone is not None}

    async def days(self) -> Mapping[GuildId, int]:
        """Return for how many days servers want their rolls kept."""
        chosen = ((guild, settings.of(DAYS)) for guild, settings in self.chosen.items())
        return {guild: days for guild, days in chosen if days is not None}

    async def changes_by(self, user: UserId) -> tuple[UserSettingChange, ...]:
        """Return the changes that a user made, the latest first."""
        found = (
            UserSettingChange(guild, change)
            for guild, changes in self.changed.items()
            for change in changes
            if change.by == user
        )
        return tuple(sorted(found, key=lambda own: own.change.at, reverse=True))

    async def forget_changes(self, user: UserId) -> None:
        """Let changes be by nobody."""
        for guild, changes in self.changed.items():
            self.changed[guild] = tuple(
                replace(change, by=None) if change.by == user else change for change in changes
            )

    async def forget(self, guild: GuildId) -> None:
        """Forget settings, changes and membership."""
        for kept in (self.chosen, self.changed, self.noted):
            kept.pop(guild, None)
