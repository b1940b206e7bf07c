"""Tests that commands keep citizens active, refused ones too (REG-08)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptFeatures
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.application.dominion.citizens.note_visit import NoteVisit
from nazh.application.dominion.diplomacy.show_treaties import ShowTreaties
from nazh.application.dominion.government.announce import Announce
from nazh.application.dominion.military.build_units import BuildUnits
from nazh.application.dominion.nations.choose_battle_hour import ShowBattleHour
from nazh.application.dominion.nations.look_at_nation import LookAsMember, LookAtNation
from nazh.application.dominion.ports import Requester
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.errors.general import CitizenElsewhere, OnlyCitizens, OnlyDelegates
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.kernel.identity import RequestId, UserId
from tests.contract.test_rankings import found
from tests.contract.test_worlds import START, Played, requester

pytestmark = pytest.mark.slow
CITIZEN, STRANGER = 21, 22
DAY = timedelta(hours=3)
"""A day of a season whose durations are an eighth: citizens become inactive after 14 of them."""


@pytest_asyncio.fixture
async def played(dominion_database: Database) -> Played:
    world = Played(dominion_database)
    await world.begin_brief_season()
    return world


def asks(day: int, user: int = CITIZEN, guild: int = 1) -> Requester:
    by = requester(1, user, guild, START + day * DAY)
    return replace(by, request=RequestId(f"{user} {day}"))


async def refused(played: Played, by: Requester) -> None:
    with pytest.raises(OnlyDelegates):
        await BuildUnits(played.world, ScriptFeatures())(by, UnitType.INFANTRY, 1)


async def citizen(played: Played) -> Citizen:
    record = await played.records.record_of(UserId(CITIZEN))
    assert record.citizen is not None
    return record.citizen


async def test_a_refused_command_leaves_what_a_look_leaves(played: Played) -> None:
    await found(played, "Aurelia")
    await played.join(asks(0))
    await played.advance(START + 13 * DAY)

    await refused(played, asks(13))
    left = (await played.snapshot()).digest
    await LookAtNation(played.world)(asks(13))

    assert (await played.snapshot()).digest == left
    assert (await citizen(played)).active_until == START + 27 * DAY
    await played.advance(START + 15 * DAY)
    assert (await played.snapshot()).nations[0].population == 1


@pytest.mark.parametrize("is_advanced", [False, True])
async def test_a_refused_command_brings_a_citizen_back(played: Played, is_advanced: bool) -> None:
    await found(played, "Aurelia")
    await played.join(asks(0))
    if is_advanced:
        await played.advance(START + 15 * DAY)
        assert (await played.snapshot()).nations[0].population == 0

    await refused(played, asks(15))

    (nation,) = (await played.snapshot()).nations
    assert nation.population == 1
    # It has earned until the citizen was inactive, more as long as it was new, and nothing then.
    assert nation.resources == 1_000 + 42 * 100 + 5 * 50


async def test_a_repeated_request_is_not_another_visit(played: Played) -> None:
    await found(played, "Aurelia")
    await played.join(asks(0))
    await refused(played, asks(13))
    before = await citizen(played)

    await refused(played, replace(asks(14), request=asks(13).request))

    assert await citizen(played) == before


async def test_a_stranger_who_is_refused_changes_nothing(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.join(asks(0))
    await played.advance(START + 13 * DAY)
    before = (await played.snapshot()).digest

    await refused(played, asks(13, STRANGER))
    with pytest.raises(CitizenElsewhere):
        await LookAsMember(played.world)(asks(13, CITIZEN, guild=2))
    await NoteVisit(played.world)(asks(13, STRANGER))
    await NoteVisit(played.world)(asks(13, CITIZEN, guild=3))

    assert (await played.snapshot()).digest == before


async def test_a_recorded_visit_has_the_same_effect_as_a_look(played: Played) -> None:
    await found(played, "Aurelia")
    await played.join(asks(0))

    await NoteVisit(played.world)(asks(13))
    left = (await played.snapshot()).digest
    await LookAtNation(played.world)(asks(13))

    assert (await played.snapshot()).digest == left
    assert (await citizen(played)).active_until == START + 27 * DAY


async def test_a_refused_command_of_the_leader_is_one_of_the_government(played: Played) -> None:
    await found(played, "Aurelia")
    await played.advance(START + 4 * DAY)

    with pytest.raises(OnlyCitizens):
        await played.contribute(asks(4, 1))

    (nation,) = (await played.snapshot()).nations
    assert nation.government.active_at == START + 4 * DAY


async def announce(played: Played, by: Requester) -> None:
    await Announce(played.world)(by, "Welcome")


async def show_treaties(played: Played, by: Requester) -> None:
    await ShowTreaties(played.world)(by)


async def build(played: Played, by: Requester) -> None:
    await BuildUnits(played.world, ScriptFeatures())(by, UnitType.INFANTRY, 1)


async def show_battle_hour(played: Played, by: Requester) -> None:
    await ShowBattleHour(played.world)(by)


@pytest.mark.parametrize("act", [announce, show_treaties, build, show_battle_hour])
async def test_a_command_of_the_leader_is_one_of_the_government(
    played: Played, act: Callable[[Played, Requester], Awaitable[None]]
) -> None:
    await found(played, "Aurelia")
    await played.advance(START + 4 * DAY)

    await act(played, asks(4, 1))

    (nation,) = (await played.snapshot()).nations
    assert nation.government.active_at == START + 4 * DAY
