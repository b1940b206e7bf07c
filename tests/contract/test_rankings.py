"""Tests the contracts of ``Rankings``, ``Boards`` and ``Histories``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from benchmarks.warring_worlds import begin_wars
from nazh.adapters.outbound.sql.dominion.ranking_tables import (
    BOARD_PAGES,
    HISTORY,
    RANKED_NATIONS,
    RANKINGS,
)
from nazh.adapters.outbound.sql.dominion.rankings.histories import SqlHistories
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, SEASONS
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Histories, HistoryPoint, NationPlaces
from nazh.application.dominion.rank_nations import RankNations
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import (
    HISTORY_DAYS,
    PAGE,
    SLOT,
    Board,
    Division,
    division_of,
)
from nazh.domain.dominion.wars.predicting import public_strength
from nazh.domain.dominion.world_time import DAY, HOUR
from nazh.domain.kernel.identity import GuildId
from tests.contract.test_worlds import START, Played, played, requester
from tests.doubles.clock import FrozenClock

__all__ = ["played"]

LATER: Final = START + timedelta(minutes=20)


async def found(played: Played, *names: str, guild: int = 1) -> None:
    for number, name in enumerate(names, guild):
        await played.register(requester(number, user=number, guild=number), name)


async def set_values(played: Played, values: Mapping[int, Mapping[str, Any]]) -> None:
    def write(connection: Connection) -> None:
        for nation, state in values.items():
            chosen = update(NATION_STATES).where(NATION_STATES.c.nation == nation)
            connection.execute(chosen.values(**state))

    await played.database.write(write)


async def names_on(played: Played, board: Board, division: Division | None = None) -> list[str]:
    page = await played.boards.page(board, division, 1)
    assert page is not None
    return [row.name for row in page.rows]


async def changes_on(played: Played, division: Division | None = None) -> dict[str, int | None]:
    page = await played.boards.page(Board.POWER, division, 1)
    assert page is not None
    return {row.name: row.change for row in page.rows}


async def places_of(played: Played, guild: int) -> NationPlaces:
    nation = await played.directory.of_guild(GuildId(guild))
    assert nation is not None
    assert nation.places is not None
    return nation.places


async def count(played: Played, table: Table) -> int:
    query = select(func.count()).select_from(table)
    return await played.database.read(lambda on: on.execute(query).scalar_one())


async def never() -> bool:
    return False


async def always() -> bool:
    return True


async def test_without_a_season_or_a_ranking_there_is_no_board(played: Played) -> None:
    assert not await played.rankings.update(START)
    await found(played, "Aurelia")

    nation = await played.directory.named("aurelia")

    assert nation is not None
    assert nation.places is None
    assert await played.boards.page(Board.POWER, None, 1) is None
    assert await SqlHistories(played.database).of(nation.id) == ()


async def test_each_board_has_its_own_order_and_the_older_of_equals_is_first(
    played: Played,
) -> None:
    await found(played, "Aurelia", "Borealis", "Corvia")
    await set_values(played, {1: {"resources": 5_000}, 2: {"strength": 904}, 3: {"territory": 400}})
    await set_values(played, {2: {"generated": 70}, 3: {"generated": 80, "strength": 896}})

    await RankNations(played.rankings, FrozenClock(LATER), never)()

    assert await names_on(played, Board.POWER) == ["Aurelia", "Corvia", "Borealis"]
    # Both strengths are shown as 900, and Borealis is the older one.
    assert await names_on(played, Board.MILITARY) == ["Borealis", "Corvia", "Aurelia"]
    assert await names_on(played, Board.ECONOMY) == ["Corvia", "Borealis", "Aurelia"]
    assert await names_on(played, Board.TERRITORY) == ["Corvia", "Aurelia", "Borealis"]
    assert await names_on(played, Board.REPUTATION) == ["Aurelia", "Borealis", "Corvia"]


async def test_nothing_is_ranked_while_the_game_is_stopped(played: Played) -> None:
    await found(played, "Aurelia")

    await RankNations(played.rankings, FrozenClock(LATER), always)()

    assert await played.boards.page(Board.POWER, None, 1) is None


async def test_a_ranking_is_made_once_in_a_slot(played: Played) -> None:
    await found(played, "Aurelia")
    assert await played.rankings.update(LATER)
    await found(played, "Borealis", guild=2)

    again = await played.rankings.update(LATER + timedelta(minutes=9))
    before = await names_on(played, Board.POWER)
    following = await played.rankings.update(LATER + SLOT)

    assert not again
    assert following
    assert before == ["Aurelia"]
    assert await names_on(played, Board.POWER) == ["Aurelia", "Borealis"]


async def test_a_grant_is_ranked_after_ten_seconds(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.rankings.update(LATER)
    await set_values(played, {2: {"resources": 9_000}})
    granted = update(SEASONS).values(grants=1)
    await played.database.write(lambda on: on.execute(granted).rowcount)

    early = await played.rankings.update(LATER + timedelta(seconds=9))
    due = await played.rankings.update(LATER + timedelta(seconds=10))
    again = await played.rankings.update(LATER + timedelta(seconds=30))

    assert (early, due, again) == (False, True, False)
    assert await names_on(played, Board.POWER) == ["Borealis", "Aurelia"]


async def test_a_war_is_ranked_when_it_has_ended(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    season = (await played.snapshot()).season
    await played.rankings.update(LATER)
    await played.database.write(lambda on: begin_wars(on, season, 1, 1, LATER + HOUR))

    begun = await played.rankings.update(LATER + timedelta(seconds=10))
    ended = update(WARS).values(concluded_at=microseconds(LATER))
    await played.database.write(lambda on: on.execute(ended).rowcount)

    assert not begun
    assert await played.rankings.update(LATER + timedelta(seconds=20))


async def test_places_are_permutations_in_the_order_of_scores(played: Played) -> None:  # INV-22
    await found(played, "Aurelia")
    random = Random(22)
    states = {
        number: {
            "resources": random.randrange(8),
            "strength": random.choice((random.randrange(5), random.randrange(10**9))),
            "territory": random.randrange(3),
            "population": random.choice((0, 10, 11, 50, 51, 250, 251)),
            "generated": random.randrange(4),
        }
        for number in range(2, 121)
    }
    await played.database.write(lambda on: _copy_first(on, states))

    await played.rankings.update(LATER)

    ranked = {nation: await places_of(played, nation) for nation in range(1, 121)}
    for board in Board:
        by_place = sorted(ranked, key=lambda nation, on=board: ranked[nation].places[on].place)  # type: ignore[misc]  # mypy cannot infer it
        scores = [(-ranked[nation].places[board].score, nation) for nation in by_place]
        assert [ranked[nation].places[board].place for nation in by_place] == list(range(1, 121))
        assert scores == sorted(scores)
        for division in (None, *Division):
            await _check_pages(played, board, division, ranked)
    for number, state in states.items():
        ranks = ranked[number]
        assert ranks.places[Board.MILITARY].score == public_strength(state["strength"])
        assert ranks.division is division_of(state["population"])


async def _check_pages(
    played: Played, board: Board, division: Division | None, ranked: Mapping[int, NationPlaces]
) -> None:
    """Check that the pages of a board have all its nations, without gaps."""
    members = [nation for nation, places in ranked.items() if division in (None, places.division)]
    in_order = sorted(members, key=lambda member: ranked[member].places[board].place)
    guilds_shown: list[int] = []
    numbers: list[int] = []
    for number in range(1, len(members) // PAGE + 3):
        page = await played.boards.page(board, division, number)
        assert page is not None
        assert page.nations == len(members)
        assert len(page.rows) <= PAGE
        guilds_shown += [row.guild for row in page.rows]
        numbers += [row.place for row in page.rows]
    assert guilds_shown == in_order
    assert numbers == list(range(1, len(members) + 1))


def _copy_first(connection: Connection, states: Mapping[int, Mapping[str, int]]) -> None:
    nation = connection.execute(select(NATIONS)).mappings().one()
    state = connection.execute(select(NATION_STATES)).mappings().one()
    identities = [
        {
            "id": nation_number,
            "guild": nation_number,
            "name": f"N{nation_number}",
            "name_key": f"n{nation_number}",
        }
        for nation_number in states
    ]
    connection.execute(insert(NATIONS), [{**nation, **identity} for identity in identities])
    rows = [
        {**state, "nation": nation_number, **values} for nation_number, values in states.items()
    ]
    connection.execute(insert(NATION_STATES), rows)


async def test_a_trend_is_that_since_the_day_before(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.rankings.update(LATER)
    await set_values(played, {2: {"resources": 9_000, "population": 11}})
    await found(played, "Corvia", guild=3)
    await played.rankings.update(LATER + 17 * HOUR)
    early = await changes_on(played)

    await played.rankings.update(LATER + 24 * HOUR)

    assert early == {"Borealis": None, "Aurelia": None, "Corvia": None}
    assert await changes_on(played) == {"Borealis": 1, "Aurelia": -1, "Corvia": None}
    # Borealis was in another division, in which Aurelia has the place of Borealis too.
    assert await changes_on(played, Division.TOWN) == {"Borealis": None}
    assert await changes_on(played, Division.HAMLET) == {"Aurelia": 0, "Corvia": None}


async def test_an_interrupted_ranking_is_not_shown_and_made_again(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.rankings.update(LATER)
    await set_values(played, {2: {"resources": 9_000}})
    await played.rankings.update(LATER + SLOT)
    newest = select(func.max(RANKINGS.c.number)).scalar_subquery()
    interrupt = update(RANKINGS).where(RANKINGS.c.number == newest).values(is_complete=False)
    await played.database.write(lambda on: on.execute(interrupt))

    names_shown = await names_on(played, Board.POWER)
    again = await played.rankings.update(LATER + SLOT)

    assert names_shown == ["Aurelia", "Borealis"]
    assert again
    assert await names_on(played, Board.POWER) == ["Borealis", "Aurelia"]
    assert await count(played, RANKINGS) == 2  # the first of the quarter day, and the newest
    assert await count(played, RANKED_NATIONS) == 4
    assert await count(played, BOARD_PAGES) == 2 * 2 * len(Board)  # of all, and of the hamlets


async def test_only_a_few_rankings_are_kept(played: Played) -> None:
    await found(played, "Aurelia")

    for number in range(20):
        assert await played.rankings.update(START + 2 * number * HOUR)
        assert await count(played, RANKINGS) <= 7
    assert await count(played, RANKED_NATIONS) <= 7
    assert await count(played, BOARD_PAGES) == 2 * 2 * len(Board)


async def test_the_economy_board_has_the_income_of_seven_days(played: Played) -> None:
    await found(played, "Aurelia")
    earned = {day: 100 * (day + 1) ** 2 for day in range(9)}
    for day, generated in earned.items():
        await set_values(played, {1: {"generated": generated}})
        await played.rankings.update(START + day * DAY + HOUR)

    scored = (await places_of(played, 1)).places[Board.ECONOMY].score

    assert scored == earned[8] - earned[2]  # from the beginning of the third day on


async def test_ticks_add_to_what_was_generated(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.join(requester(9, user=1, guild=1))
    await played.advance(START + 5 * HOUR)  # by statements about all nations
    await played.join(requester(10, user=2, guild=2, at=START + 5 * HOUR))
    await played.join(requester(11, user=3, guild=2, at=START + 9 * HOUR))  # by settling it

    for nation in (await played.snapshot()).nations:
        sums = await played.ledgers.sums(nation.id, START)
        assert nation.generated == sums[Reason.GENERATION] > 0


async def test_history_is_kept_once_a_day_and_for_70_days(played: Played) -> None:
    histories: Histories = SqlHistories(played.database)
    await found(played, "Aurelia")
    for hours in range(0, 72, 20):
        await set_values(played, {1: {"generated": hours}})
        await played.rankings.update(START + hours * HOUR + timedelta(minutes=20))
    history = await histories.of(NationId(1))

    await played.rankings.update(START + (HISTORY_DAYS + 1) * DAY)

    assert history == (
        HistoryPoint(START, 320, 0),
        HistoryPoint(START + DAY, 320, 40),
        HistoryPoint(START + 2 * DAY, 320, 60),
    )
    last = [entry.at for entry in await histories.of(NationId(1))]
    assert last == [START + 2 * DAY, START + (HISTORY_DAYS + 1) * DAY]


async def test_a_partly_stored_day_of_history_is_completed(played: Played) -> None:
    histories: Histories = SqlHistories(played.database)
    await found(played, "Aurelia", "Borealis")
    await played.rankings.update(START)
    of_first = delete(HISTORY).where(HISTORY.c.nation == 1)
    await played.database.write(lambda on: on.execute(of_first))

    await played.rankings.update(START + SLOT)

    for nation in (1, 2):
        assert await histories.of(NationId(nation)) == (HistoryPoint(START, 320, 0),)


async def test_a_forgotten_guild_is_gone_from_boards_and_history(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await played.rankings.update(LATER)

    await played.own_data.forget_guild(GuildId(1))

    assert await names_on(played, Board.POWER) == ["Borealis"]
    assert await count(played, HISTORY) == await count(played, RANKED_NATIONS) == 1
