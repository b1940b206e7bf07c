"""Server settings: what the managers of a server have chosen, and every change of it.

A choice is a word, which is how it is offered, kept and told of; ``None`` is no choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Final

from nazh.domain.dice.errors.servers import UnfitSetting
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.rulesets import RULESETS, Ruleset
from nazh.domain.kernel.identity import ChannelId, PlayerId, RoleId

FOR_EVER: Final = 0
"""What stands for rolls that are never forgotten, where days are counted."""
_LANGUAGE: Final = re.compile(r"[a-z]{2}(-([A-Z]{2}|[0-9]{3}))?", re.ASCII)
_ID: Final = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_DAYS: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


class Layout(Enum):
    """How much of a public result is shown; the value is its word."""

    FULL = "full"
    COMPACT = "compact"


class Setting(Enum):
    """What can be chosen; the value is its word, and the name of its field."""

    RULESET = "ruleset"
    LANGUAGE = "language"
    GAME_MASTERS = "game_masters"
    NOTICE_CHANNEL = "notice_channel"
    DAYS = "days"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server has chosen; what is ``None`` is as the operator and Discord have it.

    ``language`` is one of Discord's locales, for what everybody sees. Who has the role
    ``game_masters`` leads the game. ``notice_channel`` is told of secret rolls. ``days`` is for how
    long the server's rolls are kept, at least one.
    """

    ruleset: Ruleset | None = None
    language: str | None = None
    game_masters: RoleId | None = None
    notice_channel: ChannelId | None = None
    days: int | None = None
    layout: Layout | None = None

    @property
    def is_compact(self) -> bool:
        """Whether public results are shown without their dice."""
        return self.layout is Layout.COMPACT

    @property
    def words(self) -> Mapping[Setting, str]:
        """The words of all that was chosen, in one order."""
        found = ((setting, self.word(setting)) for setting in Setting)
        return {setting: word for setting, word in found if word is not None}

    def word(self, setting: Setting) -> str | None:
        """Return the word of what was chosen."""
        match getattr(self, setting.value):
            case None:
                return None
            case Ruleset(name=name):
                return name
            case Layout(value=word):
                return str(word)
            case chosen:
                return str(chosen)

    def with_word(self, setting: Setting, word: str | None) -> ServerSettings:
        """Return the settings with another choice. Raises UnfitSetting."""
        changed = self._with(setting, word or "")
        if word is not None and changed.word(setting) is None:
            raise UnfitSetting
        return changed

    def _with(self, setting: Setting, word: str) -> ServerSettings:
        """Return the settings with the choice that ``word`` means; none where it means nothing."""
        match setting:
            case Setting.RULESET:
                return replace(self, ruleset=RULESETS.get(word))
            case Setting.LANGUAGE:
                return replace(self, language=word if _LANGUAGE.fullmatch(word) else None)
            case Setting.GAME_MASTERS:
                return replace(self, game_masters=RoleId(int(word)) if _is_id(word) else None)
            case Setting.NOTICE_CHANNEL:
                return replace(self, notice_channel=ChannelId(int(word)) if _is_id(word) else None)
            case Setting.DAYS:
                return replace(self, days=_days(word))
            case Setting.LAYOUT:
                return replace(self, layout=_LAYOUTS.get(word))


@dataclass(frozen=True, slots=True)
class SettingChange:
    """Who changed what, from which word to which; ``by`` is ``None`` for who was forgotten."""

    at: datetime
    by: PlayerId | None
    setting: Setting
    before: str | None
    after: str | None


UNCHANGED: Final = ServerSettings()


def read_settings(words: Mapping[str, str]) -> ServerSettings:
    """Return the settings that were kept as ``words``; what is no choice any more is left out."""
    settings = UNCHANGED
    for setting in Setting:
        try:
            settings = settings.with_word(setting, words.get(setting.value))
        except UnfitSetting:
            continue
    return settings


def days_kept(servers: int | None, operators: int) -> int:
    """Return for how many days the rolls of a server are kept; ``FOR_EVER`` for all days.

    The server may shorten what the operator has set, and never lengthen it.
    """
    if servers is None:
        return operators
    return servers if operators == FOR_EVER else min(servers, operators)


def days_after_leaving(servers: int | None, operators: int) -> int:
    """Return for how many days the records of a server stay that the bot has left: never 0."""
    return days_kept(servers, operators) or Limits.DAYS_AFTER_LEAVING


def _is_id(word: str) -> bool:
    return _ID.fullmatch(word) is not None


def _days(word: str) -> int | None:
    return int(word) if _DAYS.fullmatch(word) and int(word) <= Limits.DAYS else None


_LAYOUTS: Final[Mapping[str, Layout]] = {layout.value: layout for layout in Layout}
