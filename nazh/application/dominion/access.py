"""Decides who may do what in a nation."""

from __future__ import annotations

from nazh.application.dominion.ports import Requester, WorldTransaction
from nazh.domain.dominion.citizens import Citizen, note_activity
from nazh.domain.dominion.errors import (
    NoNation,
    OnlyAdministrators,
    OnlyCitizens,
    OnlyTheLeader,
)
from nazh.domain.dominion.nations import Nation


def check_administrator(requester: Requester) -> None:
    """Raise OnlyAdministrators unless the user administers the server."""
    if not requester.is_administrator:
        raise OnlyAdministrators


def nation_here(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the nation of the server. Raises NoNation."""
    nation = world.nation_of(requester.guild)
    if nation is None:
        raise NoNation
    return nation


def nation_as_leader(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the nation of the server to its leader, whose activity is noted if a citizen.

    Raises NoNation and OnlyTheLeader.
    """
    nation = nation_here(world, requester)
    if requester.user != nation.leader:
        raise OnlyTheLeader(nation.name)
    citizen = world.citizen(requester.user)
    if citizen is None or citizen.nation != nation.id:
        return nation
    nation, citizen = note_activity(nation, citizen, requester.at, world.season.rules.citizens)
    world.save_citizen(citizen)
    return nation


def nation_as_citizen(world: WorldTransaction, requester: Requester) -> tuple[Nation, Citizen]:
    """Return the nation of the server and the user's citizenship, whose activity is noted.

    The caller saves both. Raises NoNation and OnlyCitizens.
    """
    nation = nation_here(world, requester)
    citizen = world.citizen(requester.user)
    if citizen is None or citizen.nation != nation.id:
        raise OnlyCitizens(nation.name)
    return note_activity(nation, citizen, requester.at, world.season.rules.citizens)
