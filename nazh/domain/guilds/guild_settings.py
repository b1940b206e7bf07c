"""Models the settings of a guild and the changes to them.

A choice is stored, offered and logged as a word. Each context defines its own settings; the words
of a disabled context are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Generic, TypeVar

from nazh.domain.guilds.errors import InvalidSetting
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import ChannelId, RoleId, UserId

KEEP_FOREVER: Final = 0
"""The number of days that means rolls are never deleted."""
_LANGUAGE: Final = re.compile(r"[a-z]{2}(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
_ID: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_DAYS: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class GuildSetting(Generic[T_co]):
    """Defines a setting. ``read`` parses a word, and returns ``None`` if the word is not a choice.

    ``is_for_administrators`` marks settings that grant rights: otherwise members with only the
    Manage Server permission could grant themselves more than they have.
    """

    name: str
    read: Callable[[str], T_co | None]
    is_for_administrators: bool = False


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """The words that a guild has chosen, by the names of their settings."""

    words: Mapping[str, str] = field(default_factory=dict)

    def of(self, setting: GuildSetting[T_co]) -> T_co | None:
        """Return the choice, or ``None`` if none was made or it no longer exists."""
        word = self.words.get(setting.name)
        return None if word is None else setting.read(word)

    def word(self, setting: GuildSetting[object]) -> str | None:
        """Return the word of the choice, or ``None`` under the same conditions as ``of``."""
        return None if self.of(setting) is None else self.words[setting.name]

    def with_word(self, setting: GuildSetting[object], word: str | None) -> GuildSettings:
        """Return the settings with this choice, or none if ``None``. Raises InvalidSetting."""
        if word is None:
            return GuildSettings(
                {name: kept for name, kept in self.words.items() if name != setting.name}
            )
        if setting.read(word) is None:
            raise InvalidSetting
        return GuildSettings({**self.words, setting.name: word})


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A change of the setting ``name`` by a user, from one word to another.

    ``by`` is ``None`` for a user whose data was deleted; ``before`` and ``after`` are ``None`` if
    nothing was chosen.
    """

    at: datetime
    by: UserId | None
    setting: str
    before: str | None
    after: str | None


NONE_CHOSEN: Final = "none"
"""The word for an empty choice, in a setting that takes several values."""


def join_words(values: Iterable[str]) -> str:
    """Return several chosen values as one word."""
    return ",".join(values) or NONE_CHOSEN


def split_words(word: str) -> tuple[str, ...]:
    """Return the values in a word that ``join_words`` returned."""
    return () if word == NONE_CHOSEN else tuple(word.split(","))


DEFAULT_SETTINGS: Final = GuildSettings()


def retention_days(guild_days: int | None, operator_days: int) -> int:
    """Return how many days a guild's rolls are kept, or ``KEEP_FOREVER``.

    A guild may shorten the operator's period, but not lengthen it.
    """
    if guild_days is None:
        return operator_days
    return guild_days if operator_days == KEEP_FOREVER else min(guild_days, operator_days)


def retention_days_after_leaving(guild_days: int | None, operator_days: int) -> int:
    """Return how many days a guild's records are kept after the bot has left it; never 0."""
    return retention_days(guild_days, operator_days) or GuildLimits.RETENTION_DAYS_AFTER_LEAVING


def _read_language(word: str) -> str | None:
    return word if _LANGUAGE.fullmatch(word) else None


def read_role(word: str) -> RoleId | None:
    """Return the role that a word names, or ``None`` if it names none."""
    return RoleId(int(word)) if _ID.fullmatch(word) else None


def read_channel(word: str) -> ChannelId | None:
    """Return the channel that a word names, or ``None`` if it names none."""
    return ChannelId(int(word)) if _ID.fullmatch(word) else None


def _read_days(word: str) -> int | None:
    days = int(word) if _DAYS.fullmatch(word) else 0
    return days if 0 < days <= GuildLimits.RETENTION_DAYS else None


LANGUAGE: Final = GuildSetting("language", _read_language)
"""One of Discord's locales, for public messages."""
GAME_MASTERS: Final = GuildSetting("game_masters", read_role)
"""The role whose members are game masters."""
NOTICE_CHANNEL: Final = GuildSetting("notice_channel", read_channel)
"""The channel that is notified of secret rolls."""
DAYS: Final = GuildSetting("days", _read_days)
"""How many days the guild's rolls are kept, at least one."""
