"""Lets the leader of a nation announce something to its citizens (NOT-06)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nazh.domain.dominion.errors import InvalidAnnouncement, TooSoon
from nazh.domain.dominion.nations import Act, Nation, notify
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rulesets import PoliticsRules

MOST_CHARACTERS: Final = 1_000


def announce(
    nation: Nation, text: str, last: datetime | None, act: Act, rules: PoliticsRules
) -> Nation:
    """Return the nation with a notice; ``last`` is when it had the last announcement.

    Raises InvalidAnnouncement and TooSoon.
    """
    words = " ".join(text.split())
    if not 1 <= len(words) <= MOST_CHARACTERS or not _is_unicode(words):
        raise InvalidAnnouncement(MOST_CHARACTERS)
    if last is not None and act.at < last + rules.announce_cooldown:
        raise TooSoon(last + rules.announce_cooldown)
    return notify(nation, NoticeKind.ANNOUNCEMENT, act, {"text": words})


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
