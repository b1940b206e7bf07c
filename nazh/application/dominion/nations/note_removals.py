"""Records which nations belong to servers that the bot has left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import OrphanedNations, World, WorldTransaction
from nazh.application.guilds.ports import GuildMembership
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.nations.lifecycle import orphan, restore
from nazh.domain.kernel.identity import GuildId

PERIOD: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NoteRemovals:
    """Pauses nations of servers without the bot, and restores them when it returns (REG-13).

    Does nothing while ``is_stopped`` returns true, as a change of a nation would advance the world.
    """

    world: World
    membership: GuildMembership
    nations: OrphanedNations
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]

    async def __call__(self) -> None:
        """Compare the nations with the servers that the bot has left. Raises ``Unavailable``."""
        if await self.is_stopped():
            return
        departed = (await self.membership.left()).keys()
        orphaned = await self.nations.orphaned()
        for guild in sorted(orphaned - departed):
            await self._note(guild, is_left=False)
        for guild in await self.nations.among(sorted(departed - orphaned)):
            await self._note(guild, is_left=True)

    async def _note(self, guild: GuildId, *, is_left: bool) -> None:
        at = self.clock.now()

        def work(world: WorldTransaction) -> None:
            nation = world.nation_of(guild)
            if nation is not None:
                world.save_nation(orphan(nation, at) if is_left else restore(nation))

        await self.world.apply(guild, at, work)
