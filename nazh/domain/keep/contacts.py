"""Tracks whether game servers answer when their consoles are tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.domain.keep.consoles.errors import AuthRejected, ReplyTooLarge, Unreachable
from nazh.domain.kernel.errors import Refusal

NOTED_EVERY: Final = timedelta(minutes=1)
"""The least time between two recorded answers, so that a busy console causes few writes."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether a game server answered the last attempt, and ``since`` when this has not changed.

    ``answered_at`` is its last answer, accurate to NOTED_EVERY, or ``None`` if it never answered.
    """

    is_answering: bool
    since: datetime
    answered_at: datetime | None

    def is_news(self, *, is_answering: bool, at: datetime) -> bool:
        """Return whether another attempt is worth recording."""
        if is_answering is not self.is_answering:
            return True
        if not is_answering or self.answered_at is None:
            return False
        return at - self.answered_at >= NOTED_EVERY


def contact_after(before: Contact | None, *, is_answering: bool, at: datetime) -> Contact:
    """Return the contact after another attempt; an older attempt never moves it back in time."""
    last = None if before is None else before.answered_at
    answered_at = max(at, last or at) if is_answering else last
    if before is not None and before.is_answering is is_answering:
        return Contact(is_answering, min(before.since, at), answered_at)
    return Contact(is_answering, at, answered_at)


def has_answered(outcome: Refusal | None) -> bool | None:
    """Return whether the game server answered, or ``None`` if no request was sent.

    An outcome of ``None`` means there was a reply.
    """
    if outcome is None or isinstance(outcome, ReplyTooLarge):
        return True
    return False if isinstance(outcome, Unreachable | AuthRejected) else None
