"""Shows the leader of a nation what needs their decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from nazh.application.dominion.access import citizen_of, nation_as_leader
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.notices.news_channels import NewsChannel, NewsChannels
from nazh.application.dominion.ports import (
    PublicWar,
    Requester,
    SupportedWar,
    WarDirectory,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import UnitType, rules_of
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.upkeep import lasting_upkeep, next_charge, planned_upkeep
from nazh.domain.dominion.wars.war import WarState

_WARS: Final = 5


class Task(Enum):
    """Something that a leader should do, the most urgent first."""

    ANSWER_WAR = "answer_war"
    GIVE_ORDERS = "give_orders"
    COVER_UPKEEP = "cover_upkeep"
    UPGRADE_STORAGE = "upgrade_storage"
    INVITE_CITIZENS = "invite_citizens"
    BUILD_UNITS = "build_units"
    GIVE_OFFICES = "give_offices"
    CHOOSE_CHANNEL = "choose_channel"
    REPAIR_CHANNEL = "repair_channel"


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A nation with its next battles and its leader's tasks, as of ``at``.

    ``supported`` are the open wars of other nations that it supports.
    """

    view: NationView
    wars: tuple[PublicWar, ...]
    tasks: tuple[Task, ...]
    at: datetime
    supported: tuple[SupportedWar, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowDashboard:
    """Shows the stock, the units, the wars and the tasks of a nation to its leader."""

    world: World
    wars: WarDirectory
    news_channels: NewsChannels

    async def __call__(self, requester: Requester) -> Dashboard:
        """Return the dashboard. Raises NoNation and OnlyTheLeader."""

        def work(world: WorldTransaction) -> NationView:
            nation = nation_as_leader(world, requester)
            return NationView(nation, citizen_of(world, nation, requester.user), world.season)

        view = await self.world.look(requester, work)
        wars = await self.wars.listed(requester.guild, _WARS, is_open=True)
        news = await self.news_channels.of(requester.guild)
        tasks = tasks_of(view, wars, news, requester.at)
        supported = await self.wars.supported(requester.guild)
        return Dashboard(view, wars, tasks, requester.at, supported)


def tasks_of(
    view: NationView, wars: Sequence[PublicWar], news: NewsChannel, at: datetime
) -> tuple[Task, ...]:
    """Return what a leader should do, the most urgent first."""
    return tuple(_tasks(view, wars, news, at))


def _tasks(
    view: NationView, wars: Sequence[PublicWar], news: NewsChannel, at: datetime
) -> Iterator[Task]:
    nation, rules = view.nation, view.season.rules
    if any(war.state is WarState.PROPOSED and war.defender.guild == nation.guild for war in wars):
        yield Task.ANSWER_WAR
    if any(war.state is WarState.PREPARATION for war in wars):
        yield Task.GIVE_ORDERS
    is_upkeep_missing = next_charge(nation, rules).missing > 0
    if is_upkeep_missing:
        yield Task.COVER_UPKEEP
    if nation.resources >= nation.capacity(rules.resources):
        yield Task.UPGRADE_STORAGE
    if not nation.population:
        yield Task.INVITE_CITIZENS
    if not is_upkeep_missing and _can_build(nation, rules, at):
        yield Task.BUILD_UNITS
    if not nation.government.holders:
        yield Task.GIVE_OFFICES
    if news.channel is None:
        yield Task.CHOOSE_CHANNEL
    elif news.refused is not None:
        yield Task.REPAIR_CHANNEL


def _can_build(nation: Nation, rules: Ruleset, at: datetime) -> bool:
    """Return whether nothing is being built that the nation could pay for and maintain."""
    military = rules.military
    cheapest = min(rules_of(military, unit).cost for unit in UnitType)
    lasting = lasting_upkeep(nation, at, rules.resources)
    return (
        not nation.military.orders
        and nation.resources >= cheapest
        and planned_upkeep(nation, military) < lasting
    )
