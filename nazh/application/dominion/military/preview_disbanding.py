"""Previews the effect of disbanding units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.military.building import disband
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.wars.responding import check_units_are_free

_LARGE: Final = 4
"""Disbanding more than one in this many units of a type must be confirmed (SEC-04)."""


@dataclass(frozen=True, slots=True)
class DisbandingPreview:
    """Units to disband ``of`` those that the nation has, with its strength and stock."""

    unit: UnitType
    quantity: int
    of: int
    strength: int
    strength_after: int
    resources: int
    resources_after: int
    is_large: bool


@dataclass(frozen=True, slots=True)
class PreviewDisbanding:
    """Returns what ``DisbandUnits`` would do, without doing it."""

    world: World

    async def __call__(
        self, requester: Requester, unit: UnitType, quantity: int
    ) -> DisbandingPreview:
        """Return what would happen. Raises what ``DisbandUnits`` does."""

        def work(world: WorldTransaction) -> DisbandingPreview:
            rules = world.season.rules
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            check_units_are_free(world.wars_of(nation.id))
            after = disband(nation, unit, quantity, requester.act, rules)
            units = nation.military.of(unit).quantity
            return DisbandingPreview(
                unit=unit,
                quantity=quantity,
                of=units,
                strength=nation.military.strength(rules.military),
                strength_after=after.military.strength(rules.military),
                resources=nation.resources,
                resources_after=after.resources,
                is_large=_LARGE * quantity > units,
            )

        return await self.world.look(requester, work)
