"""Lists all nations for developers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.operations.switch import ControlWriter
from nazh.application.dominion.ports import ListedNation, NationDirectory, Requester, SeasonRules
from nazh.domain.dominion.nations.lifecycle import Status, status_of
from nazh.domain.dominion.operations.controls import SanctionKind

PAGE_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class NationState:
    """A nation, its current status, and the kind of sanction against it, if any."""

    nation: ListedNation
    status: Status
    sanction: SanctionKind | None


@dataclass(frozen=True, slots=True)
class NationList:
    """A page of nations, which is empty after the last one."""

    page: int
    nations: tuple[NationState, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class ListNations:
    """Lists nations for developers, in the order of their ids. Pages are numbered from 1."""

    writer: ControlWriter
    directory: NationDirectory
    season: SeasonRules

    async def __call__(self, requester: Requester, page: int) -> NationList:
        """Return a page. Raises OnlyDevelopers."""
        controls = await self.writer.look(requester)
        listed = await self.directory.listed(PAGE_LENGTH + 1, (page - 1) * PAGE_LENGTH)
        rules = (await self.season.current()).nations
        nations = []
        for nation in listed[:PAGE_LENGTH]:
            sanction = controls.sanction_of(nation.guild, requester.at)
            status = status_of(nation, requester.at, rules)
            kind = None if sanction is None else sanction.kind
            nations.append(NationState(nation, status, kind))
        return NationList(page, tuple(nations), len(listed) <= PAGE_LENGTH)
