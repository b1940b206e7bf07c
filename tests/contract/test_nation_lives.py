"""Tests the contract of ``World`` about pauses and ends of nations, and of related ports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Final

import pytest
from sqlalchemy import Connection, func, select, update

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import run_command
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, NATIONS, NOTICES
from nazh.adapters.outbound.sql.dominion.views.leaderships import SqlLeaderships
from nazh.adapters.outbound.sql.dominion.views.members import SqlMembers
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.platform.audit_log import AUDIT_LOG
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.citizens.check_members import (
    ASKED_AGAIN_AFTER,
    MAX_AT_ONCE,
    CheckMembers,
)
from nazh.application.dominion.nations.note_removals import NoteRemovals
from nazh.application.dominion.ports import (
    CitizensToCheck,
    HeldOffice,
    Leaderships,
    OrphanedNations,
    UserRecord,
)
from nazh.application.dominion.use_cases import GameUseCases
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.dominion.settling import settle
from nazh.domain.dominion.world_time import hour_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from nazh.wiring.dominion.game import game_commands
from tests.contract.test_worlds import HOUR, RULESETS, START, Played
from tests.doubles.clock import FrozenClock

DAY: Final = 24 * HOUR
LEADER, CITIZEN = 10, 11
LINES: Final = count(1)


class Members:
    """Those of servers who have not left."""

    def __init__(self) -> None:
        self.gone: set[int] = set()
        self.asked: list[int] = []
        self.is_down = False
        self.silent: set[int] = set()

    async def has(self, guild: GuildId, user: UserId) -> bool:
        self.asked.append(user)
        if self.is_down or guild in self.silent:
            raise Unavailable("Discord")
        return user not in self.gone


class Lives(Played):
    """A world with a clock, and what watches servers and their members."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # a database
        self.members = Members()
        self.clock = FrozenClock(START)
        self.guilds = MemoryGuildStore()
        self.to_check: CitizensToCheck = SqlMembers(self.database)
        self.orphans: OrphanedNations = SqlMembers(self.database)
        self.leaderships: Leaderships = SqlLeaderships(self.database)
        self.game: GameUseCases = game_commands(self.world, self.members)
        self.has_stopped = False
        self.check = CheckMembers(
            self.world, self.to_check, self.members, self.clock, self.is_stopped
        )
        self.note_removals = NoteRemovals(
            self.world, self.guilds, self.orphans, self.clock, self.is_stopped
        )

    async def is_stopped(self) -> bool:
        return self.has_stopped

    async def play(
        self,
        words: str,
        user: int,
        at: datetime = START,
        guild: int = 1,
        options: dict[str, object] | None = None,
    ) -> None:
        line = ScriptCommand(next(LINES), at, guild, user, True, words, options or {})
        await run_command(self.game, line)

    async def found(self, guild: int, name: str, citizens: int = 1) -> None:
        await self.play("nation register", 10 * guild, guild=guild, options={"name": name})
        for number in range(citizens):
            await self.play("citizen register", 10 * guild + number, guild=guild)

    async def pass_time(self, until: datetime) -> None:
        self.clock.advance((until - self.clock.now()).total_seconds())
        await self.advance(until)

    async def ranked(self, at: datetime) -> set[str]:
        """Return who is on the board of a ranking that is made now."""
        assert await self.rankings.update(at)
        page = await self.boards.page(Board.POWER, None, 1)
        assert page is not None
        return {row.name for row in page.rows}

    async def nation(self, name: str = "Aurelia") -> Nation:
        return {nation.name: nation for nation in (await self.snapshot()).nations}[name]


@pytest.fixture
def lives(dominion_database: Database) -> Lives:
    return Lives(dominion_database)


async def test_statements_pause_nations_as_settling_one_does(lives: Lives) -> None:
    for number, name in enumerate(("Aurelia", "Borealis", "Corvia"), 1):
        await lives.found(number, name)
        infantry: dict[str, object] = {"unit": "infantry", "quantity": 5}
        await lives.play("military build", 10 * number, guild=number, options=infantry)
    await lives.found(4, "Dorne", citizens=0)
    await lives.play("nation vacation", 10, options={"days": 3})
    await lives.guilds.note([GuildId(guild_number) for guild_number in (1, 2, 3, 4)], START)
    await lives.guilds.note([GuildId(guild_number) for guild_number in (1, 3, 4)], START)
    await lives.note_removals()
    before = await lives.snapshot()
    until = START + 60 * HOUR

    await lives.advance(until)

    after = await lives.snapshot()
    medians = await lives.database.read(
        lambda on: doubled_medians(on, after.season, hour_of(START), until)
    )
    alone = [
        replace(settle(nation, until, after.season.rules, medians=medians), journal=(), notices=())
        for nation in (
            replace(nation, journal=(), notices=(), accessions=()) for nation in before.nations
        )
    ]
    assert alone == list(after.nations)
    stocks = {nation.name: nation.resources for nation in after.nations}
    assert stocks["Borealis"] == 500  # orphaned from the beginning
    assert 500 < stocks["Aurelia"] < stocks["Corvia"] < 10_000


async def test_a_nation_without_citizens_leaves_the_board_until_one_is_back(lives: Lives) -> None:
    await lives.begin_brief_season()
    await lives.found(1, "Aurelia", citizens=0)
    await lives.found(2, "Borealis")
    await lives.advance(START + 39 * HOUR)
    before = await lives.ranked(START + 39 * HOUR)
    await lives.advance(START + 43 * HOUR)
    without = await lives.ranked(START + 43 * HOUR)
    unranked = await lives.directory.named("Aurelia")

    await lives.play("citizen register", 11, START + 43 * HOUR)
    await lives.advance(START + 44 * HOUR)

    assert before == {"Aurelia", "Borealis"}
    assert without == {"Borealis"}
    assert unranked is not None
    assert unranked.places is None
    assert await lives.ranked(START + 44 * HOUR) == {"Aurelia", "Borealis"}


@pytest.mark.parametrize("is_advanced", [False, True])
async def test_a_deleted_nation_is_gone_for_the_first_command_after_it(
    lives: Lives, is_advanced: bool
) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    await lives.found(2, "Borealis", citizens=2)
    await lives.play("nation delete", 77, guild=2)
    if is_advanced:
        for hours in range(0, 73, 7):
            await lives.advance(START + hours * HOUR)

    end = START + 72 * HOUR
    await lives.play("citizen register", 21, end)
    await lives.play("nation register", 30, end, guild=3, options={"name": "Borealis"})
    await lives.play("nation register", 20, end, guild=2, options={"name": "Corvia"})
    await lives.advance(end + HOUR)

    snapshot = await lives.snapshot()
    nations = [
        (nation.id, nation.name, nation.guild, nation.population) for nation in snapshot.nations
    ]
    assert nations == [(1, "Aurelia", 1, 3), (3, "Borealis", 3, 0), (4, "Corvia", 2, 0)]
    assert sum(snapshot.ledger.values()) == sum(nation.resources for nation in snapshot.nations)
    record = await lives.records.record_of(UserId(20))
    assert [term.nation for term in record.has_led] == ["Corvia"]


async def test_a_cancelled_deletion_does_not_happen(lives: Lives) -> None:
    await lives.found(1, "Aurelia")
    await lives.play("nation delete", 77)
    before_the_end = START + 72 * HOUR - timedelta(microseconds=1)

    await lives.play("nation delete", LEADER, before_the_end, options={"cancel": True})
    await lives.advance(START + 4 * DAY)

    assert (await lives.nation()).deletion_at is None


async def test_a_nation_is_frozen_while_the_bot_is_not_in_its_server(lives: Lives) -> None:
    await lives.found(1, "Aurelia")
    await lives.guilds.note([GuildId(1)], START)
    await lives.pass_time(START + HOUR)
    await lives.guilds.note([], START + HOUR)
    await lives.note_removals()
    await lives.pass_time(START + 2 * HOUR)
    await lives.note_removals()
    frozen = await lives.nation()
    assert await lives.orphans.orphaned() == {1}
    assert await lives.to_check.checked_before(START + DAY, 9) == ()

    await lives.pass_time(START + 3 * HOUR)
    await lives.guilds.note([GuildId(1)], START + 3 * HOUR)
    await lives.note_removals()
    await lives.pass_time(START + 4 * HOUR)

    assert (frozen.orphaned_at, frozen.resources) == (START + HOUR, 1_150)
    restored = await lives.nation()
    assert (restored.orphaned_at, restored.resources) == (None, 1_300)
    assert await lives.orphans.among([GuildId(1), GuildId(2)]) == (1,)


async def test_a_citizen_who_has_left_the_server_loses_citizenship_after_a_day(
    lives: Lives,
) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    treasurer: dict[str, object] = {"office": "treasurer", "user": CITIZEN}
    await lives.play("gov delegate", LEADER, options=treasurer)
    lives.members.gone.add(CITIZEN)
    await lives.pass_time(START + DAY)
    await lives.check()
    assert lives.members.asked == []
    await lives.pass_time(START + DAY + HOUR)
    await lives.check()
    await lives.check()
    assert sorted(lives.members.asked) == [LEADER, CITIZEN]

    await lives.pass_time(START + 2 * DAY + HOUR - timedelta(seconds=1))
    before = await lives.nation()
    await lives.pass_time(START + 2 * DAY + HOUR)

    after = await lives.nation()
    assert (before.population, before.government.holders) == (2, {Office.TREASURER: CITIZEN})
    assert (after.population, after.government.holders) == (1, {})
    record = await lives.records.record_of(UserId(CITIZEN))
    assert record.departure is not None
    assert record.departure.at == START + 2 * DAY + HOUR


async def test_a_citizen_who_uses_a_command_in_time_stays_one(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    lives.members.gone.add(CITIZEN)
    await lives.pass_time(START + 2 * DAY)
    await lives.check()

    await lives.play("nation settings", CITIZEN, START + 2 * DAY + HOUR)
    await lives.pass_time(START + 5 * DAY)

    assert (await lives.nation()).population == 2


async def test_a_citizen_who_returns_right_after_becoming_inactive_counts_again(
    lives: Lives,
) -> None:
    await lives.begin_brief_season()
    await lives.found(1, "Aurelia")
    joined = START + timedelta(minutes=10)
    await lives.play("citizen register", CITIZEN, joined)
    lapsed = joined + timedelta(hours=42)
    await lives.pass_time(lapsed - timedelta(minutes=1))

    await lives.play("nation settings", CITIZEN, lapsed + timedelta(minutes=1))

    def counted(on: Connection) -> int:
        query = select(func.count()).select_from(CITIZENS).where(CITIZENS.c.is_counted)
        return on.execute(query).scalar_one()

    assert (await lives.nation()).population == 1
    assert await lives.database.read(counted) == 1


async def test_a_citizen_who_becomes_inactive_leaves_the_population_once(lives: Lives) -> None:
    await lives.begin_brief_season()
    await lives.found(1, "Aurelia", citizens=0)
    for minutes, user in ((10, CITIZEN), (20, CITIZEN + 1), (30, CITIZEN + 2)):
        await lives.play("citizen register", user, START + timedelta(minutes=minutes))
    lapsed = START + timedelta(hours=42, minutes=20)
    await lives.pass_time(lapsed - timedelta(minutes=11))
    lives.clock.advance(timedelta(minutes=1, seconds=30).total_seconds())
    await lives.check()  # Discord is asked about all, of whom one has just become inactive

    await lives.play("citizen leave", CITIZEN + 1, lapsed + timedelta(seconds=1))

    assert (await lives.nation()).population == 1
    await lives.pass_time(lapsed + HOUR)
    assert (await lives.nation()).population == 0


async def test_a_former_citizen_can_join_another_nation_later(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    await lives.found(2, "Borealis")
    lives.members.gone.add(CITIZEN)
    await lives.pass_time(START + 2 * DAY)
    await lives.check()

    # The world was not advanced since: the command has it done.
    await lives.play("citizen register", CITIZEN, START + 10 * DAY, guild=2)

    assert (await lives.nation("Aurelia")).population == 1
    assert (await lives.nation("Borealis")).population == 2


async def test_citizens_are_not_asked_about_while_discord_is_down(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    await lives.pass_time(START + 2 * DAY)
    lives.members.is_down = True

    with pytest.raises(Unavailable):
        await lives.check()

    assert len(await lives.to_check.checked_before(START + DAY, 9)) == 2


async def test_servers_without_answers_do_not_keep_others_from_being_asked_about(
    lives: Lives,
) -> None:
    await lives.found(1, "Aurelia", citizens=MAX_AT_ONCE)
    await lives.found(9, "Borealis")
    await lives.pass_time(START + 2 * DAY)
    lives.members.silent = {1}
    with pytest.raises(Unavailable):
        await lives.check()

    await lives.check()

    assert lives.members.asked == [10, 90]
    lives.clock.advance(ASKED_AGAIN_AFTER.total_seconds())
    lives.members.silent = set()
    await lives.check()
    assert len(lives.members.asked) == 2 + MAX_AT_ONCE


async def test_a_stopped_world_is_not_advanced_by_looking_for_who_has_left(lives: Lives) -> None:
    await lives.found(1, "Aurelia")
    await lives.guilds.note([GuildId(1)], START)
    await lives.guilds.note([], START)
    lives.clock.advance(timedelta(days=2).total_seconds())
    before, lives.has_stopped = await lives.snapshot(), True

    await lives.note_removals()
    await lives.check()

    assert (await lives.snapshot()).digest == before.digest
    lives.has_stopped = False
    await lives.note_removals()
    assert (await lives.nation()).orphaned_at == lives.clock.now()


async def test_leaders_follow_one_another_without_a_gap(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=3)
    await lives.play("gov appoint", LEADER, START + HOUR, options={"user": CITIZEN})
    await lives.play("gov appoint", 77, START + 3 * DAY, options={"user": 12})
    nation = await lives.nation()

    leaders = await lives.leaderships.of_nation(nation.id, 5)
    await lives.own_data.forget_user(UserId(CITIZEN))

    assert nation.leader == 12
    assert leaders == (
        Leadership(UserId(12), START + 3 * DAY, Accession.APPOINTED),
        Leadership(UserId(CITIZEN), START + HOUR, Accession.APPOINTED),
        Leadership(UserId(LEADER), START, Accession.FOUNDED),
    )
    changed = NOTICES.c.kind == NoticeKind.LEADER_CHANGED.value
    query = select(NOTICES.c.at).where(changed).order_by(NOTICES.c.at)
    terms = await lives.database.read(lambda on: on.execute(query).scalars().all())
    assert terms == [microseconds(START + HOUR), microseconds(START + 3 * DAY)]
    forgotten = await lives.leaderships.of_nation(nation.id, 2)
    assert [term.leader for term in forgotten] == [12, None]


async def test_what_administrators_and_leaders_do_with_nations_is_in_the_audit_log(
    lives: Lives,
) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    await lives.play("nation delete", 77)
    await lives.play("nation delete", LEADER, options={"cancel": True})
    await lives.play("gov appoint", LEADER, START + HOUR, options={"user": CITIZEN})

    query = select(AUDIT_LOG).order_by(AUDIT_LOG.c.seq)
    rows = await lives.database.read(lambda on: on.execute(query).all())

    assert [(row.action, row.actor, row.target, row.guild) for row in rows] == [
        ("nations.registered", LEADER, "Aurelia", 1),
        ("nations.deletion_planned", 77, "Aurelia", 1),
        ("nations.deletion_cancelled", LEADER, "Aurelia", 1),
        ("nations.leader_appointed", LEADER, "Aurelia", 1),
    ]


async def test_offices_are_exported_and_forgotten(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    diplomat: dict[str, object] = {"office": "diplomat", "user": CITIZEN}
    await lives.play("gov delegate", LEADER, options=diplomat)

    before = await lives.records.record_of(UserId(CITIZEN))
    await lives.own_data.forget_user(UserId(CITIZEN))

    assert before.offices == (HeldOffice("Aurelia", Office.DIPLOMAT),)
    assert await lives.records.record_of(UserId(CITIZEN)) == UserRecord(None, None, None, (), ())
    assert (await lives.nation()).government.holders == {}


async def test_an_office_of_a_user_who_is_no_citizen_is_forgotten(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=1)
    held = update(NATIONS).values({NATIONS.c[Office.DIPLOMAT.value]: 77})
    await lives.database.write(lambda on: on.execute(held).rowcount)
    assert (await lives.records.record_of(UserId(77))).offices != ()

    await lives.own_data.forget_user(UserId(77))

    assert (await lives.records.record_of(UserId(77))).offices == ()


async def test_a_long_outage_postpones_pauses_and_ends(lives: Lives) -> None:
    await lives.found(1, "Aurelia", citizens=2)
    await lives.play("nation vacation", LEADER, options={"days": 3})
    await lives.play("nation delete", 77)
    heartbeats = SqlHeartbeats(lives.database, RULESETS)
    await heartbeats.beat(START)
    before = await lives.nation()

    await heartbeats.beat(START + 7 * DAY)

    after = await lives.nation()
    assert before.vacation is not None
    assert after.vacation is not None
    assert after.vacation.since == before.vacation.since + 4 * DAY
    assert after.vacation.until == before.vacation.until + 4 * DAY
    assert after.deletion_at == START + 72 * HOUR + 4 * DAY
    assert after.government.active_at == START + 4 * DAY
    assert after.empty_since == before.empty_since + 4 * DAY
