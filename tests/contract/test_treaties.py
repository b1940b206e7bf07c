"""Tests the contracts of treaties and allied strengths with histories of nations."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Connection, func, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.adapters.outbound.sql.dominion.tables import (
    NATION_STATES,
    NOTICES,
    REPUTATION,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    ALLIANCES,
    EMBASSIES,
    LOYALTIES,
    PROPOSALS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    PACTS as PACT_ROWS,
)
from nazh.adapters.outbound.sql.dominion.views.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.views.treaty_directory import SqlTreatyDirectory
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.diplomacy.cancel_pact import PactRequest
from nazh.application.dominion.diplomacy.use_cases import diplomacy_use_cases
from nazh.application.dominion.ports import AlliedStrengths, Requester, TreatyDirectory
from nazh.application.dominion.wars.declare_war import (
    DeclarationRequest,
    DeclareWar,
)
from nazh.application.dominion.wars.support_war import PreviewSupport
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.diplomacy.treaties import PACTS, TreatyKind
from nazh.domain.dominion.errors import diplomacy as errors
from nazh.domain.dominion.errors.general import NotEnoughResources, OnlyCitizens
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests import databases
from tests.contract.test_worlds import ARMY, HOUR, RULESETS, START, Played, requester

DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
NAMES: Final = ("Aurelia", "Borealis", "Corvia", "Dorne", "Elan", "Fenwick")
TREATIES: Final = (ALLIANCES, LOYALTIES, PACT_ROWS, PROPOSALS, EMBASSIES)
ROOT: Final = Path(__file__).parents[2]
_NUMBERS: Final = count(1)


def leader(guild: int, at: datetime = START) -> Requester:
    """Return the leader of the nation of a guild, with a request of its own."""
    return requester(next(_NUMBERS), user=10 * guild, guild=guild, at=at)


class Diplomats(Played):
    """A world with nations and the use cases of diplomacy."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.diplomacy = diplomacy_use_cases(self.world)
        self.strengths: AlliedStrengths = SqlAlliedStrengths(database)
        self.directory_of_treaties: TreatyDirectory = SqlTreatyDirectory(database)

    async def found(self, number: int) -> None:
        for guild in range(1, number + 1):
            await self.register(leader(guild), NAMES[guild - 1])

    async def ally(self, one: int, other: int, at: datetime = START) -> None:
        await self.diplomacy.propose(leader(one, at), TreatyKind.ALLIANCE, NAMES[other - 1])
        await self.diplomacy.accept(leader(other, at), TreatyKind.ALLIANCE, NAMES[one - 1])

    async def nation(self, guild: int) -> Nation:
        return next(nation for nation in (await self.snapshot()).nations if nation.guild == guild)

    async def rows(self) -> dict[str, int]:
        """Return the number of rows of each table of treaties."""

        def read(on: Connection) -> dict[str, int]:
            counted = select(func.count())
            return {
                table.name.removeprefix("dominion_"): on.execute(
                    counted.select_from(table)
                ).scalar_one()
                for table in TREATIES
            }

        return await self.database.read(read)


@pytest.fixture
def diplomats(dominion_database: Database) -> Diplomats:
    return Diplomats(dominion_database)


async def test_two_nations_ally_and_both_earn_reputation(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    at = START + HOUR // 2

    proposed = await diplomats.diplomacy.propose(leader(2), TreatyKind.ALLIANCE, "AURELIA")
    offered = await diplomats.diplomacy.show_treaties(leader(1))
    treaty = await diplomats.diplomacy.accept(leader(1, at), TreatyKind.ALLIANCE, "borealis")
    views = [await diplomats.diplomacy.show_treaties(leader(guild, at)) for guild in (1, 2)]

    assert (proposed.other, proposed.expires_at) == ("Aurelia", START + 48 * HOUR)
    assert [(proposal.kind, proposal.proposer) for proposal in offered.proposals] == [
        (TreatyKind.ALLIANCE, 2)
    ]
    assert (treaty.nation, treaty.other, treaty.reputation) == ("Aurelia", "Borealis", 10)
    for view, name in zip(views, ("Borealis", "Aurelia"), strict=True):
        assert [(ally.profile.name, ally.weeks, ally.trust) for ally in view.allies] == [
            (name, 0, 5_250)
        ]
        assert view.nation.reputation == 10
        assert view.free_at == at + 12 * HOUR
        assert view.proposals == ()


async def test_a_nation_allies_with_the_successor_of_a_deleted_ally(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    await diplomats.ally(1, 2)
    await SqlDominionRecords(diplomats.database, RULESETS).forget_guild(GuildId(2))
    later = START + DAY
    await diplomats.register(leader(2, later), "Borealis")

    await diplomats.ally(1, 2, later)

    successor = await diplomats.nation(2)
    assert successor.id == 3
    assert (await diplomats.nation(1)).reputation == successor.reputation + 10 == 20


async def test_both_nations_are_told_how_their_treaties_begin_and_end(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    use = diplomats.diplomacy
    await diplomats.ally(1, 2)
    await use.break_alliance(leader(2), "Aurelia")
    await use.propose(leader(1), TreatyKind.TRADE, "Borealis")
    await use.decline(leader(2), TreatyKind.TRADE, "Aurelia")
    await use.propose(leader(1), TreatyKind.TRADE, "Borealis")
    await use.accept(leader(2), TreatyKind.TRADE, "Aurelia")
    await use.cancel_pact(leader(1), PactRequest(TreatyKind.TRADE, "Borealis"))
    await use.cancel_pact(leader(1), PactRequest(TreatyKind.TRADE, "Borealis", with_notice=False))

    def notices_of_treaties(on: Connection) -> list[tuple[int, str]]:
        query = select(NOTICES.c.nation, NOTICES.c.kind).order_by(NOTICES.c.seq)
        rows = on.execute(query.where(NOTICES.c.kind.like("treaty_%"))).all()
        return [(row.nation, row.kind.removeprefix("treaty_")) for row in rows]

    notices = await diplomats.database.read(notices_of_treaties)
    assert [kind for nation, kind in notices if nation == 1] == [
        *("made", "broken", "declined", "made", "ending", "broken")
    ]
    assert [kind for nation, kind in notices if nation == 2] == [
        *("proposed", "made", "broken", "proposed", "proposed", "made", "ending", "broken")
    ]


async def test_a_request_for_a_treaty_is_done_once(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    by = leader(1)

    first = await diplomats.diplomacy.propose(by, TreatyKind.TRADE, "Borealis")
    again = await diplomats.diplomacy.propose(by, TreatyKind.TRADE, "Borealis")

    assert again == first
    assert (await diplomats.rows())["proposals"] == 1


async def test_a_declined_proposal_is_gone_and_can_be_made_again(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Borealis")

    declined = await diplomats.diplomacy.decline(leader(2), TreatyKind.TRADE, "Aurelia")

    assert (declined.nation, declined.other) == ("Borealis", "Aurelia")
    with pytest.raises(errors.NoOpenProposal):
        await diplomats.diplomacy.accept(leader(2), TreatyKind.TRADE, "Aurelia")
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Borealis")
    assert (await diplomats.rows())["proposals"] == 1


async def test_declining_a_proposal_is_a_sign_of_life_of_the_government(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(2)
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Borealis")
    later = START + 3 * HOUR

    await diplomats.diplomacy.decline(leader(2, later), TreatyKind.TRADE, "Aurelia")

    assert (await diplomats.nation(2)).government.active_at == later


async def test_a_declined_proposal_leaves_those_of_other_treaties(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    for treaty in (TreatyKind.TRADE, TreatyKind.ALLIANCE):
        await diplomats.diplomacy.propose(leader(1), treaty, "Borealis")

    await diplomats.diplomacy.decline(leader(2), TreatyKind.TRADE, "Aurelia")

    assert (await diplomats.rows())["proposals"] == 1
    await diplomats.diplomacy.accept(leader(2), TreatyKind.ALLIANCE, "Aurelia")


async def test_a_declined_proposal_leaves_those_to_other_nations(diplomats: Diplomats) -> None:
    await diplomats.found(3)
    for other in NAMES[1:3]:
        await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, other)

    await diplomats.diplomacy.decline(leader(2), TreatyKind.TRADE, "Aurelia")

    assert (await diplomats.rows())["proposals"] == 1
    await diplomats.diplomacy.accept(leader(3), TreatyKind.TRADE, "Aurelia")


async def test_a_declined_proposal_leaves_those_of_other_nations(diplomats: Diplomats) -> None:
    await diplomats.found(3)
    for guild in (1, 2):
        await diplomats.diplomacy.propose(leader(guild), TreatyKind.TRADE, "Corvia")

    await diplomats.diplomacy.decline(leader(3), TreatyKind.TRADE, "Aurelia")

    assert (await diplomats.rows())["proposals"] == 1
    await diplomats.diplomacy.accept(leader(3), TreatyKind.TRADE, "Borealis")


async def test_breaking_an_alliance_costs_reputation_and_ends_the_loyalty_of_both(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(2)
    await diplomats.ally(1, 2)

    preview = await diplomats.diplomacy.preview_break(leader(1), "Borealis")
    before = await diplomats.nation(1)
    broken = await diplomats.diplomacy.break_alliance(leader(1), "Borealis")

    assert broken == preview
    assert (broken.reputation, broken.is_betrayal) == (-25, False)
    assert broken.war_from == START + DAY
    assert before.reputation == 10
    assert [(await diplomats.nation(guild)).reputation for guild in (1, 2)] == [-15, 10]
    rows = await diplomats.rows()
    assert (rows["alliances"], rows["loyalties"]) == (1, 0)
    with pytest.raises(errors.NotAllied):
        await diplomats.diplomacy.break_alliance(leader(2), "Aurelia")


async def test_a_pact_ends_for_free_with_notice_and_immediately_without(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(2)
    for kind in (TreatyKind.TRADE, TreatyKind.NON_AGGRESSION):
        await diplomats.diplomacy.propose(leader(1), kind, "Borealis")
        await diplomats.diplomacy.accept(leader(2), kind, "Aurelia")

    noticed = await diplomats.diplomacy.cancel_pact(
        leader(1), PactRequest(TreatyKind.TRADE, "Borealis")
    )
    request = PactRequest(TreatyKind.NON_AGGRESSION, "Borealis", with_notice=False)
    costs = await diplomats.diplomacy.preview_cancellation(leader(1), request)
    violated = await diplomats.diplomacy.cancel_pact(leader(1), request)
    view = await diplomats.diplomacy.show_treaties(leader(2))

    assert (noticed.reputation, noticed.ends_at) == (0, START + WEEK)
    assert violated == costs
    assert (violated.reputation, violated.ends_at) == (-50, START)
    assert [(pact.kind, pact.ends_at) for pact in view.pacts] == [(TreatyKind.TRADE, START + WEEK)]
    assert [(await diplomats.nation(guild)).reputation for guild in (1, 2)] == [-50, 0]


async def test_an_embassy_is_paid_and_the_first_three_earn_reputation(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(6)
    with pytest.raises(NotEnoughResources):
        await diplomats.diplomacy.open_embassy(leader(1), "Borealis")
    await diplomats.database.write(
        lambda on: on.execute(update(NATION_STATES).values(resources=9_000)).rowcount
    )

    opened = [await diplomats.diplomacy.open_embassy(leader(1), name) for name in NAMES[1:5]]

    assert [embassy.reputation for embassy in opened] == [10, 10, 10, 0]
    assert opened[-1].resources == 1_000
    view = await diplomats.diplomacy.show_treaties(leader(1))
    assert [view.others[embassy.host].name for embassy in view.embassies] == list(NAMES[1:5])
    assert (await diplomats.nation(1)).reputation == 30


async def test_loyalty_is_earned_each_interval_and_expired_proposals_are_deleted(
    diplomats: Diplomats,
) -> None:
    await diplomats.begin_brief_season()
    await diplomats.found(3)
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Corvia")

    await diplomats.advance(START + 6 * HOUR)
    expired = (await diplomats.rows())["proposals"]
    await diplomats.advance(START + 21 * HOUR)
    once = [(await diplomats.nation(guild)).reputation for guild in (1, 2, 3)]
    late = START + 43 * HOUR
    broken = await diplomats.diplomacy.break_alliance(leader(1, late), "Borealis")

    assert expired == 0
    assert once == [15, 15, 0]
    assert broken.reputation == -25
    assert [(await diplomats.nation(guild)).reputation for guild in (1, 2)] == [-5, 20]
    reputation = await diplomats.diplomacy.show_reputation(leader(2, late), "Aurelia")
    assert [change.reason for change in reputation.changes] == [
        *(
            ReputationReason.ALLIANCE_BROKEN,
            ReputationReason.LOYALTY,
            ReputationReason.LOYALTY,
            ReputationReason.ALLIANCE_FORMED,
        )
    ]
    assert (reputation.reputation, reputation.trust, reputation.betrayals) == (-5, 4_875, ())


async def test_a_betrayal_of_the_own_nation_costs_more_trust(diplomats: Diplomats) -> None:
    await diplomats.found(3)
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.break_alliance(leader(1), "Borealis")
    betrayal = {
        "at": 0,
        "reason": ReputationReason.BETRAYAL.value,
        "amount": -50,
        "reputation": -65,
    }
    row = {**betrayal, "nation": 1, "cause": "alliance 1-2-1"}
    await diplomats.database.write(lambda on: on.execute(insert(REPUTATION).values(**row)).rowcount)

    reputations = [
        await diplomats.diplomacy.show_reputation(leader(by), "Aurelia") for by in (2, 3)
    ]
    own = await diplomats.diplomacy.show_reputation(leader(1), None)

    assert [profile.trust for profile in reputations] == [
        5_000 - 15 * 25 - 1_000 - 2_000,
        5_000 - 15 * 25 - 1_000,
    ]
    assert [betrayal.reason for betrayal in reputations[0].betrayals] == [ReputationReason.BETRAYAL]
    assert own.trust is None


ALLIANCES_MADE: Final = ((1, 2, START), (3, 1, START + 3 * HOUR), (2, 3, START + 25 * HOUR))
END: Final = START + 2 * DAY


async def test_advancing_in_many_steps_gives_the_same_world(tmp_path: Path) -> None:
    often = await digest_after_alliances(tmp_path / "often.sqlite3", timedelta(minutes=50))
    once = await digest_after_alliances(tmp_path / "once.sqlite3", 9 * DAY)

    assert often == once


async def digest_after_alliances(file: Path, step: timedelta) -> str:
    """Return the digest of two days, advanced in steps, in which three nations ally."""
    async with databases.opened(f"sqlite:///{file}", "dominion") as database:
        world, numbers = Diplomats(databases.patient(database)), count(1)

        def by(guild: int, at: datetime) -> Requester:
            return requester(next(numbers), user=10 * guild, guild=guild, at=at)

        now = START
        await world.begin_brief_season()
        for guild in (1, 2, 3):
            await world.register(by(guild, START), NAMES[guild - 1])
        for one, other, at in (*ALLIANCES_MADE, (0, 0, END)):
            while now + step <= at:
                now += step
                await world.advance(now)
            if one:
                await world.diplomacy.propose(by(one, at), TreatyKind.ALLIANCE, NAMES[other - 1])
                await world.diplomacy.accept(by(other, at), TreatyKind.ALLIANCE, NAMES[one - 1])
        await world.advance(END)
        return (await world.snapshot()).digest


async def test_only_allies_know_the_exact_strength(diplomats: Diplomats) -> None:
    await diplomats.found(3)
    await diplomats.build(leader(2), ARMY, 7)
    await diplomats.advance(START + HOUR)
    await diplomats.ally(1, 2, START + HOUR)

    async def known(guild: int, ally: int) -> int | None:
        return await diplomats.strengths.of_ally(GuildId(guild), GuildId(ally))

    assert [await known(1, 2), await known(2, 1)] == [70, 0]
    assert [await known(*pair) for pair in ((3, 2), (2, 3), (1, 3), (1, 9))] == [None] * 4
    await diplomats.diplomacy.break_alliance(leader(2, START + HOUR), "Aurelia")
    assert await known(1, 2) is None


async def test_the_strength_in_an_earlier_season_is_not_told(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    await diplomats.ally(1, 2, START + HOUR)
    assert await diplomats.strengths.of_ally(GuildId(1), GuildId(2)) == 0

    earlier = update(NATION_STATES).values(season=0)
    await diplomats.database.write(lambda on: on.execute(earlier).rowcount)

    assert await diplomats.strengths.of_ally(GuildId(1), GuildId(2)) is None


async def test_treaties_are_shown_to_citizens_and_not_to_strangers(diplomats: Diplomats) -> None:
    await diplomats.found(1)
    await diplomats.join(requester(next(_NUMBERS), user=77))
    stranger, citizen = (requester(next(_NUMBERS), user=user) for user in (78, 77))

    view = await diplomats.diplomacy.show_treaties(citizen)

    assert not view.may_act
    with pytest.raises(OnlyCitizens):
        await diplomats.diplomacy.show_treaties(stranger)
    with pytest.raises(OnlyCitizens):
        await diplomats.diplomacy.show_reputation(stranger, None)


async def test_a_nation_is_not_shown_the_treaties_of_others(diplomats: Diplomats) -> None:
    await diplomats.found(3)
    use = diplomats.diplomacy
    await diplomats.ally(1, 2)
    await use.propose(leader(1), TreatyKind.NON_AGGRESSION, NAMES[1])
    await use.accept(leader(2), TreatyKind.NON_AGGRESSION, NAMES[0])
    await use.propose(leader(2), TreatyKind.TRADE, NAMES[0])
    await diplomats.database.write(
        lambda on: on.execute(update(NATION_STATES).values(resources=9_000)).rowcount
    )
    await use.open_embassy(leader(1), NAMES[1])

    view = await use.show_treaties(leader(3))

    assert (view.allies, view.pacts, view.proposals, view.embassies) == ((), (), (), ())


async def test_only_open_proposals_and_treaties_in_force_are_shown(diplomats: Diplomats) -> None:
    await diplomats.found(4)
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.propose(leader(3), TreatyKind.TRADE, "Aurelia")
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Dorne")
    await diplomats.diplomacy.accept(leader(4), TreatyKind.TRADE, "Aurelia")
    await diplomats.diplomacy.cancel_pact(
        leader(1), PactRequest(TreatyKind.TRADE, "Dorne", with_notice=False)
    )
    moments = (START, START + 12 * HOUR, START + 48 * HOUR)

    now, rested, later = [await diplomats.diplomacy.show_treaties(leader(1, at)) for at in moments]

    assert [(proposal.kind, proposal.proposer) for proposal in now.proposals] == [
        (TreatyKind.TRADE, 3)
    ]
    assert [ally.profile.name for ally in now.allies] == ["Borealis"]
    assert now.pacts == ()
    assert {other.name for other in now.others.values()} == {"Borealis", "Corvia"}
    assert (now.free_at, rested.free_at) == (START + 12 * HOUR, None)
    assert (len(rested.proposals), later.proposals) == (1, ())


async def test_trust_grows_with_the_weeks_of_the_alliance_that_is_in_force(
    diplomats: Diplomats,
) -> None:
    await diplomats.begin_brief_season()
    await diplomats.found(2)
    await diplomats.ally(1, 2)
    week = 21 * HOUR
    broken_at, again_at = START + week, START + 2 * week

    before = await diplomats.diplomacy.show_treaties(leader(1, START + week))
    await diplomats.diplomacy.break_alliance(leader(2, broken_at), "Aurelia")
    broken = await diplomats.diplomacy.show_reputation(leader(1, again_at), "Borealis")
    await diplomats.ally(1, 2, again_at)
    after = await diplomats.diplomacy.show_treaties(leader(1, again_at + week))

    # A half, a quarter of a percent for each point of reputation and five percent for each week.
    assert [(ally.weeks, ally.trust) for ally in before.allies] == [(1, 5_000 + 15 * 25 + 500)]
    assert broken.trust == 5_000 - 10 * 25
    assert [(ally.weeks, ally.trust) for ally in after.allies] == [(1, 5_000 - 5 * 25 + 500)]


def make_busy(on: Connection) -> None:
    """Give nation 1 two alliances that are old, and proposals from and to four more nations."""
    old, expires_at = microseconds(START - DAY), microseconds(START + DAY)
    for ally in (101, 102):
        key = {"first": 1, "second": ally, "number": 1}
        on.execute(insert(ALLIANCES).values(**key, formed_at=old))
    for guild in range(2, 6):
        proposer, recipient = (1, guild) if guild % 2 else (guild, 1)
        between = {"proposer": proposer, "recipient": recipient}
        row = insert(PROPOSALS).values(**between, kind="alliance", made_at=old)
        on.execute(row.values(expires_at=expires_at))


async def test_of_simultaneous_acceptances_only_the_third_alliance_is_formed(
    diplomats: Diplomats,
) -> None:  # INV-11
    await diplomats.found(5)
    await diplomats.database.write(make_busy)

    acceptances = [
        diplomats.diplomacy.accept(
            leader(1 if guild % 2 == 0 else guild), TreatyKind.ALLIANCE, name
        )
        for guild, name in zip(
            range(2, 6), ("Borealis", "Aurelia", "Dorne", "Aurelia"), strict=True
        )
    ]
    outcomes = await asyncio.gather(*acceptances, return_exceptions=True)

    refused = [outcome.code for outcome in outcomes if isinstance(outcome, Refusal)]
    assert refused == ["too_many_alliances"] * 3
    assert (await diplomats.rows())["alliances"] == 3


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_of_processes_that_accept_together_one_forms_the_third_alliance(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:  # INV-11
    async with (
        create_database(tmp_path) as address,
        databases.opened(address, "dominion") as opened,
    ):
        world = Diplomats(databases.patient(opened))
        await world.found(5)
        await world.database.write(make_busy)
        processes = [
            await begin_to_accept(address, guild, nation)
            for guild, nation in ((1, "Borealis"), (3, "Aurelia"), (1, "Dorne"), (5, "Aurelia"))
        ]
        outcomes = await asyncio.gather(*(finish(process) for process in processes))
        rows = await world.rows()

    assert sorted(outcomes) == ["formed", *["too_many_alliances"] * 3]
    assert rows["alliances"] == 3


async def begin_to_accept(address: str, guild: int, nation: str) -> asyncio.subprocess.Process:
    """Return a process that has opened the database, and accepts when it is told to."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.contract.simultaneous_acceptance", address),
        *(str(guild), str(10 * guild), nation, str(next(_NUMBERS))),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def finish(process: asyncio.subprocess.Process) -> str:
    output, _ = await process.communicate(b"now\n")
    return output.decode().strip()


async def arm(diplomats: Diplomats) -> None:
    """End all protections, and give the first three nations soldiers."""
    rows = [
        {"season": 1, "nation": nation, "unit": ARMY.value, "quantity": 10, "level": 0}
        for nation in (1, 2, 3)
    ]

    def write(on: Connection) -> None:
        on.execute(update(NATION_STATES).values(protected_until=0))
        on.execute(insert(UNITS), rows)

    await diplomats.database.write(write)


async def test_breaking_an_alliance_with_an_ally_at_war_is_a_betrayal(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(3)
    await arm(diplomats)
    await diplomats.ally(1, 2)
    await DeclareWar(diplomats.world)(leader(3), DeclarationRequest("Borealis"))

    preview = await diplomats.diplomacy.preview_break(leader(1), "Borealis")
    broken = await diplomats.diplomacy.break_alliance(leader(1), "Borealis")
    reputation = await diplomats.diplomacy.show_reputation(leader(2), "Aurelia")

    assert broken == preview
    assert (broken.reputation, broken.is_betrayal) == (-75, True)
    assert [change.amount for change in reputation.changes] == [-50, -25, 10]
    assert reputation.trust == 5_000 - 65 * 25 - 1_000 - 2_000
    assert (await diplomats.nation(1)).reputation == 10 - 75


@pytest.mark.parametrize("what", ["break", "cancellation", "support"])
async def test_a_preview_brings_an_inactive_citizen_back(diplomats: Diplomats, what: str) -> None:
    await diplomats.begin_brief_season()
    await diplomats.found(3)
    await arm(diplomats)
    await diplomats.join(leader(1))
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Borealis")
    await diplomats.diplomacy.accept(leader(2), TreatyKind.TRADE, "Aurelia")
    late = START + 45 * HOUR
    await DeclareWar(diplomats.world)(leader(3, late), DeclarationRequest("Borealis"))
    assert (await diplomats.nation(1)).population == 0

    match what:
        case "break":
            await diplomats.diplomacy.preview_break(leader(1, late), "Borealis")
        case "cancellation":
            request = PactRequest(TreatyKind.TRADE, "Borealis")
            await diplomats.diplomacy.preview_cancellation(leader(1, late), request)
        case _:
            await PreviewSupport(diplomats.world)(leader(1, late), 1, Role.DEFENDER)

    returned = await diplomats.nation(1)
    assert (returned.population, returned.government.active_at) == (1, late)
    assert returned.reputation == 10 + 2 * 5


async def test_a_break_that_has_become_a_betrayal_is_confirmed_again(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(3)
    await arm(diplomats)
    await diplomats.ally(1, 2)
    preview = await diplomats.diplomacy.preview_break(leader(1), "Borealis")
    await DeclareWar(diplomats.world)(leader(3), DeclarationRequest("Borealis"))
    break_up, confirmed = diplomats.diplomacy.break_alliance, preview.is_betrayal

    with pytest.raises(errors.BetrayalNotConfirmed):
        await break_up(leader(1), "Borealis", may_betray=confirmed)

    assert not confirmed
    assert (await diplomats.nation(1)).reputation == 10


async def test_declaring_war_soon_after_an_alliance_is_a_betrayal(diplomats: Diplomats) -> None:
    await diplomats.found(2)
    await arm(diplomats)
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.break_alliance(leader(1), "Borealis")
    request = DeclarationRequest("Borealis")
    late = START + 25 * HOUR

    declared = await DeclareWar(diplomats.world)(leader(1, late), request)

    assert declared.reputation == -50 - 5
    assert (await diplomats.nation(1)).reputation == 10 - 25 - 50 - 5


async def test_a_confirmed_war_violates_the_pacts_that_forbid_it_once(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(2)
    await arm(diplomats)
    for kind in PACTS:
        await diplomats.diplomacy.propose(leader(1), kind, "Borealis")
        await diplomats.diplomacy.accept(leader(2), kind, "Aurelia")

    request = DeclarationRequest("Borealis", is_confirmed=True)
    declared = await DeclareWar(diplomats.world)(leader(1), request)
    view = await diplomats.diplomacy.show_treaties(leader(2))

    assert declared.reputation == -50 - 5
    assert [pact.kind for pact in view.pacts] == [TreatyKind.TRADE]


async def test_a_long_outage_postpones_treaties_by_whole_days(diplomats: Diplomats) -> None:
    await diplomats.begin_brief_season()
    await diplomats.found(3)
    await diplomats.ally(1, 2)
    await diplomats.diplomacy.propose(leader(1), TreatyKind.TRADE, "Corvia")
    beats = SqlHeartbeats(diplomats.database, RULESETS)
    await beats.beat(START)

    beat = await beats.beat(START + 7 * DAY)
    view = await diplomats.diplomacy.show_treaties(leader(1, START + 4 * DAY))
    await diplomats.advance(START + 4 * DAY + 22 * HOUR)

    assert beat.frozen_days == 4
    assert [proposal.expires_at for proposal in view.proposals] == [START + 4 * DAY + 6 * HOUR]
    assert [ally.alliance.formed_at for ally in view.allies] == [START + 4 * DAY]
    assert [(await diplomats.nation(guild)).reputation for guild in (1, 2)] == [15, 15]


async def test_a_deleted_guild_leaves_no_treaty_and_its_allies_unchanged(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(3)
    await diplomats.ally(1, 2)
    await diplomats.ally(3, 1, START + timedelta(hours=12))
    later = START + timedelta(hours=12)
    await diplomats.diplomacy.propose(leader(2, later), TreatyKind.TRADE, "Corvia")
    nation_kept = await diplomats.nation(1)

    await diplomats.own_data.forget_guild(GuildId(2))

    assert await diplomats.nation(1) == nation_kept
    rows = await diplomats.rows()
    assert (rows["alliances"], rows["loyalties"], rows["proposals"]) == (1, 2, 0)
    view = await diplomats.diplomacy.show_treaties(leader(1, later))
    assert [ally.profile.name for ally in view.allies] == ["Corvia"]


async def test_partners_are_listed_while_proposals_are_open_and_treaties_in_force(
    diplomats: Diplomats,
) -> None:
    await diplomats.found(4)
    kind, directory = TreatyKind.TRADE, diplomats.directory_of_treaties
    await diplomats.ally(1, 2)
    for proposer, proposed in ((4, kind), (3, kind), (3, TreatyKind.NON_AGGRESSION)):
        await diplomats.diplomacy.propose(leader(proposer), proposed, "Aurelia")

    proposers = await directory.proposers(GuildId(1), PACTS, START)
    of_alliances = await directory.proposers(GuildId(1), (TreatyKind.ALLIANCE,), START)
    expired = await directory.proposers(GuildId(1), PACTS, START + 4 * WEEK)
    await diplomats.diplomacy.accept(leader(1), kind, "Corvia")
    pact = PactRequest(kind, "Aurelia")
    cancelled = await diplomats.diplomacy.cancel_pact(leader(3), pact)

    assert proposers == ("Corvia", "Dorne")
    assert of_alliances == expired == ()
    assert await directory.allies(GuildId(1)) == ("Borealis",)
    assert await directory.allies(GuildId(2)) == ("Aurelia",)
    assert await directory.allies(GuildId(3)) == ()
    assert await directory.pact_partners(GuildId(1), START) == ("Corvia",)
    assert await directory.pact_partners(GuildId(2), START) == ()
    assert await directory.pact_partners(GuildId(3), START) == ("Aurelia",)
    assert await directory.pact_partners(GuildId(1), cancelled.ends_at) == ()
