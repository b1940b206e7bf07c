"""Ports of guild settings and of the bot's membership in guilds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from nazh.domain.guilds.guild_settings import GuildSettings, SettingChange
from nazh.domain.kernel.identity import GuildId


class SettingsOf(Protocol):
    """Returns guild settings, fast enough for every roll."""

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings of ``guild``; the defaults in direct messages.

        What another process has changed is seen within seconds. Raises ``Unavailable``.
        """
        ...


class GuildSettingsStore(Protocol):
    """Stores the settings of all guilds. All calls raise ``Unavailable``."""

    async def read(self, guild: GuildId) -> GuildSettings:
        """Return what ``guild`` has chosen."""
        ...

    async def replace(
        self, guild: GuildId, before: GuildSettings, after: GuildSettings, change: SettingChange
    ) -> bool:
        """Replace ``before`` by ``after`` and record ``change``; whether it was done.

        Nothing is done where the settings are no longer ``before``. Of old changes, as many are
        kept as ``GuildLimits.SETTING_CHANGES`` says.
        """
        ...

    async def changes(self, guild: GuildId) -> tuple[SettingChange, ...]:
        """Return what was changed, the latest first."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """The guilds with ids above ``above``, and up to ``up_to``; ``None`` is to the end."""

    above: GuildId
    up_to: GuildId | None = None

    def holds(self, guild: GuildId) -> bool:
        """Whether it is one of them."""
        return self.above < guild and (self.up_to is None or guild <= self.up_to)


ALL_GUILDS: Final = Span(GuildId(0))


class GuildMembership(Protocol):
    """Stores which guilds the bot is in and which it left. All calls raise ``Unavailable``."""

    async def note(
        self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Note where the bot is; return how many guilds it left, and how many it came back to.

        ``present`` are all the servers ``among`` which the bot is. One of them that was noted, or
        has chosen something, and is not ``present`` was left ``at`` that instant, unless it was
        before. May be called twice.
        """
        ...

    async def left(self) -> Mapping[GuildId, datetime]:
        """Return when the bot left guilds, for those that it is not back in."""
        ...

    async def days(self) -> Mapping[GuildId, int]:
        """Return for how many days guilds keep their rolls, for those that chose a number."""
        ...
