"""Shows the notices of a nation to its members, and changes their subscriptions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dominion.access import nation_of_member
from nazh.application.dominion.notices.news_channels import NewsChannel, NewsChannels
from nazh.application.dominion.ports import (
    DirectNotices,
    NationNotice,
    Notices,
    Requester,
    World,
)
from nazh.application.shared.messages.queued_messages import Recipient
from nazh.domain.dominion.notices import NoticeKind

PAGE_LENGTH: Final = 10


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Notices of a nation, latest first. Pages are numbered from 1."""

    nation: str
    page: int
    notices: tuple[NationNotice, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class ShowInbox:
    """Shows the notices of a nation to a citizen or the leader."""

    world: World
    notices: Notices

    async def __call__(self, requester: Requester, page: int) -> InboxPage:
        """Return a page, which is empty after the last one. Raises NoNation and OnlyCitizens."""
        nation = await nation_of_member(self.world, requester)
        skip = (page - 1) * PAGE_LENGTH
        notices = await self.notices.of_nation(nation.id, PAGE_LENGTH + 1, skip)
        return InboxPage(nation.name, page, notices[:PAGE_LENGTH], len(notices) <= PAGE_LENGTH)


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """The channel of the nation's notices, and the kinds that a citizen gets directly.

    ``direct_refused_at`` is when Discord refused the last direct message to the citizen, ``None``
    if it did not.
    """

    nation: str
    news: NewsChannel
    direct: frozenset[NoticeKind]
    direct_refused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeInbox:
    """Changes which notices a citizen gets as direct messages (NOT-03)."""

    world: World
    direct: DirectNotices
    news_channels: NewsChannels

    async def __call__(
        self, requester: Requester, kinds: Collection[NoticeKind] = (), *, is_on: bool = True
    ) -> InboxSettings:
        """Return the settings after the change, if any. Raises NoNation and OnlyCitizens."""
        nation = await nation_of_member(self.world, requester)
        if kinds:
            await self.direct.change(requester.user, kinds, is_on=is_on)
        news = await self.news_channels.of(requester.guild)
        direct = await self.direct.of(requester.user)
        recipient = Recipient.user(requester.user, requester.guild)
        refused = await self.news_channels.deliveries.refused(recipient)
        return InboxSettings(nation.name, news, direct, None if refused is None else refused.at)
