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
    """Return the server's nation if the user is its leader, and note their activity.

    Raises NoNation and OnlyTheLeader.
    """
    nation = nation_here(world, requester)
    if requester.user != nation.leader:
        raise OnlyTheLeader(nation.name)
    return note_activity_in(world, nation, requester)


def nation_as_leader_or_administrator(
    world: WorldTransaction, requester: Requester, *, is_administrator: bool
) -> Nation:
    """Return the server's nation if the user is its leader or an administrator of the server.

    Notes their activity. Raises NoNation and OnlyLeaderOrAdministrators.
    """
    nation = nation_here(world, requester)
    if requester.user != nation.leader and not is_administrator:
        raise OnlyLeaderOrAdministrators(nation.name)
    return note_activity_in(world, nation, requester)


def nation_as_delegate(world: WorldTransaction, requester: Requester, office: Office) -> Nation:
    """Return the server's nation for an action of its leader or the holder of an office.

    Notes their activity. With emergency powers, the holder of any office may act. Raises NoNation,
    OnlyDelegates and OnVacation.
    """
    nation = nation_here(world, requester)
    if not may_act_as(nation, requester.user, office, requester.at, world.season.rules.politics):
        raise OnlyDelegates(nation.name, office.value)
    check_not_on_vacation(nation, requester.at)
    return note_activity_in(world, nation, requester)


def nation_as_citizen(world: WorldTransaction, requester: Requester) -> tuple[Nation, Citizen]:
    """Return the server's nation and the user's citizenship, and note their activity.

    The caller saves both. Raises NoNation and OnlyCitizens.
    """
    nation = nation_here(world, requester)
    citizen = citizen_of(world, nation, requester.user)
    if citizen is None:
        raise no_citizen(world, nation, requester.user)
    rules = world.season.rules
    nation = note_command(nation, requester.user, requester.at, rules.politics)
    return note_activity(nation, citizen, requester.at, rules.citizens)


def nation_as_member(world: WorldTransaction, requester: Requester) -> Nation:
    """Return the server's nation if the user is its leader or a citizen, and note their activity.

    The caller saves it. Raises NoNation and OnlyCitizens.
    """
    if nation_here(world, requester).leader == requester.user:
        return nation_as_leader(world, requester)
    nation, citizen = nation_as_citizen(world, requester)
    world.save_citizen(citizen)
    return nation


async def nation_of_member(world: World, requester: Requester) -> Nation:
    """Return the server's nation if the user is its leader or a citizen, and save their activity.

    Raises NoNation and OnlyCitizens.
    """

    def work(transaction: WorldTransaction) -> Nation:
        nation = nation_as_member(transaction, requester)
        transaction.save_nation(nation)
        return nation

    return await world.look(requester, work)


def note_activity_in(world: WorldTransaction, nation: Nation, requester: Requester) -> Nation:
    """Save the nation after a command of the user, and their citizenship of it, if any.

    Returns the nation. Callers that change it further save it again.
    """
    rules = world.season.rules
    nation = note_command(nation, requester.user, requester.at, rules.politics)
    citizen = citizen_of(world, nation, requester.user)
    if citizen is not None:
        nation, citizen = note_activity(nation, citizen, requester.at, rules.citizens)
        world.save_citizen(citizen)
    world.save_nation(nation)
    return nation


def visited(
    world: WorldTransaction, nation: Nation, requester: Requester
) -> tuple[Nation, Citizen | None]:
    """Save a visit, and return the nation and the user's citizenship of it after the visit."""
    rules = world.season.rules
    noted = note_command(nation, requester.user, requester.at, rules.politics)
    citizen = citizen_of(world, nation, requester.user)
    if citizen is not None:
        noted, citizen = note_activity(noted, citizen, requester.at, rules.citizens)
        world.save_citizen(citizen)
    elif noted == nation:
        return nation, None
    world.save_nation(noted)
    return noted, citizen


def note_visit(world: WorldTransaction, requester: Requester) -> None:
    """Save the visit of a user who is a citizen of the server's nation or governs it."""
    nation = world.nation_of(requester.guild)
    if nation is not None:
        visited(world, nation, requester)


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


def check_citizen(world: WorldTransaction, nation: Nation, user: UserId) -> None:
    """Raise NotACitizen unless a user is a citizen of the nation."""
    if citizen_of(world, nation, user) is None:
        raise NotACitizen(nation.name)
