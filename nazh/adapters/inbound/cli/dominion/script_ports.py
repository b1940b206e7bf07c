"""Answers the ports of the game for scripts, which run without Discord and an operator."""

from __future__ import annotations

from datetime import datetime, timedelta

from nazh.application.dominion.ports.controls import NewReport, Report
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import NoSuchReport, TooManyReports
from nazh.domain.dominion.operations.features import FEATURES, Feature
from nazh.domain.guilds.guild_settings import GuildSettings
from nazh.domain.kernel.identity import GuildId, UserId


class ScriptMembers:
    """Satisfies ``Members``: every user of a script is in every server."""

    async def has(self, guild: GuildId, user: UserId) -> bool:
        """Return True."""
        return True


class ScriptFeatures:
    """Satisfies ``FeatureSwitches``: in a script, no feature is ever switched."""

    async def is_on(self, feature: Feature, guild: GuildId) -> bool:
        """Return whether the feature starts on."""
        return FEATURES[feature].starts_on


class ScriptSettings:
    """Satisfies ``SettingsOf``: in a script, every server has the default settings."""

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings of a new server."""
        return GuildSettings()


class ScriptReports:
    """Satisfies ``Reports``: the messages of a script are only counted, and reach no operator."""

    __slots__ = ("_sent",)

    def __init__(self) -> None:
        self._sent: list[tuple[UserId, datetime]] = []

    async def add(self, new: NewReport, most: int, within: timedelta) -> int:
        """Count a message."""
        since = new.at - within
        times = sorted(at for user, at in self._sent if user == new.user and at > since)
        if len(times) >= most:
            raise TooManyReports(most, times[-most] + within)
        self._sent.append((new.user, new.at))
        return len(self._sent)

    async def oldest_open(self, most: int) -> tuple[Report, ...]:
        """Return no messages."""
        return ()

    async def close(self, number: int, note: str, at: datetime, entry: AuditEntry) -> Report:
        """Refuse, as there are no messages."""
        raise NoSuchReport(number)
