"""Sends messages from a nation to another one, or to all its allies (DIP-04, DIP-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.domain.dominion.cooldowns import check_cooldown
from nazh.domain.dominion.diplomacy.treaties import pair_of
from nazh.domain.dominion.errors.diplomacy import InvalidMessage
from nazh.domain.dominion.government.announcements import read_words
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, notify
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules

LONGEST_TITLE: Final = 80
LONGEST_TEXT: Final = 1_000


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """The sender, recipient and title of a message, which are public."""

    sender: NationId
    recipient: NationId
    sent_at: datetime
    cause: str
    title: str


def send_message(
    own: Nation,
    other: Nation,
    title: str,
    text: str,
    last: datetime | None,
    act: Act,
    rules: DiplomacyRules,
) -> tuple[Nation, Nation, PublicMessage]:
    """Return both nations with the message among their notices, and its public part.

    ``last`` is when ``own`` last wrote to another nation. Raises OwnNation, InvalidMessage
    and TooSoon.
    """
    pair_of(own.id, other.id)
    title, text = _read(title, LONGEST_TITLE), _read(text, LONGEST_TEXT)
    check_cooldown(last, rules.message_cooldown, act.at, "another message")
    facts = {"title": title, "text": text}
    sender = notify(own, NoticeKind.MESSAGE_SENT, act, {"nation": other.name, **facts})
    recipient = notify(other, NoticeKind.MESSAGE, act, {"nation": own.name, **facts})
    return sender, recipient, PublicMessage(own.id, other.id, act.at, act.cause, title)


def chat(
    own: Nation, text: str, last: datetime | None, act: Act, rules: DiplomacyRules
) -> tuple[Nation, Notice]:
    """Return the nation after a message to its allies, and the notice for each of them.

    ``last`` is when it last wrote to them. Raises InvalidMessage and TooSoon.
    """
    text = _read(text, LONGEST_TEXT)
    check_cooldown(last, rules.chat_cooldown, act.at, "another message to the allies")
    facts = {"nation": own.name, "text": text}
    notified = notify(own, NoticeKind.ALLIANCE_CHAT_SENT, act, facts)
    return notified, Notice(act.at, NoticeKind.ALLIANCE_CHAT, act.cause, facts)


def _read(words: str, most: int) -> str:
    read = read_words(words, most)
    if read is None:
        raise InvalidMessage(most)
    return read
