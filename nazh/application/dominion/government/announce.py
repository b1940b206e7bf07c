"""Announces a leader's text to the citizens of a nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_leader
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.government.announcements import Ping, announce
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Announced:
    """A queued announcement, and when the next one is possible."""

    nation: str
    again_at: datetime


@dataclass(frozen=True, slots=True)
class Announce:
    """Stores an announcement as a notice of the nation, delivered like any other (NOT-06)."""

    world: World

    async def __call__(
        self, requester: Requester, text: str, ping: Ping | None = None
    ) -> Announced:
        """Announce the text.

        Raises NoNation, OnlyTheLeader, NoPingForEveryone, RoleNotMentionable, InvalidAnnouncement
        and TooSoon.
        """

        def work(world: WorldTransaction) -> Announced:
            nation = nation_as_leader(world, requester)
            rules = world.season.rules.politics
            last = world.last_notice(nation.id, NoticeKind.ANNOUNCEMENT)
            world.save_nation(announce(nation, text, last, requester.act, rules, ping))
            return Announced(nation.name, requester.at + rules.announce_cooldown)

        return await self.world.change(requester, Announced, work)
