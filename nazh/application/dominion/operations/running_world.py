"""Keeps developers' commands from advancing the world while it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.controls import WorldStopped
from nazh.domain.dominion.operations.controls import Mode
from nazh.domain.kernel.identity import GuildId

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class RunningWorld:
    """Satisfies ``World``; all calls raise WorldStopped while the world is stopped.

    A transaction settles the nations that it reads, and so advances the world up to its instant.
    Players' commands are refused before they get here.
    """

    world: World
    controls: CurrentControls

    async def change(
        self,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result:
        """Run ``work`` in a transaction, and store the result."""
        await self._check()
        return await self.world.change(requester, result, work)

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without storing the result."""
        await self._check()
        return await self.world.look(requester, work)

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without a command."""
        await self._check()
        return await self.world.apply(guild, at, work)

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due."""
        await self._check()
        return await self.world.advance(until)

    async def _check(self) -> None:
        setting = (await self.controls()).mode_setting
        if setting.mode is Mode.STOPPED:
            raise WorldStopped(setting.reason)
