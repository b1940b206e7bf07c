"""Tests that nations support wars, and that battles, records and refusals have them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import Connection, case, func, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.pledge_rows import SqlPledges
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NATION_STATES, NOTICES, UNITS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES, PLEDGES
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.diplomacy.show_treaties import ShowTreaties
from nazh.application.dominion.ports import SupportedWar, WarDirectory
from nazh.application.dominion.wars.list_wars import ListWars, WarFilter
from nazh.application.dominion.wars.look_at_war import LookAtWar
from nazh.domain.dominion.combat.checking import differences, is_canonical, read_battle
from nazh.domain.dominion.combat.record import Battle
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.errors import support as support_errors
from nazh.domain.dominion.events import BattleFought
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.operations.controls import SanctionKind
from nazh.domain.dominion.wars.predicting import Odds
from nazh.domain.dominion.wars.war import WarId, WarState
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId, RequestId
from tests import databases
from tests.contract.test_paused_wars import sanction
from tests.contract.test_wars import BATTLE, DECLARED, Warring
from tests.contract.test_worlds import HOUR, START, requester

pytestmark = pytest.mark.slow

NAMES: Final = ("Corvia", "Dorne", "Elan", "Fenwick")
"""The nations of the guilds 3 to 6, next to the two at war."""
PLEDGED: Final = DECLARED + 2 * HOUR
DAY: Final = timedelta(days=1)


class Supporting(Warring):
    """A world in which more nations can support a war of the first two."""

    async def gather(self) -> None:
        for guild, name in enumerate(NAMES, start=3):
            assert await self.command(START, guild, "nation register", name=name) is None
            assert await self.command(START, guild, "citizen register") is None

    async def begin_war(self) -> None:
        """Accept a war of the first two nations, and give the others soldiers."""
        await self.to_the_battle()
        await self.arm({3: 100, 4: 8, 5: 10, 6: 10})

    async def arm(self, quantities: Mapping[int, int]) -> None:
        rows = [
            {"season": 1, "nation": nation, "unit": "infantry", "quantity": quantity, "level": 0}
            for nation, quantity in quantities.items()
        ]
        await self.database.write(lambda on: on.execute(insert(UNITS), rows).rowcount)

    async def ally(self, one: int, other: int, days: int = 30) -> None:
        row = {"first": one, "second": other, "number": 1}
        formed = microseconds(START - timedelta(days=days))
        await self.database.write(
            lambda on: on.execute(insert(ALLIANCES).values(**row, formed_at=formed)).rowcount
        )

    async def support(self, guild: int, side: str = "defender") -> str | None:
        return await self.command(PLEDGED, guild, "war support", war=1, side=side)

    async def support_both_sides(self) -> None:
        """Let the third nation support the defender, and the fourth one the aggressor."""
        await self.arm({3: 100, 4: 8})
        await self.ally(2, 3)
        await self.ally(1, 4)
        assert [await self.support(3), await self.support(4, "aggressor")] == [None, None]

    async def soldiers(self, guild: int) -> int:
        nations = (await self.snapshot()).nations
        nation = next(candidate for candidate in nations if candidate.guild == guild)
        return nation.military.of(UnitType.INFANTRY).quantity

    async def fight(self) -> Battle:
        """Advance to the battle, check its record, and return it."""
        await self.advance(BATTLE)
        record = next(
            event.record for event in self.published.events if isinstance(event, BattleFought)
        )
        battle, stored_battle = read_battle(record)
        assert differences(stored_battle, battle) == ()
        assert is_canonical(record, battle)
        return battle

    async def equal_the_sides(self) -> None:
        """Give the defender as many soldiers as the aggressor has."""
        units = update(UNITS).where(UNITS.c.nation == 2).values(quantity=8)
        state = update(NATION_STATES).where(NATION_STATES.c.nation == 2).values(strength=80)
        for statement in (units, state):
            await self.database.write(lambda on, sql=statement: on.execute(sql).rowcount)  # type: ignore[misc]  # mypy cannot infer it

    async def notified_nations(self, kind: NoticeKind) -> list[int]:
        """Return the nations that have a notice of a kind, in ascending order."""
        row = NOTICES.c
        query = select(row.nation).where(row.kind == kind.value).order_by(row.nation)
        return await self.database.read(lambda on: list(on.execute(query).scalars()))

    async def pledges(self) -> int:
        count = select(func.count()).select_from(PLEDGES)
        return await self.database.read(lambda on: on.execute(count).scalar_one())


async def gather(database: Database) -> None:
    """Gather the nations, and advance their world to where wars are declared."""
    supporting = Supporting(database)
    await supporting.begin()
    await supporting.gather()
    await supporting.advance(DECLARED)


@pytest_asyncio.fixture
async def world(prepared: databases.Prepared) -> AsyncIterator[Supporting]:
    async with prepared(gather) as database:
        yield Supporting(database)


async def test_supported_wars_and_those_of_partners_are_listed(world: Supporting) -> None:
    wars: WarDirectory = SqlWarDirectory(world.database)
    await world.begin_war()
    await world.ally(2, 3)
    war = await wars.numbered(1)
    assert war is not None

    before = [await wars.of_partners(GuildId(guild), PLEDGED, 9) for guild in (1, 2, 3, 4)]
    assert await wars.supported(GuildId(3)) == ()
    assert await world.support(3) is None
    supported = await wars.supported(GuildId(3))
    after = await wars.of_partners(GuildId(3), PLEDGED, 9)
    own = await ListWars(world.world, wars, world.directory)(
        requester(900, 3, 3, at=PLEDGED), WarFilter.OWN, 1
    )
    await world.advance(BATTLE)

    assert before == [(), (), (war,), ()]
    assert supported == own.supported == (SupportedWar(war, Role.DEFENDER),)
    assert (own.wars, after) == ((), ())
    assert await wars.supported(GuildId(3)) == ()


async def test_a_war_that_is_over_is_not_supported_any_longer(world: Supporting) -> None:
    def supported(connection: Connection) -> list[WarId]:
        return [pledge.war for pledge in SqlPledges(connection).of_nation(NationId(3))]

    await world.begin_war()
    await world.ally(2, 3)
    assert await world.support(3) is None
    before = await world.database.read(supported)
    await world.advance(BATTLE)

    after = await world.database.read(supported)
    assert (before, after, await world.pledges()) == ([1], [], 1)


async def test_supporters_of_both_sides_are_in_the_battle_and_its_record(
    world: Supporting,
) -> None:
    await world.begin_war()
    await world.ally(2, 3)
    await world.ally(1, 4)
    assert [await world.support(3), await world.support(4, "aggressor")] == [None, None]
    before = [await world.soldiers(guild) for guild in (3, 4)]

    battle = await world.fight()

    assert [(supporter.nation, supporter.bloc) for supporter in battle.defender.supporters] == [
        (3, 2)
    ]
    assert [(supporter.nation, supporter.bloc) for supporter in battle.aggressor.supporters] == [
        (4, 2)
    ]
    result = battle.result()
    assert result.defender.modifiers.support == 2_000
    assert result.aggressor.modifiers.support == 1_500
    losses = [dict(result.defender.supporters[0]), dict(result.aggressor.supporters[0])]
    assert losses[0] == {UnitType.INFANTRY: 6}
    lost = [loss.get(UnitType.INFANTRY, 0) for loss in losses]
    assert [await world.soldiers(guild) for guild in (3, 4)] == [
        had - less for had, less in zip(before, lost, strict=True)
    ]


async def test_supporters_of_the_winner_share_its_gains(world: Supporting) -> None:
    await world.begin_war()
    await world.ally(1, 4)
    assert await world.support(4, "aggressor") is None
    before = {int(nation.guild): nation.territory for nation in (await world.snapshot()).nations}

    battle = await world.fight()

    after = {int(nation.guild): nation.territory for nation in (await world.snapshot()).nations}
    captured = battle.spoils().captured
    assert captured > 0
    assert after[4] - before[4] == captured * 1_500 // 10_000
    assert (after[1] - before[1]) + (after[4] - before[4]) == captured


async def test_supporters_of_the_winner_share_what_a_surrender_brings(world: Supporting) -> None:
    await world.begin_war()
    for one, other in ((1, 4), (1, 5), (2, 3)):
        await world.ally(one, other)
    sides = {4: "aggressor", 5: "aggressor", 3: "defender"}
    assert [await world.support(guild, side) for guild, side in sides.items()] == [None] * 3
    assert await world.command(PLEDGED, 5, "nation vacation", days=5) is None
    before = {int(nation.guild): nation for nation in (await world.snapshot()).nations}

    assert await world.command(BATTLE - HOUR / 2, 2, "war surrender", war=1) is None

    after = {int(nation.guild): nation for nation in (await world.snapshot()).nations}
    changes = {nation: after[nation].territory - before[nation].territory for nation in after}
    captured = (await world.war()).captured
    assert captured > 6
    assert changes[4] == captured * 1_500 // 10_000 > 0
    assert changes[1] == captured - changes[4]
    assert [changes[number] for number in (3, 5, 6)] == [0, 0, 0]
    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("by", "words"), [(2, "decline"), (1, "withdraw")])
async def test_supporters_are_told_that_a_war_does_not_take_place(
    world: Supporting, by: int, words: str
) -> None:
    await world.declare()
    await world.support_both_sides()

    assert await world.command(PLEDGED + HOUR, by, f"war {words}", war=1) is None

    assert await world.notified_nations(NoticeKind.WAR_ANSWERED) == [1, 2, 3, 4]


async def test_sides_and_supporters_are_told_of_a_peace(world: Supporting) -> None:
    await world.to_the_battle()
    await world.support_both_sides()
    nothing = {
        f"{verb}_{goods}": 0 for verb in ("give", "ask") for goods in ("resources", "territory")
    }
    terms = {**nothing, "give_resources": 10}
    at = PLEDGED + HOUR
    assert await world.command(at, 1, "war peace propose", war=1, **terms) is None

    assert await world.command(at, 2, "war peace accept", war=1) is None

    assert await world.notified_nations(NoticeKind.PEACE_MADE) == [1]
    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [2, 3, 4]


async def test_a_surrender_is_shared_with_the_winners_supporters_who_take_part(
    world: Supporting,
) -> None:
    await world.to_the_battle()
    await world.support_both_sides()
    await world.ally(2, 5)
    await world.arm({5: 10})
    assert await world.support(5) is None
    assert await world.command(PLEDGED, 5, "nation vacation", days=5) is None
    stock = case((NATION_STATES.c.nation == 1, 9_000), else_=1_000)  # others have room for gains
    changed = update(NATION_STATES).values(resources=stock)
    await world.database.write(lambda on: on.execute(changed).rowcount)

    assert await world.command(BATTLE - 2 * HOUR, 1, "war surrender", war=1) is None

    row = LEDGER.c
    gains = select(row.nation).where(row.reason == Reason.WAR_GAIN.value).order_by(row.nation)
    assert await world.database.read(lambda on: list(on.execute(gains).scalars())) == [2, 3]
    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [1, 2, 3, 4, 5]


async def test_supporters_are_told_that_a_war_is_cancelled(world: Supporting) -> None:
    await world.to_the_battle()
    await world.support_both_sides()

    await sanction(world, SanctionKind.BAN)

    assert await world.notified_nations(NoticeKind.WAR_ENDED) == [1, 2, 3, 4]


async def test_a_side_sees_its_odds_with_its_own_supporters_only(world: Supporting) -> None:
    await world.begin_war()
    for one, other in ((1, 4), (2, 3)):
        await world.ally(one, other)
    look = LookAtWar(world.world, SqlWarDirectory(world.database))

    async def odds(number: int) -> tuple[int, Odds]:
        by = replace(requester(number, user=1, at=PLEDGED), request=RequestId(f"look {number}"))
        own = (await look(by, 1)).own
        assert own is not None
        assert own.odds is not None
        return own.supporters, own.odds

    await world.equal_the_sides()
    alone = await odds(1)
    assert await world.support(3) is None
    against = await odds(2)
    assert await world.support(4, "aggressor") is None
    supported = await odds(3)

    assert alone == against
    assert (alone[0], supported[0]) == (0, 1)
    assert supported[1].lowest > alone[1].lowest


@pytest.mark.parametrize(("days", "fights"), [(1, True), (5, False)])
async def test_a_side_sees_which_supporters_are_away_at_the_battle(
    world: Supporting, days: int, fights: bool
) -> None:
    await world.begin_war()
    await world.equal_the_sides()
    look = LookAtWar(world.world, SqlWarDirectory(world.database))
    alone = (await look(requester(1, user=1, at=PLEDGED), 1)).own
    await world.ally(1, 4)
    assert await world.support(4, "aggressor") is None
    vacation = {"since": PLEDGED, "until": PLEDGED + days * DAY}
    values = {f"vacation_{end}": microseconds(at) for end, at in vacation.items()}
    state = update(NATION_STATES).where(NATION_STATES.c.nation == 4).values(**values)
    await world.database.write(lambda on: on.execute(state).rowcount)

    own = (await look(requester(2, user=1, at=PLEDGED), 1)).own

    assert alone is not None
    assert own is not None
    assert (own.supporters, own.supporters_away) == ((1, 0) if fights else (0, 1))
    assert (own.odds != alone.odds) is fights
    assert len((await world.fight()).aggressor.supporters) == own.supporters


async def test_the_page_tells_when_orders_are_locked_and_counts_supporters_after_that(
    world: Supporting,
) -> None:
    await world.begin_war()
    await world.ally(1, 4)
    assert await world.support(4, "aggressor") is None
    look = LookAtWar(world.world, SqlWarDirectory(world.database))
    locks_at = (await look(requester(1, user=1, at=PLEDGED), 1)).locks_at

    await world.advance(locks_at - timedelta(seconds=1))
    before = (await world.war()).state
    locked = await look(requester(2, user=1, at=locks_at), 1)

    assert (before, locked.war.state) == (WarState.PREPARATION, WarState.ACTIVE)
    assert locked.own is not None
    assert locked.own.supporters == 1


async def test_a_large_bloc_supports_less(world: Supporting) -> None:
    await world.begin_war()
    for one, other in ((2, 3), (3, 4), (4, 5), (5, 6)):
        await world.ally(one, other)
    assert await world.support(3) is None

    battle = await world.fight()

    assert [supporter.bloc for supporter in battle.defender.supporters] == [5]


async def test_a_supporter_cannot_escape_a_battle_that_is_due(world: Supporting) -> None:
    await world.begin_war()
    await world.ally(2, 3)
    assert await world.support(3) is None

    late = BATTLE + timedelta(seconds=15)
    refused = await world.command(late, 3, "military disband", unit="infantry", quantity=100)

    assert refused == "too_few_units"
    assert len((await world.snapshot()).battles) == 1


@pytest.mark.parametrize(("before_battle", "supporters"), [(2 * HOUR, 1), (HOUR / 2, 2)])
async def test_breaking_an_alliance_ends_its_support_unless_orders_are_locked(
    world: Supporting, before_battle: timedelta, supporters: int
) -> None:
    await world.begin_war()
    for guild in (3, 4):
        await world.ally(2, guild)
        assert await world.support(guild) is None
    past = {"war": 9, "nation": 3, "role": "defender", "pledged_at": 0, "treaty": "alliance"}
    await world.database.write(lambda on: on.execute(insert(PLEDGES).values(**past)).rowcount)

    at = BATTLE - before_battle
    assert await world.command(at, 2, "diplomacy alliance break", nation="Corvia") is None

    assert await world.pledges() == 1 + supporters
    assert len((await world.fight()).defender.supporters) == supporters


async def test_a_supporter_whose_server_is_deleted_or_that_is_on_vacation_takes_no_part(
    world: Supporting,
) -> None:
    await world.begin_war()
    await world.ally(2, 3)
    await world.ally(2, 4)
    assert [await world.support(3), await world.support(4)] == [None, None]

    assert await world.command(PLEDGED, 3, "nation vacation", days=5) is None
    await world.own_data.forget_guild(GuildId(4))
    soldiers = await world.soldiers(3)

    assert (await world.fight()).defender.supporters == ()
    assert await world.soldiers(3) == soldiers


async def test_a_partner_in_defence_supports_the_defender_only(
    dominion_database: Database,
) -> None:
    world = Supporting(dominion_database)
    await world.begin()
    await world.gather()
    for guild, words, name in (
        *((3, "propose", "Borealis"), (2, "accept", "Corvia")),
        *((4, "propose", "Aurelia"), (1, "accept", "Dorne")),
    ):
        options = {"nation": name, "type": "mutual_defence"}
        assert await world.command(START, guild, f"diplomacy pact {words}", **options) is None
    await world.ally(2, 5)
    await world.begin_war()

    assert await world.notified_nations(NoticeKind.WAR_DECLARED) == [
        1,
        2,
        3,
        5,
    ]  # the last two are invited
    assert await world.support(3) is None
    assert await world.support(4, "aggressor") == "no_reason_to_support"
    battle = await world.fight()
    assert [supporter.commits for supporter in battle.defender.supporters] == [1_000]
    (losses,) = battle.result().defender.supporters
    assert losses[UnitType.INFANTRY] == 10 * battle.result().defender.casualty_rate // 10_000


async def test_every_refusal_of_support_happens_and_pledges_nothing(world: Supporting) -> None:
    codes = {await world.support(3)}  # there is no war yet
    await world.begin_war()
    codes |= {await world.support(1), await world.support(3)}
    await world.ally(2, 3, days=-3)
    codes.add(await world.support(3))
    await world.ally(2, 4)
    await world.ally(1, 4)
    codes.add(await world.support(4))
    assert await world.pledges() == 0

    for other in (5, 6):
        await world.ally(2, other)
        assert await world.support(other) is None
    codes.add(await world.support(5))
    row = {"war": 1, "nation": 8, "role": "defender", "pledged_at": 0, "treaty": "alliance"}
    await world.database.write(lambda on: on.execute(insert(PLEDGES).values(**row)).rowcount)
    assert await world.command(PLEDGED, 7, "nation register", name="Galia") is None
    await world.arm({7: 10})
    await world.ally(2, 7)
    codes.add(await world.support(7))
    near = BATTLE - HOUR / 2
    codes.add(await world.command(near, 7, "war support", war=1, side="defender"))

    expected = {
        var.code
        for var in vars(support_errors).values()
        if isinstance(var, type) and issubclass(var, Refusal) and var is not Refusal
    }
    assert codes == expected - {"too_many_supported_wars"}


async def test_both_nations_are_told_that_a_treaty_is_broken_or_ends(world: Supporting) -> None:
    await world.ally(1, 2)
    pact = {"nation": "Borealis", "type": "trade"}
    mirrored = {**pact, "nation": "Aurelia"}
    assert await world.command(PLEDGED, 1, "diplomacy pact propose", **pact) is None
    assert await world.command(PLEDGED, 2, "diplomacy pact accept", **mirrored) is None

    assert await world.command(PLEDGED, 2, "diplomacy alliance break", nation="Aurelia") is None
    later = PLEDGED + timedelta(days=8)
    assert await world.command(later, 1, "diplomacy pact cancel", **pact) is None

    assert await world.notified_nations(NoticeKind.TREATY_BROKEN) == [1, 2]
    assert await world.notified_nations(NoticeKind.TREATY_ENDING) == [1, 2]


async def test_a_proposal_of_an_enemy_cannot_be_accepted(world: Supporting) -> None:
    pact = {"nation": "Borealis", "type": "trade"}
    assert await world.command(DECLARED - HOUR, 1, "diplomacy pact propose", **pact) is None
    leader = requester(9_000, user=2, guild=2, at=DECLARED - HOUR / 2)
    before = await ShowTreaties(world.world)(leader)

    await world.declare()
    during = await ShowTreaties(world.world)(replace(leader, at=DECLARED + HOUR))

    assert before.acceptable == before.proposals
    assert during.proposals == before.proposals
    assert during.acceptable == ()
