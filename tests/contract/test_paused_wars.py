"""Tests the contract of ``World`` about wars of nations that pause, are banned or are deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import select

from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.dominion.operations.control_store import SqlControlStore
from nazh.adapters.outbound.sql.dominion.tables import NOTICES
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.nations.take_vacation import PreviewVacation
from nazh.application.dominion.operations.check_command import CurrentControls
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.moderate import LiftSanction, SanctionNation
from nazh.application.dominion.operations.order_deletion import OrderDeletion
from nazh.application.dominion.operations.switch import ControlWriter
from nazh.application.dominion.ports import WorldTransaction
from nazh.domain.dominion.errors.wars import VacationDuringWar
from nazh.domain.dominion.events import WarCancelled
from nazh.domain.dominion.nations.lifecycle import orphan
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.dominion.wars.war import Outcome, WarState
from nazh.domain.kernel.identity import GuildId, UserId
from tests.contract.test_wars import BATTLE, DECLARED, Warring, warring
from tests.contract.test_worlds import HOUR, RULESETS, START, requester
from tests.doubles.clock import FrozenClock

__all__ = ("warring",)
DAY = 24 * HOUR
Result = TypeVar("Result")
WORKSHOP, DEVELOPER = GuildId(99), UserId(7)


def sanctions(warring: Warring) -> tuple[SanctionNation, LiftSanction]:
    store = SqlControlStore(warring.database)
    developers = Developers(WORKSHOP, frozenset({DEVELOPER}))
    writer = ControlWriter(developers, store, CurrentControls(store, FrozenClock(START)))
    return (
        SanctionNation(writer, warring.directory, warring.world),
        LiftSanction(writer, warring.directory),
    )


async def sanction(warring: Warring, kind: SanctionKind) -> None:
    by = replace(requester(900, at=DECLARED + 2 * HOUR), guild=WORKSHOP, user=DEVELOPER)
    await sanctions(warring)[0](by, "Borealis", kind, 0, "for a test")


async def told_of_the_end(warring: Warring) -> list[tuple[int, str]]:
    """Return which nations were told that a war has ended, and how."""
    row = NOTICES.c
    query = select(row.nation, row.facts).where(row.kind == NoticeKind.WAR_ENDED.value)
    rows = await warring.database.read(lambda on: on.execute(query.order_by(row.nation)).all())
    return [(notice_row.nation, json.loads(notice_row.facts)["what"]) for notice_row in rows]


async def test_no_vacation_is_announced_during_a_war(warring: Warring) -> None:
    await warring.declare()

    codes = [await warring.command(DECLARED, guild, "nation vacation", days=3) for guild in (1, 2)]

    assert codes == ["vacation_during_war"] * 2


async def test_a_vacation_during_a_war_is_refused_before_it_is_confirmed(warring: Warring) -> None:
    await warring.declare()
    plan = PreviewVacation(warring.world)

    with pytest.raises(VacationDuringWar):
        await plan(requester(901, user=1, at=DECLARED + HOUR), 3)


async def test_scheduling_its_deletion_does_not_protect_a_nation(warring: Warring) -> None:
    assert await warring.command(DECLARED - HOUR, 2, "nation delete") is None

    declared = await warring.command(DECLARED, 1, "war declare", nation="Borealis")

    assert declared is None


async def test_no_war_is_declared_on_a_nation_that_the_operator_will_delete(
    warring: Warring,
) -> None:
    developers = Developers(WORKSHOP, frozenset({DEVELOPER}))
    by = replace(requester(900, at=DECLARED - HOUR), guild=WORKSHOP, user=DEVELOPER)
    await OrderDeletion(developers, warring.world)(by, GuildId(2), "for a test")

    refused = await warring.command(DECLARED, 1, "war declare", nation="Borealis")

    assert refused == "nation_being_deleted"


async def test_a_declined_war_allows_a_vacation_immediately(warring: Warring) -> None:
    await warring.declare()
    assert await warring.command(DECLARED, 2, "war decline", war=1) is None

    assert await warring.command(DECLARED, 2, "nation vacation", days=3) is None


async def test_an_announced_vacation_ends_declarations_but_not_a_war(warring: Warring) -> None:
    announced = DECLARED - HOUR
    assert await warring.command(announced, 2, "nation vacation", days=7) is None
    assert await warring.command(DECLARED, 2, "war declare", nation="Aurelia") == "vacation_planned"
    await warring.declare()
    began = announced + DAY

    ordered = await warring.command(began, 2, "war stance", war=1, stance="defensive")
    await warring.advance(BATTLE)

    assert ordered == "on_vacation"
    assert (await warring.war()).outcome is Outcome.VICTORY


async def test_a_nation_without_the_bot_fights_its_open_wars(warring: Warring) -> None:
    def remove_the_bot(world: WorldTransaction) -> None:
        nation = world.nation_of(GuildId(2))
        assert nation is not None
        world.save_nation(orphan(nation, DECLARED + HOUR))

    await warring.to_the_battle()
    await warring.world.apply(GuildId(2), DECLARED + HOUR, remove_the_bot)

    await warring.advance(BATTLE)

    assert (await warring.war()).outcome is Outcome.VICTORY


async def test_a_frozen_nation_fights_its_open_wars_and_gets_no_more(warring: Warring) -> None:
    await warring.to_the_battle()
    await sanction(warring, SanctionKind.FREEZE)

    declared = await warring.command(DECLARED + 3 * HOUR, 1, "war declare", nation="Borealis")
    await warring.advance(BATTLE)

    assert declared == "nation_away"
    assert (await warring.war()).outcome is Outcome.VICTORY


async def test_a_nation_that_deletes_itself_fights_its_open_wars_first(warring: Warring) -> None:
    await warring.declare()
    assert await warring.command(DECLARED, 2, "nation delete") is None

    await warring.advance(DECLARED + 72 * HOUR - timedelta(seconds=1))
    assert (await warring.war()).outcome is Outcome.VICTORY
    await warring.advance(DECLARED + 72 * HOUR)

    snapshot = await warring.snapshot()
    assert [nation.name for nation in snapshot.nations] == ["Aurelia"]
    assert snapshot.battles == ()


@pytest.mark.parametrize("is_accepted", [False, True])
async def test_a_ban_cancels_open_wars_without_any_transfer(
    warring: Warring, is_accepted: bool
) -> None:
    await (warring.to_the_battle() if is_accepted else warring.declare())
    before = await warring.snapshot()

    await sanction(warring, SanctionKind.BAN)

    war = await warring.war()
    assert (war.state, war.outcome, war.truce) == (WarState.CONCLUDED, Outcome.CANCELLED, None)
    cancelled = [event.war for event in warring.published.events if isinstance(event, WarCancelled)]
    assert cancelled == [1]
    assert await told_of_the_end(warring) == [(1, "cancelled"), (2, "cancelled")]
    await warring.advance(BATTLE)
    after = await warring.snapshot()
    assert after.battles == ()
    assert [nation.territory for nation in after.nations] == [
        nation.territory for nation in before.nations
    ]
    assert [nation.reputation for nation in after.nations] == [
        nation.reputation for nation in before.nations
    ]


async def test_a_war_that_ends_during_a_ban_is_not_cancelled(warring: Warring) -> None:
    controls = SqlControlStore(warring.database)

    class Declining(SqlWorld):
        async def apply(
            self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
        ) -> Result:
            is_banned = bool((await controls.controls()).sanctions)
            result = await super().apply(guild, at, work)
            if is_banned:
                await warring.command(at, 2, "war decline", war=1)
            return result

    await warring.declare()
    warring.world = Declining(warring.database, RULESETS, DerivedWarSecrets(), warring.published)

    await sanction(warring, SanctionKind.BAN)

    assert (await warring.war()).outcome is Outcome.DECLINED
    assert await told_of_the_end(warring) == []
    assert not [event for event in warring.published.events if isinstance(event, WarCancelled)]


async def test_after_a_ban_the_aggressor_has_its_declaration_back(warring: Warring) -> None:
    await warring.declare()
    await sanction(warring, SanctionKind.BAN)
    soon = DECLARED + 3 * HOUR

    banned = await warring.command(soon, 1, "war declare", nation="Borealis")
    by = replace(requester(901, at=soon), guild=WORKSHOP, user=DEVELOPER)
    await sanctions(warring)[1](by, "Borealis", "it was a mistake")
    lifted = await warring.command(soon, 1, "war declare", nation="Borealis")

    assert (banned, lifted) == ("nation_away", None)
