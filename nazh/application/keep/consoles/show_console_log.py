"""Shows the console log of a guild's game servers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.consoles.ports import ConsoleLog, ConsoleLogEntry
from nazh.domain.keep.access import Caller


@dataclass(frozen=True, slots=True)
class ShowConsoleLog:
    """Shows which users ran which commands. For managers only."""

    log: ConsoleLog

    async def __call__(self, caller: Caller, most: int) -> tuple[ConsoleLogEntry, ...]:
        """Return the latest entries, latest first. Raises OnlyServerManagers."""
        caller.check_manager()
        return await self.log.latest(caller.guild, most)
