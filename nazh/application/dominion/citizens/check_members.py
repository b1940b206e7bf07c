"""Detects citizens who have left the server of their nation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.ports import (
    CitizenPlace,
    CitizensToCheck,
    Members,
    World,
    WorldTransaction,
)
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.citizens import note_absence, note_presence
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId

PERIOD: Final = timedelta(seconds=10)
MAX_AT_ONCE: Final = 20
"""Two requests a second; Discord allows the whole bot fifty."""
CHECKED_EVERY: Final = timedelta(days=1)
ASKED_AGAIN_AFTER: Final = timedelta(minutes=10)
"""How long citizens of a server are not checked after Discord has not answered about one."""


@dataclass(frozen=True, slots=True)
class CheckMembers:
    """Asks Discord about citizens not checked for a day, a few at a time (REG-07).

    Does nothing while ``is_stopped`` returns true, as a change of a nation would advance the world.
    ``unanswered`` are servers about which Discord has not answered, such as those that only have
    the commands and not the bot, and until when they are left out, so that others get their turn.
    """

    world: World
    citizens: CitizensToCheck
    members: Members
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]
    unanswered: dict[GuildId, datetime] = field(default_factory=dict)

    async def __call__(self) -> None:
        """Check the citizens with the oldest checks. Raises ``Unavailable``."""
        if await self.is_stopped():
            return
        now = self.clock.now()
        for guild in [guild for guild, until in self.unanswered.items() if until <= now]:
            del self.unanswered[guild]
        before, failure = now - CHECKED_EVERY, None
        for place in await self.citizens.checked_before(before, MAX_AT_ONCE, self.unanswered):
            if place.guild in self.unanswered:  # since an earlier place
                continue
            try:
                await self._check(place)
            except Unavailable as error:
                self.unanswered[place.guild] = now + ASKED_AGAIN_AFTER
                failure = error
        if failure is not None:
            raise failure

    async def _check(self, place: CitizenPlace) -> None:
        is_member = await self.members.has(place.guild, place.user)
        at = self.clock.now()

        def work(world: WorldTransaction) -> None:
            nation = world.nation_of(place.guild)
            citizen = world.citizen(place.user)
            if nation is None or citizen is None or citizen.nation != nation.id:
                return
            if citizen.checked_at >= at:  # a command was newer
                return
            rules = world.season.rules.citizens
            checked = note_presence(citizen, at) if is_member else note_absence(citizen, at, rules)
            world.save_nation(nation)
            world.save_citizen(checked)

        await self.world.apply(place.guild, at, work)
