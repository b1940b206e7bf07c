"""Announces developers' texts to all nations, after a preview (NOT-02)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Broadcasts, Requester, WorldStatuses
from nazh.domain.dominion.errors.controls import AlreadySo
from nazh.domain.dominion.errors.government import InvalidAnnouncement
from nazh.domain.dominion.government.announcements import MAX_CHARACTERS, read_words
from nazh.domain.dominion.notices import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class AnnouncementDraft:
    """An unconfirmed announcement, and how many nations would get it."""

    number: int
    text: str
    nations: int


@dataclass(frozen=True, slots=True)
class AnnounceToAll:
    """Stores an announcement as a notice of each nation, delivered like any other."""

    developers: Developers
    broadcasts: Broadcasts
    statuses: WorldStatuses

    async def draft(self, requester: Requester, text: str) -> AnnouncementDraft:
        """Store the text as a draft for a day. Raises OnlyDevelopers and InvalidAnnouncement."""
        self.developers.check(requester)
        words = read_words(text, MAX_CHARACTERS)
        if words is None:
            raise InvalidAnnouncement(MAX_CHARACTERS)
        kind, cause = NoticeKind.OPERATOR_ANNOUNCEMENT, f"interaction {requester.request}"
        notice = Notice(requester.at, kind, cause, {"text": words})
        world = await self.statuses.at(requester.at)
        number = await self.broadcasts.draft(notice)
        return AnnouncementDraft(number, words, 0 if world is None else world.nations)

    async def send(self, requester: Requester, number: int, reason: str) -> None:
        """Send a draft. Raises OnlyDevelopers, and AlreadySo if it was sent or has expired."""
        self.developers.check(requester)
        target = f"announcement {number}"
        entry = developer_entry(requester, "announced", target, after={"reason": reason})
        if not await self.broadcasts.send(number, requester.at, entry):
            raise AlreadySo
