"""Shows and sets the hour of the day of a nation's defensive battles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dominion.access import nation_as_leader, nation_as_leader_or_administrator
from nazh.application.dominion.administrators import BY_PERMISSION, Administrators
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.wars import InvalidBattleHour
from nazh.domain.dominion.wars.battle_hour import HOURS


@dataclass(frozen=True, slots=True)
class BattleHourChosen:
    """The battle hour of a nation, in UTC."""

    nation: str
    hour: int


@dataclass(frozen=True, slots=True)
class ShowBattleHour:
    """Shows the battle hour to the leader and to administrators of the server."""

    world: World
    administrators: Administrators = BY_PERMISSION

    async def __call__(self, requester: Requester) -> BattleHourChosen:
        """Return the hour. Raises NoNation and OnlyLeaderOrAdministrators."""
        is_administrator = await self.administrators.include(requester)

        def work(world: WorldTransaction) -> BattleHourChosen:
            nation = nation_as_leader_or_administrator(
                world, requester, is_administrator=is_administrator
            )
            return BattleHourChosen(nation.name, nation.battle_hour)

        return await self.world.look(requester, work)


@dataclass(frozen=True, slots=True)
class ChooseBattleHour:
    """Sets the battle hour, for wars accepted from now on (C-04)."""

    world: World

    async def __call__(self, requester: Requester, hour: int) -> BattleHourChosen:
        """Set the hour.

        Raises NoNation, OnlyTheLeader and InvalidBattleHour.
        """

        def work(world: WorldTransaction) -> BattleHourChosen:
            nation = nation_as_leader(world, requester)
            if hour not in HOURS:
                raise InvalidBattleHour
            world.save_nation(replace(nation, battle_hour=hour))
            return BattleHourChosen(nation.name, hour)

        return await self.world.change(requester, BattleHourChosen, work)
