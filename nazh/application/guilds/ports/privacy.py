"""Ports for exporting and deleting the data that contexts store about users and guilds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.guilds.guild_settings import SettingChange
from nazh.domain.kernel.identity import GuildId, UserId


class PersonalData(Protocol):
    """The data that one context stores about users and guilds.

    All calls may be repeated, and raise ``Unavailable``; data already deleted stays deleted.
    """

    async def forget_user(self, user: UserId) -> None:
        """Delete everything about a user, and unlink shared data from them."""
        ...

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete records of a guild from before an instant; return whether none are left."""
        ...

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete everything about a guild that ``prune_guild`` does not delete."""
        ...


@dataclass(frozen=True, slots=True)
class UserSettingChange:
    """A change that a user made in the settings of a guild."""

    guild: GuildId
    change: SettingChange


class GuildRecords(Protocol):
    """Settings and membership as personal data. All calls raise ``Unavailable``."""

    async def changes_by(self, user: UserId) -> tuple[UserSettingChange, ...]:
        """Return the changes of guild settings that a user made, latest first."""
        ...

    async def forget_changes(self, user: UserId) -> None:
        """Unlink changes of guild settings from this user."""
        ...

    async def forget(self, guild: GuildId) -> None:
        """Delete the settings of a guild, their changes, and its membership."""
        ...
