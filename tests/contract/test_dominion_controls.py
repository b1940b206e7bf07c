"""Tests the contracts of ``ControlStore``, ``AuditTrail``, ``Reports`` and ``RuleBook``."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS, SWITCHES
from nazh.adapters.outbound.sql.dominion.operations.control_store import SqlControlStore
from nazh.adapters.outbound.sql.dominion.operations.reports import SqlReports
from nazh.adapters.outbound.sql.dominion.operations.rule_book import SqlRuleBook
from nazh.adapters.outbound.sql.dominion.tables import SEASONS
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.application.dominion.operations.balance.balance import Balance
from nazh.application.dominion.operations.balance.import_rules import ImportRules
from nazh.application.dominion.operations.balance.planned_rules import RuleWriter
from nazh.application.dominion.operations.balance.restore_rules import RestoreRules
from nazh.application.dominion.operations.check_command import (
    CheckCommand,
    CurrentControls,
    IsStopped,
)
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.moderate import (
    GrantResources,
    InspectNation,
    LiftSanction,
    SanctionNation,
)
from nazh.application.dominion.operations.order_deletion import OrderDeletion
from nazh.application.dominion.operations.reports import FileReport
from nazh.application.dominion.operations.running_world import RunningWorld
from nazh.application.dominion.operations.simulate_battle import SimulateBattle
from nazh.application.dominion.operations.switch import (
    ControlWriter,
    SetMode,
    SetPhase,
    SwitchCommand,
    SwitchFeature,
)
from nazh.application.dominion.ports import Requester
from nazh.application.dominion.ports.controls import (
    AuditTrail,
    ControlStore,
    NewReport,
    ReportKind,
    Reports,
    RuleBook,
    RuleChange,
)
from nazh.application.shared.audit.audit_chain import verify
from nazh.domain.dominion.errors.controls import (
    AlreadySo,
    FeatureOff,
    InvalidRuleValue,
    NoSeason,
    NoSuchReport,
    RulesChanged,
    TooManyReports,
    WorldStopped,
)
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.operations.controls import Controls, Mode, SanctionKind
from nazh.domain.dominion.operations.features import FEATURES, Feature
from nazh.domain.dominion.world_time import hour_of, start_of_hour
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from nazh.wiring.dominion.game import game_commands
from tests import databases
from tests.audit_entries import ENTRY
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, requester
from tests.doubles.clock import FrozenClock

WORKSHOP: Final = GuildId(99)
DEVELOPER: Final = UserId(7)
DAY: Final = timedelta(days=1)
REPORT: Final = NewReport(
    at=START,
    guild=GuildId(1),
    user=UserId(10),
    kind=ReportKind.BUG,
    category="",
    text="Nothing happens",
)


class Operated(Played):
    """A world with what developers operate it with."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # a database
        store = SqlControlStore(self.database)
        self.store: ControlStore = store
        self.trail: AuditTrail = store
        self.reports: Reports = SqlReports(self.database)
        self.book: RuleBook = SqlRuleBook(self.database)
        self.clock = FrozenClock(START)
        self.controls = CurrentControls(self.store, self.clock)
        self.developers = Developers(WORKSHOP, frozenset({DEVELOPER}))
        self.writer = ControlWriter(self.developers, self.store, self.controls)
        self.rules = RuleWriter(self.developers, RULESETS, self.book)
        self.balance = Balance(self.rules)
        self.import_rules = ImportRules(self.rules)
        self.restore = RestoreRules(self.rules)

    async def change_rule(
        self, by: Requester, key: str, written: str | None, reason: str
    ) -> RuleChange:
        planned = await self.balance.preview(by, key, written)
        return await self.balance.change(by, key, written, planned.version, reason)

    async def actions(self) -> list[str | None]:
        return [row.action for row in await self.trail.latest("dominion", 100)]

    async def is_chain_whole(self) -> bool:
        return (await SqlAuditLog(self.database).replay(verify)).fault is None


@pytest.fixture
def world(dominion_database: Database) -> Operated:
    return Operated(dominion_database)


DEV: Final = replace(requester(1_000), guild=WORKSHOP, user=DEVELOPER, is_administrator=False)


async def test_controls_are_read_as_they_were_written(world: Operated) -> None:
    assert await world.store.controls() == Controls()

    await SwitchFeature(world.writer)(DEV, Feature.TREASURY, None, "r", is_on=False)
    await SwitchFeature(world.writer)(DEV, Feature.TREASURY, GuildId(1), "r", is_on=True)
    await SwitchCommand(world.writer, {"rank board"})(DEV, "/rank board", "slow", is_on=False)
    await SetPhase(world.writer)(DEV, 3, "We begin")
    await world.register(requester(1), "Aurelia")
    sanction = SanctionNation(world.writer, world.directory, world.world)
    name, placed_sanction = await sanction(DEV, "aurelia", SanctionKind.BAN, 3, "Cheating")
    new_controls = await SetMode(world.writer)(DEV, Mode.MAINTENANCE, "A new version")

    assert await world.store.controls() == new_controls
    assert new_controls.phase == 3
    assert new_controls.commands == {"rank board": "slow"}
    assert new_controls.features == {
        (Feature.TREASURY, None): False,
        (Feature.TREASURY, GuildId(1)): True,
    }
    assert name == "Aurelia"
    assert new_controls.sanctions == {GuildId(1): placed_sanction}
    assert (new_controls.mode_setting.mode, new_controls.mode_setting.since) == (
        Mode.MAINTENANCE,
        START,
    )
    assert await world.actions() == [
        "dominion.mode.maintenance",
        "dominion.nation.ban",
        "dominion.phase.set",
        "dominion.command.disabled",
        "dominion.feature.enabled",
        "dominion.feature.disabled",
    ]
    assert await world.is_chain_whole()


async def test_switches_of_features_that_only_another_release_has_are_kept(
    world: Operated,
) -> None:
    later = {"kind": "feature", "name": "trade", "guild": 0, "is_on": False, "reason": ""}
    await world.database.write(lambda on: on.execute(insert(SWITCHES), later).rowcount)

    await SwitchFeature(world.writer)(DEV, Feature.TREASURY, None, "r", is_on=False)

    names = await world.database.read(
        lambda on: on.execute(select(SWITCHES.c.name)).scalars().all()
    )
    assert names == ["trade", "treasury"]


async def test_developers_do_not_advance_a_world_that_they_have_stopped(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    await SetMode(world.writer)(DEV, Mode.STOPPED, "A bug")
    running, names = RunningWorld(world.world, world.controls), world.directory
    later = replace(DEV, at=START + 5 * HOUR)
    sanction = SanctionNation(world.writer, names, running)
    before = await world.snapshot()

    for refused in (
        InspectNation(world.writer, running, names)(later, "Aurelia"),
        GrantResources(world.developers, running, names)(later, "Aurelia", 5, "r"),
        SimulateBattle(world.developers, running, names)(later, "Aurelia", "Aurelia", 1),
        OrderDeletion(world.developers, running)(later, GuildId(1), "r"),
        sanction(later, "Aurelia", SanctionKind.BAN, 0, "r"),
        running.advance(later.at),
    ):
        with pytest.raises(WorldStopped):
            await refused
    assert (await world.snapshot()).digest == before.digest
    assert (await world.store.controls()).sanctions == {}

    await sanction(later, "Aurelia", SanctionKind.FREEZE, 0, "A look")
    await SetMode(world.writer)(DEV, Mode.OPEN, "Corrected")
    nation_seen = await InspectNation(world.writer, running, names)(later, "Aurelia")
    assert nation_seen.nation.progress.hour == before.nations[0].progress.hour + 5


async def test_a_refused_change_is_neither_stored_nor_recorded(world: Operated) -> None:
    with pytest.raises(AlreadySo):
        await SetPhase(world.writer)(DEV, 6, "Again")

    assert await world.store.controls() == Controls()
    assert await world.actions() == []


async def test_changes_at_the_same_time_are_all_kept(world: Operated) -> None:
    switch = SwitchFeature(world.writer)
    features = [feature for feature, rule in FEATURES.items() if rule.starts_on]

    await asyncio.gather(*(switch(DEV, feature, None, "r", is_on=False) for feature in features))

    assert (await world.store.controls()).features == {
        (feature, None): False for feature in features
    }
    assert await world.is_chain_whole()


async def test_another_process_knows_of_a_change_after_two_seconds(world: Operated) -> None:
    others = CurrentControls(world.store, world.clock)
    check, is_stopped = CheckCommand(others), IsStopped(others)
    await check("rank board", GuildId(1), START)
    await SwitchFeature(world.writer)(DEV, Feature.LEADERBOARDS, None, "r", is_on=False)

    await check("rank board", GuildId(1), START)
    with pytest.raises(FeatureOff):
        await CheckCommand(world.controls)("rank board", GuildId(1), START)
    world.clock.advance(1.9)
    await check("rank board", GuildId(1), START)
    world.clock.advance(0.1)
    with pytest.raises(FeatureOff):
        await check("rank board", GuildId(1), START)
    assert not await is_stopped()


async def test_the_latest_entries_of_the_context_come_first(world: Operated) -> None:
    for phase in (5, 4, 3):
        await SetPhase(world.writer)(DEV, phase, "r")

    latest = await world.trail.latest("dominion", 2)

    assert [row.target for row in latest] == ["phase 3", "phase 4"]
    assert await world.trail.latest("dominio", 2) == ()


async def test_a_user_sends_three_messages_in_24_hours(world: Operated) -> None:
    numbers = [
        await world.reports.add(replace(REPORT, at=START + hour * HOUR), 3, DAY)
        for hour in range(3)
    ]
    soon = replace(REPORT, at=START + DAY - timedelta(seconds=1))

    with pytest.raises(TooManyReports) as refused:
        await world.reports.add(soon, 3, DAY)
    await world.reports.add(replace(soon, user=UserId(11)), 3, DAY)
    await world.reports.add(replace(REPORT, at=START + DAY), 3, DAY)

    assert numbers == sorted(set(numbers))
    assert refused.value.facts["when"] == START + DAY
    assert len(await world.reports.oldest_open(10)) == 5


async def test_messages_at_the_same_time_keep_the_limit(world: Operated) -> None:
    await asyncio.gather(
        *(world.reports.add(REPORT, 3, DAY) for _ in range(8)), return_exceptions=True
    )

    assert len(await world.reports.oldest_open(10)) == 3


async def test_what_the_database_cannot_store_of_a_message_is_left_out(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")

    await FileReport(world.world, world.reports)(requester(2), ReportKind.BUG, "\0A \ud800bug\0 ")

    (stored,) = await world.reports.oldest_open(10)
    assert stored.message.text == "A bug"


async def notes_on_reports(world: Operated) -> dict[int, str]:
    query = select(REPORTS.c.number, REPORTS.c.note)
    rows = await world.database.read(lambda on: on.execute(query).all())
    return {row.number: row.note for row in rows}


async def test_a_message_is_closed_once(world: Operated) -> None:
    other = await world.reports.add(replace(REPORT, text="It is slow"), 3, DAY)
    number = await world.reports.add(REPORT, 3, DAY)

    closed = await world.reports.close(number, "Answered", START, ENTRY)

    assert closed.message == REPORT
    assert await notes_on_reports(world) == {number: "Answered", other: ""}
    assert [report.number for report in await world.reports.oldest_open(10)] == [other]
    for unknown in (number, 10**6):
        with pytest.raises(NoSuchReport):
            await world.reports.close(unknown, "Again", START, ENTRY)
    assert await world.is_chain_whole()


async def test_the_number_of_a_deleted_message_is_not_given_again(world: Operated) -> None:
    deleted = await world.reports.add(REPORT, 3, DAY)
    await world.own_data.forget_user(REPORT.user)

    later = await world.reports.add(replace(REPORT, user=UserId(11)), 3, DAY)

    assert later > deleted
    with pytest.raises(NoSuchReport):
        await world.reports.close(deleted, "Seen in a list of before", START, ENTRY)


async def test_messages_and_controls_go_with_their_users_and_guilds_only(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    await world.reports.add(REPORT, 3, DAY)
    await world.reports.add(replace(REPORT, user=UserId(11)), 3, DAY)
    sanction = SanctionNation(world.writer, world.directory, world.world)
    await sanction(DEV, "Aurelia", SanctionKind.FREEZE, 0, "A look")
    await world.register(requester(2, user=20, guild=2), "Borealis")
    other = replace(REPORT, user=UserId(20), guild=GuildId(2))
    await world.reports.add(other, 3, DAY)
    _, placed_sanction = await sanction(DEV, "Borealis", SanctionKind.FREEZE, 0, "A look")
    for guild in (GuildId(1), GuildId(2)):
        await SwitchFeature(world.writer)(DEV, Feature.TREASURY, guild, "r", is_on=False)

    exported = (await world.records.record_of(UserId(10))).reports
    await world.own_data.forget_user(UserId(10))
    after = (await world.records.record_of(UserId(10))).reports
    open_reports = await world.reports.oldest_open(10)
    await world.own_data.forget_guild(GuildId(1))

    assert [entry.message for entry in exported] == [REPORT]
    assert after == ()
    assert [entry.message.user for entry in open_reports] == [UserId(11), UserId(20)]
    assert [report.message for report in await world.reports.oldest_open(10)] == [other]
    controls = await world.store.controls()
    assert controls.sanctions[GuildId(2)] == placed_sanction
    assert controls.features == {(Feature.TREASURY, GuildId(2)): False}


async def test_a_sanction_is_shown_with_its_nation_until_it_ends(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    sanction = SanctionNation(world.writer, world.directory, world.world)
    _, placed_sanction = await sanction(DEV, "Aurelia", SanctionKind.FREEZE, 1, "A look")
    inspect = InspectNation(world.writer, world.world, world.directory)

    during, after = [
        await inspect(replace(DEV, at=START + hours * HOUR), "Aurelia") for hours in (23, 24)
    ]

    assert (during.sanction, after.sanction) == (placed_sanction, None)


async def test_a_sanction_can_be_lifted_until_it_ends(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    sanction = SanctionNation(world.writer, world.directory, world.world)
    await sanction(DEV, "Aurelia", SanctionKind.FREEZE, 1, "A look")
    lift = LiftSanction(world.writer, world.directory)

    during, after = [
        await lift.sanctioned(replace(DEV, at=START + hours * HOUR)) for hours in (23, 24)
    ]

    assert (during, after) == (("Aurelia",), ())


async def test_a_ban_outlives_the_data_of_its_server_and_can_be_lifted_by_its_id(
    world: Operated,
) -> None:
    await world.register(requester(1), "Aurelia")
    sanction = SanctionNation(world.writer, world.directory, world.world)
    _, placed_sanction = await sanction(DEV, "Aurelia", SanctionKind.BAN, 0, "Cheating")
    lift = LiftSanction(world.writer, world.directory)

    await world.own_data.forget_guild(GuildId(1))

    assert (await world.store.controls()).sanctions == {GuildId(1): placed_sanction}
    with pytest.raises(UnknownNation):
        await lift(DEV, "2", "A mistake")
    assert await lift(DEV, "1", "A mistake") == "1"
    assert (await world.store.controls()).sanctions == {}
    assert await world.is_chain_whole()


async def test_a_grant_is_given_once_and_recorded_with_it(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    grant = GrantResources(world.developers, world.world, world.directory)

    first = await grant(DEV, "Aurelia", 500, "A bug")
    again = await grant(DEV, "Aurelia", 500, "A bug")

    assert first == again
    snapshot = await world.snapshot()
    assert snapshot.nations[0].resources == 1_500
    assert snapshot.ledger[Reason.ADMIN_GRANT] == 500
    assert await world.database.read(lambda on: on.scalar(select(SEASONS.c.grants))) == 1
    assert await world.actions() == ["dominion.nation.granted"]

    much = await grant(replace(DEV, request=RequestId("much")), "Aurelia", 1_000_000, "A bug")
    assert (much.added, much.resources) == (8_500, 10_000)


async def test_without_a_season_there_are_no_rules_to_change(world: Operated) -> None:
    assert await world.book.plan(START) is None
    assert await world.book.points(9) == ()
    assert await world.book.ruleset_after(0) is None
    with pytest.raises(NoSeason):
        await world.change_rule(DEV, "resources.rate", "200", "r")


async def test_rules_change_with_the_next_tick_that_all_processes_can_know(
    world: Operated,
) -> None:
    await world.register(requester(1), "Aurelia")
    late = replace(DEV, at=START + HOUR - timedelta(minutes=2))

    soon = await world.change_rule(DEV, "resources.rate", "200", "Sooner")
    later = await world.change_rule(late, "resources.rate", "300", "Later")
    reset = await world.change_rule(late, "resources.rate", None, "Enough")

    first = hour_of(START)
    assert [change.hour - first for change in (soon, later, reset)] == [1, 2, 2]
    plan = await world.book.plan(START + HOUR)
    assert plan is not None
    assert RULESETS.value(plan.current, "resources.rate").written == "200"
    assert plan.planned == plan.first
    history = await world.book.history("resources.rate", 10)
    assert [(change.before, change.after) for change in history] == [
        ("300", "100"),
        ("200", "300"),
        ("100", "200"),
    ]
    assert await world.book.history("resources.storage", 10) == ()
    assert await world.is_chain_whole()


async def test_several_values_change_together(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    before = await world.book.plan(START)
    text = "resources.rate = 120\nwar.truce = 48h\ncombat.variance = 1000"
    assert before is not None

    changes = await world.import_rules(DEV, text, before.version, "A festival")

    plan = await world.book.plan(START + HOUR)
    assert plan is not None
    assert [(change.key, change.hour - hour_of(START)) for change in changes] == [
        ("resources.rate", 1),
        ("combat.variance", 1),
        ("war.truce", 1),
    ]
    assert await world.book.history(None, 10) == changes[::-1]
    assert plan.current == plan.planned == await world.book.ruleset_after(3)
    assert RULESETS.value(plan.current, "war.truce").written == "48h"
    assert plan.version != before.version
    assert await world.actions() == ["dominion.balance.import"]
    assert await world.is_chain_whole()


async def test_a_refused_import_leaves_nothing(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    before = await world.book.plan(START)
    assert before is not None

    for text, version in (("resources.rate = 120", "0.0"), ("resources.rate = x", before.version)):
        with pytest.raises((RulesChanged, InvalidRuleValue)):
            await world.import_rules(DEV, text, version, "r")

    assert await world.book.plan(START) == before
    assert await world.book.history(None, 10) == ()
    assert await world.actions() == []


async def test_of_two_confirmations_of_the_same_rules_one_is_made(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    plan = await world.book.plan(START)
    assert plan is not None
    texts = ("resources.rate = 120", "resources.rate = 130", "war.truce = 48h")

    outcomes = await asyncio.gather(
        *(world.import_rules(DEV, text, plan.version, "r") for text in texts),
        return_exceptions=True,
    )

    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, tuple)] == [
        RulesChanged
    ] * 2
    assert len(await world.book.history(None, 10)) == 1


async def test_a_value_changes_only_from_the_one_that_was_previewed(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    to_set = await world.balance.preview(DEV, "resources.rate", "200")
    await world.change_rule(DEV, "resources.rate", "150", "Meanwhile")
    to_reset = await world.balance.preview(DEV, "resources.rate", None)
    await world.change_rule(DEV, "resources.rate", "400", "Meanwhile")

    for written, planned in (("200", to_set), (None, to_reset)):
        with pytest.raises(RulesChanged):
            await world.balance.change(DEV, "resources.rate", written, planned.version, "Late")

    (last, *_) = await world.book.history(None, 10)
    assert (last.before, last.after) == ("150", "400")


async def test_one_returns_to_the_rules_after_an_earlier_change(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    await world.change_rule(DEV, "resources.rate", "200", "First")
    second = "resources.rate = 300\nwar.truce = 48h"
    version = (await world.import_rules.preview(DEV, second)).version
    await world.import_rules(DEV, second, version, "Second")
    third = await world.change_rule(DEV, "combat.variance", "0", "Third")
    points = await world.book.points(10)
    rulesets = [await world.book.ruleset_after(number) for number in range(5)]

    version = (await world.restore.preview(DEV, 1)).version
    changes = await world.restore(DEV, 1, version, "Back")

    assert [(point.number, point.changes) for point in points] == [(4, 1), (3, 2), (1, 1)]
    assert points[0].last == third
    assert await world.book.points(1) != points[:1]
    plan = await world.book.plan(START)
    assert plan is not None
    assert rulesets[0] == plan.first
    assert rulesets[2] == rulesets[3] != rulesets[1]
    assert plan.planned == rulesets[1]
    assert {change.key: change.after for change in changes} == {
        "resources.rate": "200",
        "war.truce": "72h",
        "combat.variance": "1500",
    }
    assert await world.book.ruleset_after(99) is None
    assert await world.is_chain_whole()


async def test_a_hour_that_has_begun_keeps_its_rules(world: Operated) -> None:
    await world.register(requester(1), "Aurelia")
    await world.advance(START + 3 * HOUR)

    change = await world.change_rule(DEV, "resources.rate", "200", "By a late clock")

    assert change.hour == hour_of(START) + 4


@pytest.mark.parametrize("step", [HOUR, timedelta(minutes=7), 30 * HOUR])
async def test_changed_rules_give_the_same_world_in_any_steps(
    world: Operated, tmp_path: Path, step: timedelta
) -> None:
    await play(world)
    reference = await digest_in_one_step(tmp_path)

    at = START
    while at < END:
        at = min(at + step, END)
        await world.advance(at)

    snapshot = await world.snapshot()
    assert snapshot.digest == reference
    (nation, other) = snapshot.nations
    assert nation.resources != other.resources


END: Final = START + 30 * HOUR


async def play(world: Operated) -> None:
    """Let two nations earn and build while the rules change twice, once at midnight."""
    game = game_commands(world.world)
    for guild, name in ((1, "Aurelia"), (2, "Borealis")):
        await world.register(requester(guild * 10, guild, guild), name)
        await world.join(requester(guild * 10 + 1, guild, guild))
    await game.build(requester(31, 1, 1), UnitType.INFANTRY, 9)
    at_five = replace(DEV, at=START + 4 * HOUR)
    for key, value in (("resources.rate", "170"), ("military.infantry.upkeep", "3")):
        await world.change_rule(at_five, key, value, "A test")
    at_midnight = replace(DEV, at=START + 23 * HOUR)
    for key, value in (("resources.storage", "4000"), ("resources.soft_cap", "1")):
        await world.change_rule(at_midnight, key, value, "A test")
    change = await world.book.history(None, 10)
    assert {start_of_hour(planned.hour) for planned in change} == {START + 5 * HOUR, START + DAY}


async def digest_in_one_step(folder: Path) -> str:
    """Return the digest of the same game, in which commands settle what nobody has advanced."""
    address = f"sqlite:///{folder / 'one.sqlite3'}"
    async with databases.opened(address, "dominion") as database:
        world = Operated(databases.patient(database))
        await play(world)
        await world.advance(END)
        return (await world.snapshot()).digest


async def test_a_command_after_the_change_settles_by_both_rules(world: Operated) -> None:
    await play(world)
    game = game_commands(world.world)
    await world.advance(START + 4 * HOUR + timedelta(minutes=50))  # with the standings of 5:00
    command_result = await game.look(requester(40, 1, 1, START + 5 * HOUR + timedelta(seconds=15)))
    await world.advance(START + 5 * HOUR)

    after = (await world.snapshot()).nations[0]

    assert command_result.season.rules.resources.rate == 170
    assert (
        command_result.nation.resources == after.resources == 1_000 - 900 + 4 * 165 + 280
    )  # below the median
    assert after.upkeep_due == 4 * 9 + 3 * 9
