"""Decides which users may do what in a nation."""

from __future__ import annotations

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import Citizen, note_activity
from nazh.domain.dominion.errors.general import (
    CitizenElsewhere,
    NoNation,
    OnlyCitizens,
    OnlyDelegates,
    OnlyLeaderOrAdministrators,
    OnlyTheLeader,
)
from nazh.domain.dominion.errors.government import NotACitizen
from nazh.domain.dominion.government.appointments import may_act_as, note_command
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import UserId


def nation_here(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the nation of the server. Raises NoNation."""
    nation = world.nation_of(requester.guild)
    if nation is None:
        raise NoNation
    return nation


def nation_as_leader(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the server's nation if the user is its leader, and save their visit.

    Raises NoNation and OnlyTheLeader.
    """
    nation = nation_here(world, requester)
    if requester.user != nation.leader:
        raise OnlyTheLeader(nation.name)
    return save_visit(world, nation, requester)[0]


def nation_as_leader_or_administrator(
    world: WorldTransaction, requester: Requester, *, is_administrator: bool
) -> Nation:
    """Return the server's nation if the user is its leader or an administrator of the server.

    Saves their visit. Raises NoNation and OnlyLeaderOrAdministrators.
    """
    nation = nation_here(world, requester)
    if requester.user != nation.leader and not is_administrator:
        raise OnlyLeaderOrAdministrators(nation.name)
    return save_visit(world, nation, requester)[0]


def nation_as_delegate(world: WorldTransaction, requester: Requester, office: Office) -> Nation:
    """Return the server's nation for an action of its leader or the holder of an office.

    Saves their visit. With emergency powers, the holder of any office may act. Raises NoNation,
    OnlyDelegates and OnVacation.
    """
    nation = nation_here(world, requester)
    if not may_act_as(nation, requester.user, office, requester.at, world.season.rules.politics):
        raise OnlyDelegates(nation.name, office.value)
    check_not_on_vacation(nation, requester.at)
    return save_visit(world, nation, requester)[0]


def nation_as_citizen(world: WorldTransaction, requester: Requester) -> tuple[Nation, Citizen]:
    """Return the server's nation and the user's citizenship, and note their activity.

    The caller saves both. Raises NoNation and OnlyCitizens.
    """
    nation, citizen = _after_visit(world, nation_here(world, requester), requester)
    if citizen is None:
        raise no_citizen(world, nation, requester.user)
    return nation, citizen


def nation_as_member(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the server's nation if the user is its leader or a citizen, and save their visit.

    Raises NoNation and OnlyCitizens.
    """
    nation = nation_here(world, requester)
    check_member(world, nation, requester.user)
    return save_visit(world, nation, requester)[0]


async def nation_of_member(world: World, requester: Requester) -> Nation:
    """Return what ``nation_as_member`` does, in a transaction of its own."""
    return await world.look(requester, lambda transaction: nation_as_member(transaction, requester))


def save_visit(
    world: WorldTransaction, nation: Nation, requester: Requester
) -> tuple[Nation, Citizen | None]:
    """Save what a command of the user changes, and return the nation and their citizenship of it.

    If the nation does not change and the user is no citizen of it, nothing is saved.
    """
    visited, citizen = _after_visit(world, nation, requester)
    if citizen is not None:
        world.save_citizen(citizen)
    elif visited == nation:
        return nation, None
    world.save_nation(visited)
    return visited, citizen


def note_visit(world: WorldTransaction, requester: Requester) -> None:
    """Save the visit of a user who is a citizen of the server's nation or governs it."""
    nation = world.nation_of(requester.guild)
    if nation is not None:
        save_visit(world, nation, requester)


def _after_visit(
    world: WorldTransaction, nation: Nation, requester: Requester
) -> tuple[Nation, Citizen | None]:
    """Return the nation and the user's citizenship of it, if any, after a command of the user."""
    rules = world.season.rules
    nation = note_command(nation, requester.user, requester.at, rules.politics)
    citizen = citizen_of(world, nation, requester.user)
    if citizen is None:
        return nation, None
    return note_activity(nation, citizen, requester.at, rules.citizens)


def citizen_of(world: WorldTransaction, nation: Nation, user: UserId) -> Citizen | None:
    """Return the user's citizenship of the nation, or ``None``."""
    citizen = world.citizen(user)
    return citizen if citizen is not None and citizen.nation == nation.id else None


def no_citizen(world: WorldTransaction, nation: Nation, user: UserId) -> Refusal:
    """Return the refusal of a user who is not a citizen of the nation."""
    other = nation_elsewhere(world, nation, user)
    return OnlyCitizens(nation.name) if other is None else CitizenElsewhere(nation.name, other)


def nation_elsewhere(world: WorldTransaction, nation: Nation, user: UserId) -> str | None:
    """Return the name of another nation of which the user is a citizen, or ``None``."""
    citizen = world.citizen(user)
    if citizen is None or citizen.nation == nation.id:
        return None
    # Not locked: commands lock nations in ascending order, and this one may come first.
    return world.treaties.profiles_of((citizen.nation,))[citizen.nation].name


def check_member(world: WorldTransaction, nation: Nation, user: UserId) -> None:
    """Raise OnlyCitizens unless a user leads the nation or is a citizen of it."""
    if user != nation.leader and citizen_of(world, nation, user) is None:
        raise no_citizen(world, nation, user)


def check_citizen(world: WorldTransaction, nation: Nation, user: UserId) -> None:
    """Raise NotACitizen unless a user is a citizen of the nation."""
    if citizen_of(world, nation, user) is None:
        raise NotACitizen(nation.name)
