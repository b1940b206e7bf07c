"""Tests the contract of ``World``, ``WorldTransaction`` and the ports that read the world."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import Connection, func, insert, select

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptFeatures
from nazh.adapters.inbound.texts.dominion.treasury.ledger_csv import ledger_csv
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.periodic_work import periodic
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import CHUNK_SIZES
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.adapters.outbound.sql.dominion.rankings.boards import SqlBoards
from nazh.adapters.outbound.sql.dominion.rankings.rankings import SqlRankings
from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import SqlCompletedTutorials
from nazh.adapters.outbound.sql.dominion.rows.seasons import SqlSeasonRules, begin_first_season
from nazh.adapters.outbound.sql.dominion.tables import FAILURES, NATIONS, REQUESTS
from nazh.adapters.outbound.sql.dominion.views.directory import SqlNationDirectory
from nazh.adapters.outbound.sql.dominion.views.ledgers import SqlLedgers
from nazh.adapters.outbound.sql.dominion.views.snapshots import SqlWorldSnapshots
from nazh.adapters.outbound.sql.dominion.views.timelines import SqlTimelines
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen
from nazh.application.dominion.government.fill_offices import FillOffice
from nazh.application.dominion.military.build_units import BuildUnits
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.nations.rename_nation import RenameNation
from nazh.application.dominion.ports import (
    Boards,
    HeldOffice,
    Ledgers,
    NationDirectory,
    Rankings,
    Requester,
    Rulesets,
    SeasonRules,
    TimelineEvent,
    UserRecord,
    UserRecords,
    World,
    WorldSnapshot,
    WorldSnapshots,
)
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.show_history import ShowHistory
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.settling import settle
from nazh.domain.dominion.treasury import Category
from nazh.domain.dominion.world_time import hour_of
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock

ARMY: Final = UnitType.INFANTRY
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AGO: Final = datetime(2015, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
RULESETS: Final[Rulesets] = TomlRulesets("classic")


class Played:
    """A world and its use cases."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.own_data = SqlDominionRecords(database, RULESETS)
        self.world: World = SqlWorld(database, RULESETS, DerivedWarSecrets(), NullPublisher())
        self.snapshots: WorldSnapshots = SqlWorldSnapshots(database, RULESETS)
        self.boards: Boards = SqlBoards(database)
        self.rankings: Rankings = SqlRankings(database, RULESETS)
        self.directory: NationDirectory = SqlNationDirectory(database)
        self.ledgers: Ledgers = SqlLedgers(database)
        self.records: UserRecords = self.own_data
        self.register = RegisterNation(self.world)
        self.rename = RenameNation(self.world)
        self.join = RegisterCitizen(self.world)
        self.leave = LeaveNation(self.world)
        self.contribute = ContributeResources(self.world)
        self.allocate = AllocateResources(self.world)
        self.build = BuildUnits(self.world, ScriptFeatures())

    async def begin_brief_season(self) -> None:
        """Begin a season whose durations, but not its ticks, are an eighth of the usual ones.

        Citizens become inactive after 42 hours, and an alliance earns loyalty in 21 hours.
        """
        await self.database.write(lambda on: begin_first_season(on, TomlRulesets("blitz"), START))

    async def advance(self, until: datetime) -> None:
        while await self.world.advance(until):
            pass

    async def snapshot(self) -> WorldSnapshot:
        snapshot = await self.snapshots.take()
        assert snapshot is not None
        return snapshot


@pytest.fixture
def played(dominion_database: Database) -> Played:
    return Played(dominion_database)


def requester(number: int, user: int = 10, guild: int = 1, at: datetime = START) -> Requester:
    return Requester(RequestId(str(number)), GuildId(guild), UserId(user), at, LONG_AGO, True)


async def two_nations(played: Played) -> None:
    """Found two nations alike, each with a leader, a delegate, a former citizen and units."""
    for guild, name in ((1, "Aurelia"), (2, "Borealis")):
        leader, citizen, gone = (requester(guild * 100, guild * 10 + n, guild) for n in range(3))
        await played.register(leader, name)
        await played.join(replace(citizen, request=RequestId(f"{guild}:1")))
        await played.contribute(replace(citizen, request=RequestId(f"{guild}:2")))
        await played.join(replace(gone, request=RequestId(f"{guild}:3")))
        await played.leave(replace(gone, request=RequestId(f"{guild}:4")))
        await played.build(replace(leader, request=RequestId(f"{guild}:5")), ARMY, 1)
        appointing = replace(leader, request=RequestId(f"{guild}:6"))
        await FillOffice(played.world)(appointing, Office.TREASURER, citizen.user)
    await played.advance(START + 9 * HOUR)
    for guild in (1, 2):
        leader = requester(guild * 100 + 6, guild * 10, guild, START + 9 * HOUR)
        await played.build(leader, ARMY, 1)
    assert await played.rankings.update(START + 9 * HOUR)


async def rows_of_nations(played: Played) -> dict[str, int]:
    """Return the number of rows of each table with a column for a nation."""
    tables = [
        table
        for name, table in METADATA.tables.items()
        if name.startswith("dominion_") and ("nation" in table.c or table is NATIONS)
    ]

    def read(connection: Connection) -> dict[str, int]:
        count = select(func.count())
        return {
            table.name: connection.execute(count.select_from(table)).scalar_one()
            for table in tables
        }

    return await played.database.read(read)


async def answered(played: Played) -> set[str]:
    """Return the requests whose answers are kept."""
    requests_query = select(REQUESTS.c.request)
    return await played.database.read(lambda on: set(on.execute(requests_query).scalars()))


async def test_a_world_without_a_season_has_nothing_due(played: Played) -> None:
    assert not await played.world.advance(START)
    assert await played.snapshots.take() is None


async def test_a_request_is_done_once_and_answered_twice(played: Played) -> None:
    founded = await played.register(requester(1), "Aurelia")
    again = await played.register(requester(1), "Aurelia")

    assert again == founded
    assert len((await played.snapshot()).nations) == 1


async def test_a_refused_request_stays_refused_whatever_happens_meanwhile(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    with pytest.raises(errors.OnlyCitizens) as first:
        await played.contribute(requester(2, user=11))
    await played.join(requester(3, user=11))

    with pytest.raises(errors.OnlyCitizens) as second:
        await played.contribute(requester(2, user=11))

    assert str(second.value) == str(first.value)
    assert second.value.hint == first.value.hint


async def test_a_changed_nation_is_read_back_unchanged(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    await played.contribute(requester(3))
    await played.build(requester(4), UnitType.INFANTRY, 5)
    await played.allocate(requester(5), Category.RESEARCH, 100)

    (nation,) = (await played.snapshot()).nations

    assert (nation.name, nation.guild, nation.leader) == ("Aurelia", 1, 10)
    assert (nation.resources, nation.research_points, nation.population) == (450, 10, 1)
    assert [(order.number, order.quantity) for order in nation.military.orders] == [(1, 5)]
    assert nation.protected_until == START + 48 * HOUR


@pytest.mark.parametrize("count", [100, pytest.param(1_000, marks=pytest.mark.slow)])
async def test_of_many_concurrent_spends_only_those_that_are_covered_are_done(
    played: Played, count: int
) -> None:
    await played.register(requester(1), "Aurelia")
    await played.allocate(requester(2), Category.RESEARCH, 510)
    spends = [
        played.allocate(requester(number), Category.RESEARCH, 10)
        for number in range(10, 10 + count)
    ]

    outcomes = await asyncio.gather(*spends, return_exceptions=True)

    snapshot = await played.snapshot()
    refused = [outcome for outcome in outcomes if isinstance(outcome, errors.NotEnoughResources)]
    assert (len(outcomes) - len(refused), len(refused)) == (49, count - 49)
    assert snapshot.nations[0].resources == sum(snapshot.ledger.values()) == 0


async def test_concurrent_joins_and_contributions_happen_once(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    joins = [played.join(requester(number, user=11)) for number in range(10, 20)]
    joined = await asyncio.gather(*joins, return_exceptions=True)
    gifts = [played.contribute(requester(number, user=11)) for number in range(20, 30)]
    outcomes = await asyncio.gather(*gifts, return_exceptions=True)

    assert sum(not isinstance(outcome, Refusal) for outcome in joined) == 1
    assert sum(not isinstance(outcome, Refusal) for outcome in outcomes) == 1
    snapshot = await played.snapshot()
    assert (snapshot.nations[0].population, snapshot.ledger[Reason.CONTRIBUTION]) == (1, 50)


async def test_nations_founded_concurrently_get_different_names(played: Played) -> None:
    founding = [
        played.register(requester(number, user=number, guild=number), f"Nation {number % 3}")
        for number in range(1, 10)
    ]
    founded = await asyncio.gather(*founding, return_exceptions=True)

    refused = [outcome for outcome in founded if isinstance(outcome, errors.NameTaken)]
    names = [nation.name for nation in (await played.snapshot()).nations]
    assert len(refused) == 6
    assert sorted(names) == ["Nation 0", "Nation 1", "Nation 2"]


@pytest.mark.parametrize("chunk", [1, 500])
async def test_statements_about_all_nations_compute_what_settling_one_does(
    played: Played, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "CHUNK_SIZES", dict.fromkeys(CHUNK_SIZES, chunk))
    until = START + timedelta(days=3, minutes=20)
    for number, name in enumerate(("Aurelia", "Borealis", "Corvia", "Dorne"), 1):
        by = requester(number, user=number, guild=number)
        await played.register(by, name)
        for citizen in range(number):
            user = UserId(100 * number + citizen)
            joining = replace(by, request=RequestId(f"join {user}"), user=user)
            await played.join(joining)
        await played.build(replace(by, request=RequestId(f"build {number}")), ARMY, 9)
    poor = replace(requester(9, user=4, guild=4), request=RequestId("spend"))
    await played.allocate(poor, Category.RESEARCH, 100)
    before = await played.snapshot()

    await played.advance(until)

    after = await played.snapshot()
    medians = await played.database.read(
        lambda on: doubled_medians(on, after.season, hour_of(START), until)
    )
    assert len(medians) == 3 * 24
    alone = [
        settle(replace(nation, journal=(), notices=()), until, after.season.rules, medians=medians)
        for nation in before.nations
    ]
    stored = [replace(nation, journal=(), notices=(), lost_income=0) for nation in alone]
    assert stored == list(after.nations)
    assert after.ledger == {
        reason: sum(
            entry.amount for nation in alone for entry in nation.journal if entry.reason is reason
        )
        + before.ledger.get(reason, 0)
        for reason in after.ledger
    }


@pytest.mark.parametrize("minute", [0, 44, 45, 59])
async def test_a_world_may_begin_at_any_minute(played: Played, minute: int) -> None:
    begin = START + timedelta(minutes=minute, seconds=30)
    await played.register(requester(1, at=begin), "Aurelia")
    await played.join(requester(2, at=begin))

    await played.advance(begin + timedelta(hours=2))

    assert (await played.snapshot()).ledger[Reason.GENERATION] == 2 * 150


async def test_nations_that_cannot_pay_lose_units_in_the_same_way(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.build(requester(2), ARMY, 10)

    await played.advance(START + timedelta(days=3))

    (nation,) = (await played.snapshot()).nations
    assert nation.resources == 0  # no citizens, no income
    assert nation.military.of(ARMY).quantity == 9  # 10% of 10, then less than one


async def test_a_finished_order_and_a_lapsed_citizen_are_applied_without_a_command(
    played: Played,
) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    await played.build(requester(3), ARMY, 1)

    await played.advance(START + timedelta(minutes=31))
    built = (await played.snapshot()).nations[0]
    await played.advance(START + timedelta(days=14, hours=1))
    asleep = (await played.snapshot()).nations[0]

    assert (built.military.of(ARMY).quantity, built.population) == (1, 1)
    assert asleep.population == 0


@pytest.mark.parametrize("chunk", [1, 500])
async def test_two_concurrent_processes_apply_everything_once(
    played: Played, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periodic, "CHUNK_SIZES", dict.fromkeys(CHUNK_SIZES, chunk))
    for guild, name in ((1, "Aurelia"), (2, "Borealis"), (3, "Corvia")):
        await played.register(requester(guild, user=guild, guild=guild), name)
        await played.join(requester(10 + guild, user=guild, guild=guild))
    until = START + timedelta(days=1, minutes=50)
    other = SqlWorld(played.database, RULESETS, DerivedWarSecrets(), NullPublisher())

    async def advance(world: World) -> None:
        while await world.advance(until):
            pass

    await asyncio.gather(advance(played.world), advance(other))

    snapshot = await played.snapshot()
    assert snapshot.ledger[Reason.GENERATION] == 3 * 24 * 150
    assert sum(nation.resources for nation in snapshot.nations) == sum(snapshot.ledger.values())


async def test_a_lapsed_citizen_counts_again_after_reading_the_history(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    later = START + timedelta(days=14, hours=1)
    await played.advance(later)

    await ShowHistory(played.world, played.ledgers)(requester(3, at=later), 1)

    assert (await played.snapshot()).nations[0].population == 1


async def test_a_citizen_who_leaves_frees_their_place(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.register(requester(2, user=20, guild=2), "Borealis")
    await played.join(requester(3, user=11))
    with pytest.raises(errors.CitizenElsewhere):
        await played.join(requester(4, user=11, guild=2))

    left = await played.leave(requester(5, user=11))

    assert left.others_from == START + timedelta(days=7)
    with pytest.raises(errors.TooSoon):
        await played.join(requester(6, user=11, guild=2))
    await played.join(requester(7, user=11))
    assert (await played.snapshot()).nations[0].population == 1


async def test_former_names_are_in_the_history_of_a_nation(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2, user=11))
    for number in range(3, 9):
        at = START + number * 4 * HOUR
        await played.contribute(requester(number, user=11, at=at))
    later = START + 10 * 24 * HOUR
    await played.rename(requester(20, at=later), "Borealis")

    entries = await SqlTimelines(played.database).of_nation(NationId(1))
    await played.own_data.forget_guild(GuildId(1))

    assert [(entry.at, entry.event, entry.other) for entry in entries] == [
        (later, TimelineEvent.RENAMED, "Aurelia"),
        (START, TimelineEvent.FOUNDED, None),
    ]
    assert await SqlTimelines(played.database).of_nation(NationId(1)) == ()


async def test_a_nations_current_name_is_not_a_new_name(played: Played) -> None:
    await played.register(requester(1), "Aurelia")

    with pytest.raises(errors.NameTaken):
        await played.rename(requester(2), "Aurelia")


async def test_a_citizen_who_returns_waits_as_long_for_the_next_contribution(
    played: Played,
) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2, user=11))
    await played.contribute(requester(3, user=11))
    await played.leave(requester(4, user=11))
    await played.join(requester(5, user=11))

    with pytest.raises(errors.TooSoon):
        await played.contribute(requester(6, user=11, at=START + 3 * HOUR))
    await played.contribute(requester(7, user=11, at=START + 4 * HOUR))


async def test_a_name_can_be_changed_to_another_form_of_itself(played: Played) -> None:
    await played.register(requester(1), "Aurelia")

    renamed = await played.rename(requester(2), "AURELIA")

    assert (renamed.before, renamed.name, renamed.resources) == ("Aurelia", "AURELIA", 0)


async def test_nations_are_found_by_the_beginning_of_their_names(played: Played) -> None:
    for number, name in enumerate(("Aurelia", "Auria", "Élan", "Ярл", "aura 2"), 1):
        await played.register(requester(number, user=number, guild=number), name)

    assert await played.directory.names_like("AUR", 5) == ("aura 2", "Aurelia", "Auria")
    assert await played.directory.names_like("aur", 2) == ("aura 2", "Aurelia")
    assert await played.directory.names_like("e", 5) == ("Élan",)
    assert await played.directory.names_like("я", 5) == ("Ярл",)
    assert await played.directory.names_like("x", 5) == ()
    assert len(await played.directory.names_like("", 10)) == 5


async def test_names_are_listed_in_the_order_in_which_they_are_read(played: Played) -> None:
    names = ("Zeta", "Sector 7", "Iceland", "Élan", "Sector 10", "kenya", "Lima", "Eland")
    for number, name in enumerate(names, 1):
        await played.register(requester(number, user=number, guild=number), name)

    assert await played.directory.names_like("", 10) == (
        *("Élan", "Eland", "Iceland", "kenya", "Lima", "Sector 10", "Sector 7", "Zeta"),
    )


async def test_names_are_suggested_by_their_beginnings_parts_and_near_spellings(
    played: Played,
) -> None:
    names = ("Borealis", "New Aurelia", "Aurelia", "Aaron", "Auriga", "Aurora", "Bórvia", "Xanadu")
    for number, name in enumerate(names, 1):
        await played.register(requester(number, user=number, guild=number), name)

    async def suggested(
        typed: str, limit: int = 25, guild: int = 8, *, has_own: bool = True
    ) -> tuple[str, ...]:
        return await played.directory.suggested(typed, GuildId(guild), limit, has_own=has_own)

    assert await suggested("aur") == ("Aurelia", "Auriga", "Aurora", "New Aurelia")
    assert await suggested("aur", limit=2) == ("Aurelia", "Auriga")
    assert await suggested("aur", limit=2, guild=6) == ("Aurora", "Aurelia")
    assert (await suggested("aur", guild=2))[:1] == ("New Aurelia",)
    assert await suggested("aur", limit=2, guild=6, has_own=False) == ("Aurelia", "Auriga")
    assert await suggested("AURELJA", guild=3, has_own=False) == ()
    assert await suggested("AURELJA") == ("Aurelia",)
    assert await suggested("Boraelsi", guild=99) == ("Borealis",)
    assert await suggested("borvja") == ("Bórvia",)
    assert await suggested("relia") == ("Aurelia", "New Aurelia")
    assert await suggested("%") == await suggested("") == await suggested("_")
    assert (await suggested(""))[:2] == ("Xanadu", "Aaron")
    assert await suggested("zzzzzzzz") == ()


async def test_the_leader_and_the_citizens_are_members_of_a_nation(played: Played) -> None:
    await played.register(requester(1, user=1), "Aurelia")
    await played.register(requester(2, user=2, guild=2), "Borealis")
    await played.join(requester(3, user=3))

    members = [
        (guild, user)
        for guild in (1, 2, 3)
        for user in (1, 2, 3, 4)
        if await played.directory.is_member(GuildId(guild), UserId(user))
    ]

    assert members == [(1, 1), (1, 3), (2, 2)]


async def test_nations_are_found_by_their_whole_names(played: Played) -> None:
    for number in range(1, 4):
        by = requester(number, user=number, guild=number)
        await played.register(by, f"Nation {number}")

    nation = await played.directory.named("NATION 3")
    other = await played.directory.of_guild(GuildId(2))

    assert nation is not None
    assert other is not None
    assert (nation.name, nation.id, nation.power) == ("Nation 3", 3, None)
    assert other.name == "Nation 2"
    assert await played.directory.named("Nation 9") is None


async def test_the_ledger_adds_up_by_reason(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    await played.build(requester(3), ARMY, 2)
    await played.advance(START + timedelta(hours=2))
    history = ShowHistory(played.world, played.ledgers)

    history_shown = await history(requester(4, at=START + timedelta(hours=2)), 1)
    whole = await history(requester(5, at=START + timedelta(hours=2)), 3)

    assert history_shown.sums == {Reason.GENERATION: 300}
    assert whole.sums == {
        Reason.SEASON_START: 1_000,
        Reason.BUILD: -200,
        Reason.GENERATION: 300,
    }
    with pytest.raises(errors.OnlyCitizens):
        await history(requester(6, user=77), 1)
    assert history_shown.entries is None
    exported = await history(requester(7, at=START + timedelta(hours=2)), 3, has_entries=True)
    assert exported.entries is not None
    assert ledger_csv(exported.entries).splitlines() == [
        "at,reason,amount,balance",
        "2026-01-01T00:00:00+00:00,season_start,1000,1000",
        "2026-01-01T00:00:00+00:00,build,-200,800",
        "2026-01-01T01:00:00+00:00,generation,150,950",
        "2026-01-01T02:00:00+00:00,generation,150,1100",
    ]
    income = await history(requester(8, at=START + timedelta(hours=2)), 3, Reason.GENERATION)
    assert income.sums == {Reason.GENERATION: 300}
    assert income.entries == exported.entries[2:]
    unpaid = await history(requester(9, at=START + timedelta(hours=2)), 3, Reason.UPKEEP)
    assert (unpaid.sums, unpaid.entries) == ({Reason.UPKEEP: 0}, ())
    later = requester(10, user=20, guild=2, at=START + timedelta(hours=2))
    await played.register(later, "Borealis")
    last = await played.ledgers.entries(NationId(1), START, 2)
    assert [entry.balance for entry in last] == [950, 1_100]
    since = await played.ledgers.entries(NationId(1), START + HOUR + HOUR / 2, 9)
    assert [entry.balance for entry in since] == [1_100]


async def test_the_rules_are_those_of_the_season(played: Played) -> None:
    rules: SeasonRules = SqlSeasonRules(played.database, TomlRulesets("blitz"), FrozenClock(START))
    assert (await rules.current()).name == "blitz"

    await played.register(requester(1), "Aurelia")

    assert (await rules.current()).name == "classic"


async def test_the_data_of_a_user_is_exported_and_deleted(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2))
    await played.contribute(requester(3))
    await SqlCompletedTutorials(played.database).complete(UserId(10), START)

    before = await played.records.record_of(UserId(10))
    await played.own_data.forget_user(UserId(10))
    await played.own_data.forget_user(UserId(10))
    after = await played.records.record_of(UserId(10))

    assert (before.nation, before.leads) == ("Aurelia", ("Aurelia",))
    assert [change.amount for change in before.changes] == [1_000, 50]
    assert before.tutorial_at == START
    assert after == UserRecord(None, None, None, (), ())
    (nation,) = (await played.snapshot()).nations
    assert (nation.population, nation.leader, nation.resources) == (0, None, 1_050)


async def test_only_the_data_of_the_user_is_deleted(played: Played) -> None:
    await two_nations(played)
    before = [await played.records.record_of(UserId(user)) for user in (20, 21, 22)]
    requests = await answered(played)

    for user in (10, 11, 12):
        await played.own_data.forget_user(UserId(user))

    for user in (10, 11, 12):
        nothing = UserRecord(None, None, None, (), ())
        assert await played.records.record_of(UserId(user)) == nothing
    assert [await played.records.record_of(UserId(user)) for user in (20, 21, 22)] == before
    assert requests - await answered(played) == {"1:6"}  # the answer names the delegate
    leader, citizen, gone = before
    assert citizen.offices == (HeldOffice("Borealis", Office.TREASURER),)
    assert (leader.nation, leader.leads, len(leader.changes)) == (None, ("Borealis",), 3)
    assert (citizen.nation, citizen.leads, len(citizen.changes)) == ("Borealis", (), 1)
    assert gone.departure is not None
    by_name = {nation.name: nation for nation in (await played.snapshot()).nations}
    assert [by_name[name].population for name in ("Aurelia", "Borealis")] == [0, 1]
    assert [by_name[name].leader for name in ("Aurelia", "Borealis")] == [None, UserId(20)]


async def test_other_nations_are_unchanged_when_a_guild_is_deleted(played: Played) -> None:
    await two_nations(played)
    users = (10, 11, 12)
    (nation_kept,) = (
        nation for nation in (await played.snapshot()).nations if nation.name == "Aurelia"
    )
    before = [await played.records.record_of(UserId(user)) for user in users]
    rows = await rows_of_nations(played)

    await played.own_data.forget_guild(GuildId(2))

    assert (await played.snapshot()).nations == (nation_kept,)
    assert [await played.records.record_of(UserId(user)) for user in users] == before
    halves = {table: count // 2 for table, count in rows.items()}
    assert await rows_of_nations(played) == halves
    assert {table for table, count in halves.items() if count} >= {
        *("dominion_nation_states", "dominion_units", "dominion_build_orders"),
        *("dominion_citizens", "dominion_departures", "dominion_ledger"),
        *("dominion_history", "dominion_ranked_nations"),
    }


async def test_a_forgotten_guild_leaves_nothing_and_can_begin_again(played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    await played.join(requester(2, user=11))
    await played.build(requester(3), ARMY, 1)
    (nation,) = (await played.snapshot()).nations
    failure = {"season": 1, "nation": nation.id, "failures": 1, "since": 0, "error": "OSError"}
    await played.database.write(lambda on: on.execute(insert(FAILURES).values(failure)).rowcount)

    await played.own_data.forget_guild(GuildId(1))
    await played.own_data.forget_guild(GuildId(1))

    snapshot = await played.snapshot()
    assert (snapshot.nations, snapshot.ledger) == ((), {})
    failures = select(func.count()).select_from(FAILURES)
    assert await played.database.read(lambda on: on.execute(failures).scalar_one()) == 0
    assert (await played.records.record_of(UserId(11))).citizen is None
    await played.register(requester(4), "Aurelia")
    assert await played.own_data.prune_guild(GuildId(1), START)
