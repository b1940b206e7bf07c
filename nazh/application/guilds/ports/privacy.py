"""Ports of personal data: what contexts keep about users and guilds, to be exported and deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.guilds.guild_settings import SettingChange
from nazh.domain.kernel.identity import GuildId, UserId


class PersonalData(Protocol):
    """What one context keeps about users and guilds.

    All calls may be repeated, and raise ``Unavailable`` with what was done done.
    """

    async def forget_user(self, user: UserId) -> None:
        """Forget everything about a user, and let by nobody what others need."""
        ...

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Forget what happened on a guild before an instant; whether nothing of it is left."""
        ...

    async def forget_guild(self, guild: GuildId) -> None:
        """Forget whatever is kept about a guild besides what ``prune_guild`` forgets."""
        ...


@dataclass(frozen=True, slots=True)
class UserSettingChange:
    """A change that a user made in the settings of a guild."""

    guild: GuildId
    change: SettingChange


class GuildRecords(Protocol):
    """Settings and membership as personal data. All calls raise ``Unavailable``."""

    async def changes_by(self, user: UserId) -> tuple[UserSettingChange, ...]:
        """Return the changes in settings of guilds that a user made, the latest first."""
        ...

    async def forget_changes(self, user: UserId) -> None:
        """Let changes in settings of guilds be by nobody, where they were by this user."""
        ...

    async def forget(self, guild: GuildId) -> None:
        """Forget the settings of a guild, their changes, and that the bot was there."""
        ...
