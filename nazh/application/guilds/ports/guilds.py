"""Ports of guild settings and of the bot's membership in guilds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.guilds.guild_settings import GuildSettings, SettingChange
from nazh.domain.kernel.identity import GuildId


class SettingsOf(Protocol):
    """Returns guild settings, fast enough for every roll."""

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings of ``guild``, or the defaults in direct messages.

        Changes by another process are visible within seconds. Raises ``Unavailable``.
        """
        ...


class GuildSettingsStore(Protocol):
    """Stores the settings of all guilds. All calls raise ``Unavailable``."""

    async def read(self, guild: GuildId) -> GuildSettings:
        """Return the settings of ``guild``."""
        ...

    async def replace(
        self,
        guild: GuildId,
        before: GuildSettings,
        after: GuildSettings,
        change: SettingChange,
        entry: AuditEntry,
    ) -> bool:
        """Replace ``before`` with ``after`` and record ``change``; return whether this was done.

        Nothing changes if the settings are no longer ``before``. The last
        ``GuildLimits.SETTING_CHANGES`` changes are kept. ``entry`` is added to the audit log if
        there is a database.
        """
        ...

    async def changes(self, guild: GuildId) -> tuple[SettingChange, ...]:
        """Return the recorded changes, latest first."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """The guilds with ids above ``above`` and up to ``up_to``; ``None`` means no upper limit."""

    above: GuildId
    up_to: GuildId | None = None

    def holds(self, guild: GuildId) -> bool:
        """Return whether ``guild`` is in the span."""
        return self.above < guild and (self.up_to is None or guild <= self.up_to)


ALL_GUILDS: Final = Span(GuildId(0))


class GuildMembership(Protocol):
    """Stores which guilds the bot is in and which it has left. All calls raise ``Unavailable``."""

    async def note(
        self, present: Collection[GuildId], at: datetime, among: Span = ALL_GUILDS
    ) -> tuple[int, int]:
        """Record the bot's guilds; return how many it left and how many it returned to.

        ``present`` are all guilds in the span ``among`` that the bot is in. A guild in the span
        that is recorded or has settings, but is not ``present``, is recorded as left ``at`` that
        instant, unless an earlier departure is recorded. May be called twice.
        """
        ...

    async def left(self) -> Mapping[GuildId, datetime]:
        """Return the guilds that the bot has left and not returned to, and when it left them."""
        ...

    async def days(self) -> Mapping[GuildId, int]:
        """Return the retention period in days of each guild that has chosen one."""
        ...
