"""Tests what the audit log says of each action of a developer: where, on what, and why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest_asyncio

from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.application.dominion.operations.announce_to_all import AnnounceToAll
from nazh.application.dominion.operations.moderate import (
    GrantResources,
    LiftSanction,
    SanctionNation,
)
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.application.dominion.operations.reports import CloseReport
from nazh.application.dominion.operations.switch import (
    SetMode,
    SetPhase,
    SwitchCommand,
    SwitchFeature,
)
from nazh.application.dominion.ports import Requester
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.domain.dominion.operations.controls import Mode, SanctionKind
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.identity import GuildId, RequestId
from tests import databases
from tests.conftest import CheckGolden
from tests.contract.test_dominion_controls import DAY, DEV, DEVELOPER, REPORT, Operated
from tests.contract.test_worlds import RULESETS, START, requester

GUILD = GuildId(1)
RATE, TRUCE = "resources.rate", "war.truce"


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[Operated]:
    async with databases.opened(f"sqlite:///{tmp_path / 'world.sqlite3'}", "dominion") as database:
        world = Operated(databases.patient(database))
        await world.register(requester(1), "Aurelia")
        yield world


def actions(world: Operated) -> tuple[Callable[[Requester, str], Awaitable[object]], ...]:
    """Return every action of developers that changes something."""
    feature, mode = SwitchFeature(world.writer), SetMode(world.writer)
    command = SwitchCommand(world.writer, {"rank board"})
    sanction = SanctionNation(world.writer, world.directory, world.world)
    lift = LiftSanction(world.writer, world.directory)
    grant = GrantResources(world.developers, world.world, world.directory)
    order = OrderDeletion(world.developers, world.world)
    revoke = RevokeDeletion(world.developers, world.world)
    announce = AnnounceToAll(
        world.developers,
        SqlBroadcasts(world.database),
        SqlWorldStatuses(world.database, RULESETS),
    )

    async def announced(by: Requester, reason: str) -> None:
        draft = await announce.draft(by, "Hello")
        await announce.send(by, draft.number, reason)

    async def imported(by: Requester, reason: str) -> None:
        values = f"{TRUCE} = 36h\n{RATE} = 150"
        planned = await world.import_rules.preview(by, values)
        await world.import_rules(by, values, planned.version, reason)

    async def restored(by: Requester, reason: str) -> None:
        (first, *_) = reversed(await world.restore.points(by, 9))
        planned = await world.restore.preview(by, first.number)
        await world.restore(by, first.number, planned.version, reason)

    async def closed(by: Requester, reason: str) -> None:
        number = await world.reports.add(REPORT, 3, DAY)
        await CloseReport(world.developers, world.reports)(by, number, reason)

    return (
        lambda by, reason: feature(by, Feature.TREASURY, None, reason, is_on=False),
        lambda by, reason: feature(by, Feature.TREASURY, GUILD, reason, is_on=True),
        lambda by, reason: SetPhase(world.writer)(by, 5, reason),
        lambda by, reason: command(by, "rank board", reason, is_on=False),
        lambda by, reason: command(by, "rank board", reason, is_on=True),
        lambda by, reason: sanction(by, "Aurelia", SanctionKind.BAN, 3, reason),
        lambda by, reason: lift(by, "Aurelia", reason),
        lambda by, reason: sanction(by, "Aurelia", SanctionKind.FREEZE, 0, reason),
        lambda by, reason: lift(by, str(GUILD), reason),
        lambda by, reason: grant(by, "Aurelia", 10, reason),
        lambda by, reason: order(by, GUILD, reason),
        lambda by, reason: revoke(by, GUILD, reason),
        lambda by, reason: world.change_rule(by, RATE, "200", reason),
        lambda by, reason: world.change_rule(by, RATE, None, reason),
        imported,
        restored,
        announced,
        closed,
        lambda by, reason: mode(by, Mode.MAINTENANCE, reason),
        lambda by, reason: mode(by, Mode.STOPPED, reason),
        lambda by, reason: mode(by, Mode.OPEN, reason),
    )


def line_of(row: AuditRow) -> str:
    return f"{row.action}: {row.target} in {row.guild}\n  {row.before}\n  {row.after}\n"


async def test_each_action_of_developers_is_recorded(
    world: Operated, check_golden: CheckGolden
) -> None:
    for number, act in enumerate(actions(world), 5_000):
        await act(replace(DEV, request=RequestId(str(number))), f"«{number}»")

    rows = (await world.trail.latest("dominion", 100))[::-1]
    check_golden("audit/developers.txt", "".join(map(line_of, rows)))
    assert {(row.at, row.actor) for row in rows} == {(int(START.timestamp() * 10**6), DEVELOPER)}
    assert [row.interaction for row in rows] == [str(5_000 + place) for place in range(len(rows))]
