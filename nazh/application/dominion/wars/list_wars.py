"""Lists the open or concluded wars of one nation or of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.application.dominion.access import nation_of_member
from nazh.application.dominion.nations.named_nation import named_nation
from nazh.application.dominion.ports import (
    NationDirectory,
    PublicWar,
    Requester,
    SupportedWar,
    WarDirectory,
    World,
)

PAGE_LENGTH: Final = 10


class WarFilter(Enum):
    """Which wars to list; the value is its word in commands."""

    OWN = "own"
    WORLD = "world"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class WarList:
    """A page of wars. ``nation`` is the name of their nation, or ``None`` for all nations.

    ``supported`` are the wars of other nations that the nation supports, on the first page of its
    own wars.
    """

    which: WarFilter
    nation: str | None
    page: int
    wars: tuple[PublicWar, ...]
    is_last: bool
    supported: tuple[SupportedWar, ...] = ()


@dataclass(frozen=True, slots=True)
class ListWars:
    """Lists wars for the leader and the citizens of a nation. Pages are numbered from 1."""

    world: World
    wars: WarDirectory
    nations: NationDirectory

    async def __call__(
        self, requester: Requester, which: WarFilter, page: int, name: str | None = None
    ) -> WarList:
        """Return a page, which is empty after the last one; ``name`` is another nation.

        Raises NoNation, OnlyCitizens and UnknownNation.
        """
        nation = await nation_of_member(self.world, requester)
        whose, guild = nation.name, requester.guild
        if name is not None:
            other = await named_nation(self.nations, name)
            whose, guild = other.name, other.guild
        is_everyones = which is WarFilter.WORLD
        wars = await self.wars.listed(
            None if is_everyones else guild,
            PAGE_LENGTH + 1,
            (page - 1) * PAGE_LENGTH,
            is_open=which is not WarFilter.OVER,
        )
        shows_supported = which is WarFilter.OWN and page == 1
        return WarList(
            which,
            None if is_everyones else whose,
            page,
            wars[:PAGE_LENGTH],
            len(wars) <= PAGE_LENGTH,
            await self.wars.supported(requester.guild) if shows_supported else (),
        )
