"""Tests the contracts of ``FoughtWars``, ``PublicRecords`` and ``Timelines``, and statistics."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update

from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.adapters.outbound.sql.dominion.views.fought_wars import SqlFoughtWars
from nazh.adapters.outbound.sql.dominion.views.leaderships import SqlLeaderships
from nazh.adapters.outbound.sql.dominion.views.public_records import SqlPublicRecords
from nazh.adapters.outbound.sql.dominion.views.timelines import SqlTimelines
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.nations.show_statistics import ShowStatistics, streak_of
from nazh.application.dominion.ports import (
    FoughtWar,
    FoughtWars,
    PublicRecord,
    PublicRecords,
    TimelineEntry,
    TimelineEvent,
    Timelines,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.world_time import HOUR
from tests.contract.test_rankings import found
from tests.contract.test_worlds import START, Played, played

__all__ = ["played"]


async def conclude(
    played: Played, number: int, aggressor: int, winner: str | None, captured: int = 0
) -> None:
    at = microseconds(START + number * HOUR)
    row = {
        "id": number,
        "season": 1,
        "aggressor": aggressor,
        "defender": 3 - aggressor,
        "reason": "none",
        "is_honourable": False,
        "declared_at": at,
        "respond_by": at,
        "battle_at": at,
        "state": "concluded",
        "aggressor_stance": "balanced",
        "defender_stance": "balanced",
        "captured": captured,
        "concluded_at": at,
        "outcome": "victory" if winner else "declined",
        "winner": winner,
    }
    await played.database.write(lambda on: on.execute(insert(WARS).values(**row)))


async def test_only_wars_with_a_winner_count(played: Played) -> None:
    wars: FoughtWars = SqlFoughtWars(played.database)
    await found(played, "Aurelia", "Borealis")
    await conclude(played, 1, aggressor=1, winner="defender", captured=3)
    await conclude(played, 2, aggressor=1, winner=None)
    await conclude(played, 3, aggressor=2, winner="defender", captured=5)
    await conclude(played, 4, aggressor=1, winner="aggressor", captured=7)

    mine, of_borealis = await wars.of_nation(NationId(1)), await wars.of_nation(NationId(2))

    assert mine == (FoughtWar(False, 3), FoughtWar(True, 5), FoughtWar(True, 7))
    assert [war.is_won for war in of_borealis] == [True, False, False]


async def test_a_record_has_the_allies_and_counts_the_wars_of_a_nation(played: Played) -> None:
    records: PublicRecords = SqlPublicRecords(played.database)
    await found(played, "Aurelia", "Borealis", "Corvia", "Drakos")
    for number, winner in enumerate(("aggressor", "aggressor", "defender", None, None), 1):
        await conclude(played, number, aggressor=1, winner=winner)
    is_open = update(WARS).where(WARS.c.id == 5).values(state="active", outcome=None)
    pairs = ((1, 4, 1, 7, None), (1, 2, 1, 8, None), (1, 3, 1, 9, 10), (2, 3, 1, 9, None))
    columns = ("first", "second", "number", "formed_at", "ended_at")
    allied = [dict(zip(columns, pair, strict=True)) for pair in pairs]
    await played.database.write(lambda on: on.execute(is_open))
    await played.database.write(lambda on: on.execute(insert(ALLIANCES), allied))

    mine, others_record, none = [await records.of_nation(NationId(number)) for number in (1, 2, 4)]

    assert mine == PublicRecord(("Drakos", "Borealis"), open_wars=1, won=2, lost=1)
    assert others_record == PublicRecord(("Aurelia", "Corvia"), open_wars=1, won=1, lost=2)
    assert none == PublicRecord(("Aurelia",), open_wars=0, won=0, lost=0)


async def test_statistics_add_up_what_a_nation_has_done(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await conclude(played, 1, aggressor=1, winner="aggressor", captured=4)
    await conclude(played, 2, aggressor=1, winner="defender", captured=9)
    database = played.database
    show = ShowStatistics(played.ledgers, SqlFoughtWars(database), SqlLeaderships(database))
    nation = await played.directory.named("Aurelia")
    assert nation is not None

    statistics = await show(nation)

    assert (
        statistics.won,
        statistics.lost,
        statistics.streak,
        statistics.land,
        statistics.leaders,
    ) == (1, 1, -1, 4, 1)
    assert (statistics.earned, statistics.contributed, statistics.gained, statistics.given) == (
        0,
        0,
        0,
        0,
    )


async def test_a_timeline_has_the_founding_and_the_wars_of_a_nation(played: Played) -> None:
    timelines: Timelines = SqlTimelines(played.database)
    await found(played, "Aurelia", "Borealis")
    await conclude(played, 1, aggressor=1, winner="aggressor")
    await conclude(played, 2, aggressor=2, winner=None)

    entries = await timelines.of_nation(NationId(1))

    assert [(entry.event.value, entry.other) for entry in entries] == [
        ("attacked", "Borealis"),
        ("war_ended", "Borealis"),
        ("war_declared", "Borealis"),
        ("war_won", "Borealis"),
        ("founded", None),
    ]
    assert entries[-1] == TimelineEntry(START, TimelineEvent.FOUNDED)


@pytest.mark.parametrize(
    ("results", "streak"),
    [([], 0), ([True], 1), ([False, True, True], 2), ([True, False], -1), ([False, False], -2)],
)
def test_a_streak_ends_with_the_first_other_result(results: list[bool], streak: int) -> None:
    assert streak_of(results) == streak
