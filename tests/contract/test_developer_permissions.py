"""Tests who may use each developers' command: all commands, each by everyone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from nazh.adapters.inbound.discord.interactions.commands import InOneGuild, words_of
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.outbound.sql.dominion.operations.broadcasts import SqlBroadcasts
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.operations.parked_work import SqlParkedWork
from nazh.adapters.outbound.sql.dominion.operations.statuses import SqlWorldStatuses
from nazh.adapters.outbound.sql.dominion.rows.seasons import SqlSeasonRules
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.dominion.check_invariants import CheckInvariants
from nazh.application.dominion.operations.announce_to_all import AnnounceToAll
from nazh.application.dominion.operations.check_world import CheckWorld
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.list_nations import ListNations
from nazh.application.dominion.operations.moderate import (
    GrantResources,
    InspectNation,
    LiftSanction,
    SanctionNation,
)
from nazh.application.dominion.operations.order_deletion import OrderDeletion, RevokeDeletion
from nazh.application.dominion.operations.reports import CloseReport, ListReports
from nazh.application.dominion.operations.retry_parked import RetryParked
from nazh.application.dominion.operations.show_audit import ShowAudit
from nazh.application.dominion.operations.show_world import ShowWorld
from nazh.application.dominion.operations.simulate_battle import SimulateBattle
from nazh.application.dominion.operations.switch import (
    PreviewPhase,
    SetMode,
    SetPhase,
    ShowControls,
    SwitchCommand,
    SwitchFeature,
)
from nazh.application.dominion.ports import Requester
from nazh.domain.dominion.errors.controls import OnlyDevelopers
from nazh.domain.dominion.operations.controls import Mode, SanctionKind
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases
from tests.contract.test_dominion_controls import DEV, DEVELOPER, WORKSHOP, Operated
from tests.contract.test_worlds import RULESETS, requester
from tests.unit.adapters.inbound.discord.dominion.test_command_limits import context_with

ELSEWHERE: Final = GuildId(1)
OTHER: Final = UserId(8)
ROLES: Final = {
    "a developer in their server": (DEVELOPER, WORKSHOP, False, True),
    "a developer in another server": (DEVELOPER, ELSEWHERE, True, False),
    "an administrator of the developers' server": (OTHER, WORKSHOP, True, False),
    "a member of the developers' server": (OTHER, WORKSHOP, False, False),
    "an administrator of another server": (OTHER, ELSEWHERE, True, False),
}
"""Who it is, where, whether as administrator, and whether the commands are for them."""
NUMBERS: Final = count(10_000)
UseCase = Callable[[Requester], Awaitable[object]]


def use_cases(world: Operated) -> dict[str, UseCase]:
    """Return what each command runs, and each confirmation."""
    switch, developers, balance = world.writer, world.developers, world.balance
    names = {"rank board"}
    feature, command = SwitchFeature(switch), SwitchCommand(switch, names)
    show, mode = ShowControls(switch), SetMode(switch)
    status = ShowWorld(developers, SqlWorldStatuses(world.database, RULESETS))
    sanction = SanctionNation(switch, world.directory, world.world)
    broadcasts = SqlBroadcasts(world.database)
    announce = AnnounceToAll(developers, broadcasts, SqlWorldStatuses(world.database, RULESETS))
    season = SqlSeasonRules(world.database, RULESETS, world.clock)
    inspect = InspectNation(switch, world.world, world.directory)
    order = OrderDeletion(developers, world.world)
    revoke = RevokeDeletion(developers, world.world)
    simulate = SimulateBattle(developers, world.world, world.directory)
    ranks, key, values = Feature.LEADERBOARDS, "resources.rate", "war.truce = 48h"
    retry = RetryParked(developers, SqlParkedWork(world.database))
    checks = SqlInvariantChecks(world.database, RULESETS)
    check = CheckWorld(
        developers, CheckInvariants(checks, SqlAuditLog(world.database), world.clock), checks
    )
    return {
        "dominion-admin feature enable": lambda by: feature(by, ranks, None, "r", is_on=True),
        "dominion-admin feature disable": lambda by: feature(by, ranks, None, "r", is_on=False),
        "dominion-admin feature list": show,
        "dominion-admin feature status": show,
        "dominion-admin phase set": lambda by: PreviewPhase(switch)(by, 3),
        "dominion-admin phase set, confirmed": lambda by: SetPhase(switch)(by, 3, "r"),
        "dominion-admin phase status": show,
        "dominion-admin command enable": lambda by: command(by, "rank board", "r", is_on=True),
        "dominion-admin command disable": lambda by: command(by, "rank board", "r", is_on=False),
        "dominion-admin audit": ShowAudit(developers, world.trail),
        "dominion-admin balance get": lambda by: balance.get(by, key),
        "dominion-admin balance set": lambda by: balance.preview(by, key, "200"),
        "dominion-admin balance set, confirmed": lambda by: balance.change(
            by, key, "200", "1.1", "r"
        ),
        "dominion-admin balance reset": lambda by: balance.preview(by, key, None),
        "dominion-admin balance validate": balance.changed_values,
        "dominion-admin balance history": lambda by: balance.history(by, None),
        "dominion-admin balance export": balance.export,
        "dominion-admin balance import": lambda by: world.import_rules.preview(by, values),
        "dominion-admin balance import, confirmed": lambda by: world.import_rules(
            by, values, "1.1", "r"
        ),
        "dominion-admin balance restore": lambda by: world.restore.preview(by, 0),
        "dominion-admin balance restore, completed": lambda by: world.restore.points(by, 9),
        "dominion-admin balance restore, confirmed": lambda by: world.restore(by, 0, "1.1", "r"),
        "dominion-ops status": status,
        "dominion-ops tasks": status,
        "dominion-ops maintenance": lambda by: mode(by, Mode.MAINTENANCE, "r"),
        "dominion-ops emergency-stop": status,
        "dominion-ops emergency-stop, confirmed": lambda by: mode(by, Mode.STOPPED, "r"),
        "dominion-ops resume": lambda by: mode(by, Mode.OPEN, "r"),
        "dominion-ops check": check,
        "dominion-ops retry": lambda by: retry(by, "r"),
        "dominion-ops announce": lambda by: announce.draft(by, "Hello"),
        "dominion-ops announce, confirmed": lambda by: announce.send(by, 1, "r"),
        "dominion-mod nation list": lambda by: ListNations(switch, world.directory, season)(by, 1),
        "dominion-mod nation inspect": lambda by: inspect(by, "Aurelia"),
        "dominion-mod nation grant": lambda by: GrantResources(
            developers, world.world, world.directory
        )(by, "Aurelia", 10, "r"),
        "dominion-mod nation ban": lambda by: sanction(by, "Aurelia", SanctionKind.BAN, 0, "r"),
        "dominion-mod nation freeze": lambda by: sanction(
            by, "Aurelia", SanctionKind.FREEZE, 0, "r"
        ),
        "dominion-mod nation unban": lambda by: LiftSanction(switch, world.directory)(
            by, "Aurelia", "r"
        ),
        "dominion-mod nation delete": lambda by: inspect(by, "Aurelia"),
        "dominion-mod nation delete, confirmed": lambda by: order(by, ELSEWHERE, "r"),
        "dominion-mod nation delete, cancelled": lambda by: revoke(by, ELSEWHERE, "r"),
        "dominion-mod simulate": lambda by: simulate(by, "Aurelia", "Borealis", 1),
        "dominion-mod reports list": ListReports(developers, world.reports),
        "dominion-mod reports close": lambda by: CloseReport(developers, world.reports)(by, 1, "r"),
    }


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[Operated]:
    async with databases.opened(f"sqlite:///{tmp_path / 'world.sqlite3'}", "dominion") as database:
        world = Operated(databases.patient(database))
        await world.register(requester(1), "Aurelia")
        yield world


@pytest.mark.parametrize("role", ROLES)
async def test_a_developers_command_is_for_developers_in_their_server(
    world: Operated, role: str
) -> None:
    user, guild, is_administrator, is_allowed = ROLES[role]
    refused = {}
    for words, run in use_cases(world).items():
        request = RequestId(str(next(NUMBERS)))
        by = replace(
            DEV, request=request, user=user, guild=guild, is_administrator=is_administrator
        )
        try:
            await run(by)
        except OnlyDevelopers:
            refused[words] = True
        except Refusal:  # of the game, which is allowed to be asked
            refused[words] = False
        else:
            refused[words] = False

    assert set(refused.values()) == {not is_allowed}
    changes = [action for action in await world.actions() if action is not None]
    assert bool(changes) == is_allowed


def test_every_developers_command_is_tested(tmp_path: Path, world: Operated) -> None:
    context = context_with(DominionSettings(admin_guild=WORKSHOP), tmp_path)
    offered = {
        words
        for command in context.commands
        if isinstance(command, InOneGuild)
        for words in words_of(command.command)
    }

    assert {words.partition(",")[0] for words in use_cases(world)} == offered


@pytest.mark.parametrize(
    ("users", "is_administrator", "is_developer"),
    [
        (frozenset(), True, True),
        (frozenset(), False, False),
        (frozenset({OTHER}), False, True),
        (frozenset({DEVELOPER}), True, False),
    ],
)
def test_without_names_the_administrators_are_developers(
    users: frozenset[UserId], *, is_administrator: bool, is_developer: bool
) -> None:
    by = replace(DEV, user=OTHER, is_administrator=is_administrator)

    for guild, expected in ((WORKSHOP, is_developer), (ELSEWHERE, False), (None, False)):
        try:
            Developers(guild, users).check(by)
        except OnlyDevelopers:
            assert not expected
        else:
            assert expected
