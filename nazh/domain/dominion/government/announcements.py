"""Lets the leader of a nation announce something to its citizens (NOT-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.domain.dominion.cooldowns import check_cooldown
from nazh.domain.dominion.errors.government import (
    InvalidAnnouncement,
    NoPingForEveryone,
    RoleNotMentionable,
)
from nazh.domain.dominion.nations.nation import Act, Nation, notify
from nazh.domain.dominion.notices import PINGED_ROLE, NoticeKind
from nazh.domain.dominion.rules.nations import PoliticsRules
from nazh.domain.kernel.encoding import is_storable
from nazh.domain.kernel.identity import RoleId

MAX_CHARACTERS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Ping:
    """A role that an announcement mentions, and whether the leader may mention it in Discord."""

    role: RoleId
    is_allowed: bool


def announce(
    nation: Nation,
    text: str,
    last: datetime | None,
    act: Act,
    rules: PoliticsRules,
    ping: Ping | None = None,
) -> Nation:
    """Return the nation with the announcement; ``last`` is when the previous one was made.

    Raises NoPingForEveryone, RoleNotMentionable, InvalidAnnouncement and TooSoon.
    """
    if ping is not None:
        if int(ping.role) == int(nation.guild):  # the role that everyone has
            raise NoPingForEveryone
        if not ping.is_allowed:
            raise RoleNotMentionable
    words = read_words(text, MAX_CHARACTERS)
    if words is None:
        raise InvalidAnnouncement(MAX_CHARACTERS)
    check_cooldown(last, rules.announce_cooldown, act.at, "another announcement")
    facts: dict[str, int | str] = {"text": words}
    if ping is not None:
        facts[PINGED_ROLE] = int(ping.role)
    return notify(nation, NoticeKind.ANNOUNCEMENT, act, facts)


def read_words(text: str, most: int) -> str | None:
    """Return a text on one line, or ``None`` if it is empty, too long or cannot be stored."""
    words = " ".join(text.split())
    return words if 1 <= len(words) <= most and is_storable(words) else None
