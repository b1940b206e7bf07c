"""Defines notices, which tell a nation what has happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.domain.guilds.guild_settings import GuildSetting, read_channel

Facts = Mapping[str, int | str]
"""The numbers and words in a notice's text; no user ids, as a notice may outlive the user's data.

``what`` selects the text if a kind has several.
"""
PINGED_ROLE: Final = "role"
"""The key of the role that an announcement mentions in the channel, by id."""
NATION_CHANNEL: Final = GuildSetting("dominion_channel", read_channel)
"""The channel of a guild to which notices of its nation are sent; without one, none are sent."""


class NoticeKind(Enum):
    """What a notice is about; the value is stored."""

    FOUNDED = "founded"
    CITIZEN_JOINED = "citizen_joined"
    LEADER_CHANGED = "leader_changed"
    UNITS_BUILT = "units_built"
    UPKEEP_UNPAID = "upkeep_unpaid"
    UNITS_DESERTED = "units_deserted"
    STORAGE_FULL = "storage_full"
    PROTECTION_ENDED = "protection_ended"
    ANNOUNCEMENT = "announcement"
    OPERATOR_ANNOUNCEMENT = "operator_announcement"
    DELETION = "deletion"
    OUTAGE = "outage"
    RANK_CHANGED = "rank_changed"
    RANK_ENTERED = "rank_entered"
    RANK_LEFT = "rank_left"
    TREATY_PROPOSED = "treaty_proposed"
    TREATY_MADE = "treaty_made"
    TREATY_DECLINED = "treaty_declined"
    TREATY_ENDING = "treaty_ending"
    TREATY_BROKEN = "treaty_broken"
    MESSAGE = "message"
    MESSAGE_SENT = "message_sent"
    ALLIANCE_CHAT = "alliance_chat"
    ALLIANCE_CHAT_SENT = "alliance_chat_sent"
    WAR_SUPPORTED = "war_supported"
    PEACE_PROPOSED = "peace_proposed"
    PEACE_MADE = "peace_made"
    PEACE_REJECTED = "peace_rejected"
    WAR_DECLARED = "war_declared"
    WAR_ANSWERED = "war_answered"
    BATTLE_SOON = "battle_soon"
    BATTLE_POSTPONED = "battle_postponed"
    BATTLE_FOUGHT = "battle_fought"
    WAR_ENDED = "war_ended"


class NoticeTopic(Enum):
    """A group of kinds of notices; the value is a choice of ``/inbox settings``."""

    NATION = "nation"
    STOCK = "stock"
    RANKING = "ranking"
    TREATIES = "treaties"
    MESSAGES = "messages"
    WARS = "wars"
    BATTLES = "battles"
    PEACE = "peace"


TOPICS: Final[Mapping[NoticeTopic, tuple[NoticeKind, ...]]] = MappingProxyType(
    {
        NoticeTopic.NATION: (
            NoticeKind.FOUNDED,
            NoticeKind.CITIZEN_JOINED,
            NoticeKind.LEADER_CHANGED,
            NoticeKind.PROTECTION_ENDED,
            NoticeKind.ANNOUNCEMENT,
            NoticeKind.OPERATOR_ANNOUNCEMENT,
            NoticeKind.DELETION,
            NoticeKind.OUTAGE,
        ),
        NoticeTopic.STOCK: (
            NoticeKind.UNITS_BUILT,
            NoticeKind.UPKEEP_UNPAID,
            NoticeKind.UNITS_DESERTED,
            NoticeKind.STORAGE_FULL,
        ),
        NoticeTopic.RANKING: (
            NoticeKind.RANK_CHANGED,
            NoticeKind.RANK_ENTERED,
            NoticeKind.RANK_LEFT,
        ),
        NoticeTopic.TREATIES: (
            NoticeKind.TREATY_PROPOSED,
            NoticeKind.TREATY_MADE,
            NoticeKind.TREATY_DECLINED,
            NoticeKind.TREATY_ENDING,
            NoticeKind.TREATY_BROKEN,
        ),
        NoticeTopic.MESSAGES: (
            NoticeKind.MESSAGE,
            NoticeKind.MESSAGE_SENT,
            NoticeKind.ALLIANCE_CHAT,
            NoticeKind.ALLIANCE_CHAT_SENT,
        ),
        NoticeTopic.WARS: (
            NoticeKind.WAR_DECLARED,
            NoticeKind.WAR_ANSWERED,
            NoticeKind.WAR_SUPPORTED,
            NoticeKind.WAR_ENDED,
        ),
        NoticeTopic.BATTLES: (
            NoticeKind.BATTLE_SOON,
            NoticeKind.BATTLE_POSTPONED,
            NoticeKind.BATTLE_FOUGHT,
        ),
        NoticeTopic.PEACE: (
            NoticeKind.PEACE_PROPOSED,
            NoticeKind.PEACE_MADE,
            NoticeKind.PEACE_REJECTED,
        ),
    }
)
"""The kinds of each topic; each kind belongs to exactly one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that has happened to a nation.

    ``cause`` identifies it: a cause gives a nation at most one notice of each kind.
    """

    at: datetime
    kind: NoticeKind
    cause: str
    facts: Facts = field(default_factory=dict)
