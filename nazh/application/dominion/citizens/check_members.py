"""Detects citizens who have left the server of their nation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
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

PERIOD: Final = timedelta(seconds=10)
MOST_AT_ONCE: Final = 20
"""Two requests a second; Discord allows the whole bot fifty."""
CHECKED_EVERY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CheckMembers:
    """Asks Discord about citizens not checked for a day, a few at a time (REG-07).

    Does nothing while ``is_stopped`` returns true, as a change of a nation would advance the world.
    """

    world: World
    citizens: CitizensToCheck
    members: Members
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]

    async def __call__(self) -> None:
        """Check the citizens with the oldest checks. Raises ``Unavailable``."""
        if await self.is_stopped():
            return
        before = self.clock.now() - CHECKED_EVERY
        failure: Unavailable | None = None
        for place in await self.citizens.checked_before(before, MOST_AT_ONCE):
            try:
                await self._check(place)
            except Unavailable as error:  # the bot may have left this server
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
