"""Tests the contract of ``FailedWars`` and ``WarSecrets``, and how wars proceed in a world."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import Connection, insert, select, update

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import run_command
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
from nazh.adapters.outbound.sealing.derived_key import with_key_of
from nazh.adapters.outbound.sealing.dominion.war_secrets import SealedWarSecrets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.operations.failed_wars import SqlFailedWars
from nazh.adapters.outbound.sql.dominion.operations.parked_work import SqlParkedWork
from nazh.adapters.outbound.sql.dominion.rows.war_rows import find_war
from nazh.adapters.outbound.sql.dominion.tables import NOTICES, REPUTATION, SEASONS
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import FailedWars, ParkedWork, Retried, WarSecrets
from nazh.application.shared.sealing import BrokenSeal
from nazh.domain.dominion.combat.checking import differences, is_canonical, read_battle
from nazh.domain.dominion.combat.draws import commitment_of
from nazh.domain.dominion.events import (
    BattleFought,
    OrdersWereLocked,
    ResourcesLost,
    TruceHonoured,
    WarAccepted,
    WarDeclared,
)
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.wars.war import War, WarId, WarState
from nazh.domain.dominion.world_time import hour_of
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId
from nazh.wiring.dominion.game import game_commands
from tests import databases
from tests.contract.test_worlds import HOUR, RULESETS, START, Played

DECLARED = START + timedelta(days=3)
BATTLE = START + timedelta(days=4, hours=20)
"""The first 20:00 UTC that is 24 hours after the war was accepted."""
EARLIER: Final = 0
"""The number of a season before the current one."""
LINES: Final = count(1)
"""Different ones for each command, because the worlds of many tests begin as copies of one."""


class Publisher:
    """Keeps what was published."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def publish(self, event: Event) -> None:
        self.events.append(event)


class Warring(Played):
    """A world with two nations, of which the first is stronger."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # a database
        self.published = Publisher()
        self.world = self.other_process()
        self.lines = LINES
        self.failed: FailedWars = SqlFailedWars(self.database)
        self.parked: ParkedWork = SqlParkedWork(self.database)

    def other_process(self) -> SqlWorld:
        return SqlWorld(self.database, RULESETS, DerivedWarSecrets(), self.published)

    async def command(self, at: datetime, guild: int, words: str, **options: object) -> str | None:
        """Run a command of a leader, and return the code of its refusal."""
        line = ScriptCommand(next(self.lines), at, guild, guild, True, words, options)
        try:
            await run_command(game_commands(self.world), line)
        except Refusal as refusal:
            return refusal.code
        return None

    async def begin(self) -> None:
        for guild, name, quantity in ((1, "Aurelia", 8), (2, "Borealis", 2)):
            assert await self.command(START, guild, "nation register", name=name) is None
            assert await self.command(START, guild, "citizen register") is None
            options = {"unit": "infantry", "quantity": quantity}
            assert await self.command(START, guild, "military build", **options) is None

    async def declare(self) -> None:
        options = {"nation": "borealis", "reason": "rivalry"}
        assert await self.command(DECLARED, 1, "war declare", **options) is None

    async def to_the_battle(self) -> None:
        """Declare and accept a war whose battle is at ``BATTLE``."""
        await self.declare()
        assert await self.command(DECLARED + HOUR, 2, "war accept", war=1) is None

    async def war(self) -> War:
        season = (await self.snapshot()).season
        found_war = await self.database.read(lambda on: find_war(on, season, WarId(1), lock=False))
        assert found_war is not None
        return found_war

    async def change_war(self, **values: object) -> None:
        await self.database.write(lambda on: on.execute(update(WARS).values(**values)).rowcount)


async def begin(database: Database) -> None:
    """Begin a world, and advance it to where the wars of most tests are declared."""
    warring = Warring(database)
    await warring.begin()
    await warring.advance(DECLARED)


@pytest_asyncio.fixture
async def warring(prepared: databases.Prepared) -> AsyncIterator[Warring]:
    async with prepared(begin) as database:
        yield Warring(database)


async def test_a_war_that_nobody_answers_is_fought_and_ends_in_a_truce(warring: Warring) -> None:
    await warring.declare()

    await warring.advance(BATTLE + timedelta(days=5))

    snapshot = await warring.snapshot()
    facts = [type(fact) for fact in warring.published.events if not isinstance(fact, ResourcesLost)]
    assert facts == [WarDeclared, WarAccepted, OrdersWereLocked, BattleFought, TruceHonoured]
    (record,) = snapshot.battles
    battle, stored_battle = read_battle(record)
    assert not differences(stored_battle, battle)
    assert is_canonical(record, battle)
    (accepted,) = (event for event in warring.published.events if isinstance(event, WarAccepted))
    assert accepted.is_automatic
    assert battle.commitment == accepted.commitment
    changes = await warring.database.read(
        lambda on: on.execute(select(REPUTATION).order_by(REPUTATION.c.seq)).all()
    )
    for nation in snapshot.nations:
        amounts = [row.amount for row in changes if row.nation == nation.id]
        # None of them reaches a limit.
        assert nation.reputation == sum(amounts) != 0


async def test_a_war_that_its_defender_accepts_is_not_told_as_accepted_in_silence(
    warring: Warring,
) -> None:
    await warring.to_the_battle()

    (accepted,) = (event for event in warring.published.events if isinstance(event, WarAccepted))
    assert not accepted.is_automatic


async def test_a_command_cannot_escape_a_battle_that_is_due(warring: Warring) -> None:
    await warring.to_the_battle()
    after = BATTLE + timedelta(seconds=15)

    refused = await warring.command(after, 2, "war surrender", war=1)
    spent = await warring.command(after, 2, "treasury allocate", category="research", amount=10)

    assert (refused, spent) == ("war_is_over", None)
    snapshot = await warring.snapshot()
    assert len(snapshot.battles) == 1
    assert (await warring.war()).concluded_at == BATTLE
    assert snapshot.ledger[Reason.WAR_LOSS] < 0


async def test_concurrent_processes_fight_a_battle_once(warring: Warring) -> None:
    await warring.to_the_battle()

    async def advance(world: SqlWorld) -> None:
        while await world.advance(BATTLE + HOUR):
            pass

    await asyncio.gather(*(advance(warring.other_process()) for _ in range(4)))

    assert len((await warring.snapshot()).battles) == 1
    fought = [event for event in warring.published.events if isinstance(event, BattleFought)]
    assert len(fought) == 1
    for nation in (await warring.snapshot()).nations:
        assert nation.resources >= 0


async def test_a_battle_that_fails_is_parked_alone_and_fought_after_a_retry(
    warring: Warring,
) -> None:
    await warring.to_the_battle()
    sealed = (await warring.war()).sealed_secret
    await warring.change_war(sealed_secret="not a secret")
    now = BATTLE
    for _ in range(4):
        await warring.advance(now)
        now += timedelta(seconds=20)

    (failed,) = await warring.failed.failing()
    assert (failed.war, failed.failures, failed.retry_at) == (1, 4, None)
    assert await warring.command(now, 1, "citizen contribute") is None
    await warring.change_war(sealed_secret=sealed)
    assert await warring.parked.retry() == Retried(nations=0, wars=1)
    await warring.advance(now)

    assert await warring.failed.failing() == ()
    assert len((await warring.snapshot()).battles) == 1
    assert await warring.parked.retry() == Retried(nations=0, wars=0)


async def test_an_outage_postpones_a_battle_by_full_hours(warring: Warring) -> None:
    await warring.to_the_battle()
    heartbeats = SqlHeartbeats(warring.database, RULESETS)
    await heartbeats.beat(DECLARED + 2 * HOUR)

    await heartbeats.beat(DECLARED + 2 * HOUR + timedelta(minutes=30))
    short = (await warring.war()).battle_at
    await heartbeats.beat(DECLARED + 5 * HOUR)
    long = (await warring.war()).battle_at
    await heartbeats.beat(DECLARED + 5 * HOUR + timedelta(days=5))

    assert (short, long) == (BATTLE, BATTLE + 3 * HOUR)
    assert (await warring.war()).battle_at == BATTLE + 3 * HOUR + timedelta(days=5)
    kind = NOTICES.c.kind == NoticeKind.BATTLE_POSTPONED.value
    query = select(NOTICES.c.nation, NOTICES.c.facts).where(kind).order_by(NOTICES.c.seq)
    rows = await warring.database.read(lambda on: on.execute(query).all())
    assert [(row.nation, json.loads(row.facts)["battle"]) for row in rows] == [
        (nation, str(int(battle_at.timestamp())))
        for battle_at in (long, long + timedelta(days=5))
        for nation in (1, 2)
    ]


async def test_an_outage_changes_no_war_of_an_earlier_season(warring: Warring) -> None:
    await warring.to_the_battle()
    await warring.database.write(add_season_with_a_war)
    heartbeats = SqlHeartbeats(warring.database, RULESETS)
    await heartbeats.beat(DECLARED + 2 * HOUR)

    await heartbeats.beat(DECLARED + 5 * HOUR)
    await heartbeats.beat(DECLARED + 5 * HOUR + timedelta(days=5))

    battles = select(WARS.c.battle_at).where(WARS.c.season == EARLIER)
    kind = NOTICES.c.kind == NoticeKind.BATTLE_POSTPONED.value
    assert await warring.database.read(lambda on: on.execute(battles).scalar()) == (
        microseconds(BATTLE)
    )
    rows = await warring.database.read(lambda on: on.execute(select(NOTICES).where(kind)).all())
    assert [json.loads(row.facts)["war"] for row in rows] == ["1"] * 4


def add_season_with_a_war(connection: Connection) -> None:
    """Add an earlier season whose only war is a copy of the first one, under another number."""
    for table, changes in ((SEASONS, {"number": EARLIER}), (WARS, {"season": EARLIER, "id": 99})):
        row = connection.execute(select(table)).mappings().one()
        connection.execute(insert(table).values({**row, **changes}))


async def test_an_outage_gives_the_defender_time_to_answer_and_fights_the_battle_later(
    warring: Warring,
) -> None:
    await warring.declare()
    heartbeats = SqlHeartbeats(warring.database, RULESETS)
    await heartbeats.beat(DECLARED + HOUR)
    await heartbeats.beat(DECLARED + 13 * HOUR)

    await warring.advance(DECLARED + 24 * HOUR - timedelta(minutes=1))
    unanswered = (await warring.war()).state
    await warring.advance(DECLARED + 24 * HOUR)
    accepted = await warring.war()
    await warring.advance(accepted.battle_at - timedelta(minutes=1))
    before = (await warring.snapshot()).battles
    await warring.advance(accepted.battle_at)

    assert (unanswered, accepted.state) == (WarState.PROPOSED, WarState.PREPARATION)
    assert before == ()
    assert len((await warring.snapshot()).battles) == 1


async def test_a_deleted_server_takes_its_wars_with_it_and_numbers_are_not_used_again(
    warring: Warring,
) -> None:
    await warring.to_the_battle()
    await warring.advance(BATTLE)

    await warring.own_data.forget_guild(GuildId(2))

    assert (await warring.snapshot()).battles == ()
    at = BATTLE + timedelta(days=1)
    assert await warring.command(at, 3, "nation register", name="Corvia") is None
    later = at + timedelta(days=3)
    assert await warring.command(later, 1, "war declare", nation="Corvia") is None
    declared = [event.war for event in warring.published.events if isinstance(event, WarDeclared)]
    assert declared == [1, 2]


async def test_units_cannot_be_disbanded_in_the_hour_before_a_battle(warring: Warring) -> None:
    await warring.to_the_battle()
    options = {"unit": "infantry", "quantity": 1}
    before, within = BATTLE - timedelta(minutes=61), BATTLE - timedelta(minutes=59)

    assert await warring.command(before, 2, "military disband", **options) is None
    assert await warring.command(within, 2, "military disband", **options) == "units_locked"


async def test_two_concurrent_declarations_make_one_war(warring: Warring) -> None:
    commands = game_commands(warring.world)
    line = ScriptCommand(next(LINES), DECLARED, 1, 1, True, "war declare", {"nation": "Borealis"})
    await asyncio.gather(
        run_command(commands, line),
        run_command(game_commands(warring.other_process()), line),
    )

    count = await warring.database.read(lambda on: len(on.execute(select(WARS)).all()))
    assert count == 1


async def test_the_hour_of_the_defender_decides(warring: Warring) -> None:
    assert await warring.command(DECLARED, 2, "nation settings", battle_hour=24) is not None
    assert await warring.command(DECLARED, 2, "nation settings", battle_hour=7) is None

    await warring.to_the_battle()

    assert (await warring.war()).battle_at == START + timedelta(days=4, hours=7)


def test_a_sealed_secret_opens_for_its_war_and_follows_its_commitment() -> None:
    secrets: WarSecrets = SealedWarSecrets(AesGcmSealer(with_key_of("token", None)))

    sealed = secrets.commit(WarId(7))

    secret = secrets.open(sealed.sealed_secret, WarId(7))
    assert commitment_of(secret, 7) == sealed.published
    assert secret.hex() not in sealed.sealed_secret
    assert secrets.commit(WarId(7)).published != sealed.published
    with pytest.raises(BrokenSeal):
        secrets.open(sealed.sealed_secret, WarId(8))


def test_a_derived_secret_repeats_itself() -> None:
    secrets: WarSecrets = DerivedWarSecrets()

    sealed = secrets.commit(WarId(7))

    assert secrets.commit(WarId(7)) == sealed
    assert commitment_of(secrets.open(sealed.sealed_secret, WarId(7)), 7) == sealed.published


async def test_a_request_is_declared_once_and_answered_twice(warring: Warring) -> None:
    line = ScriptCommand(next(LINES), DECLARED, 1, 1, True, "war declare", {"nation": "Borealis"})

    for _ in range(2):
        await run_command(game_commands(warring.world), line)

    assert len([event for event in warring.published.events if isinstance(event, WarDeclared)]) == 1


@pytest.mark.parametrize("minutes", [0, 30, 45])
async def test_changed_rules_lock_the_orders_of_open_wars_later(
    warring: Warring, minutes: int
) -> None:
    await warring.to_the_battle()
    lock = f"{minutes}m"
    row = {
        "season": 1,
        "number": 1,
        "hour": hour_of(DECLARED) + 5,
        "requested_at": microseconds(DECLARED),
        "key": "war.lock",
        "before": "1h",
        "after": lock,
        "reason": "A test",
        "ruleset": RULESETS.changed(RULESETS.current(), {"war.lock": lock}),
    }
    await warring.database.write(lambda on: on.execute(insert(RULE_CHANGES), row).rowcount)

    for step in range(0, 24 * 60, 7):
        await warring.advance(BATTLE - 20 * HOUR + timedelta(minutes=step))
        assert await warring.failed.failing() == ()

    facts = warring.published.events
    locked = [fact.at for fact in facts if isinstance(fact, OrdersWereLocked)]
    assert locked == [BATTLE - timedelta(minutes=minutes)]
    assert (await warring.war()).state is WarState.CONCLUDED
