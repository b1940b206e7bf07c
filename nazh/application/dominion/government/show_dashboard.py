"""Shows the leader of a nation what needs their decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import UnitType, rules_of
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.upkeep_forecast import lasting_upkeep, next_charge, planned_upkeep
from nazh.domain.dominion.wars.war import Orders, WarState

_WARS: Final = 5


class Task(Enum):
    """Something that a leader should do, the most urgent first."""

    ANSWER_WAR = "answer_war"
    ANSWER_PEACE = "answer_peace"
    GIVE_ORDERS = "give_orders"
    ANSWER_PROPOSALS = "answer_proposals"
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

        def work(world: WorldTransaction) -> tuple[NationView, frozenset[Task]]:
            nation = nation_as_leader(world, requester)
            view = NationView(nation, citizen_of(world, nation, requester.user), world.season)
            return view, frozenset(_decisions(world, nation, requester.at))

        view, decisions = await self.world.look(requester, work)
        wars = await self.wars.listed(requester.guild, _WARS, is_open=True)
        news = await self.news_channels.of(requester.guild)
        tasks = tasks_of(view, decisions, news, requester.at)
        supported = await self.wars.supported(requester.guild)
        return Dashboard(view, wars, tasks, requester.at, supported)


def _decisions(world: WorldTransaction, nation: Nation, at: datetime) -> Iterator[Task]:
    """Yield what other nations wait for, and orders for battles that are as they were at first."""
    for war in world.wars_of(nation.id):
        role = war.role_of(nation.id)
        if role is None or war.state is WarState.CONCLUDED:
            continue
        if war.state is WarState.PROPOSED and role is Role.DEFENDER:
            yield Task.ANSWER_WAR
        if war.state is WarState.PREPARATION and war.orders(role) == Orders():
            yield Task.GIVE_ORDERS
        if war.offer is not None and war.offer.by is not role:
            yield Task.ANSWER_PEACE
    proposals = world.treaties.proposals_of(nation.id)
    if any(proposal.recipient == nation.id and proposal.is_open(at) for proposal in proposals):
        yield Task.ANSWER_PROPOSALS


def tasks_of(
    view: NationView, decisions: Collection[Task], news: NewsChannel, at: datetime
) -> tuple[Task, ...]:
    """Return what a leader should do, the most urgent first; ``decisions`` are some of it."""
    tasks = {*decisions, *_tasks(view, news, at)}
    return tuple(task for task in Task if task in tasks)


def _tasks(view: NationView, news: NewsChannel, at: datetime) -> Iterator[Task]:
    nation, rules = view.nation, view.season.rules
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
