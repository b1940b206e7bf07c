"""Settles nations with their stored lapses, loyalties and medians."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from nazh.adapters.outbound.sql.dominion.periodic_work.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.rows.citizen_rows import due_lapses, mark_lapsed
from nazh.adapters.outbound.sql.dominion.rows.loyalty_rows import earned_loyalty, mark_loyalty
from nazh.domain.dominion.diplomacy.loyalty import Loyalty, reward_loyalty
from nazh.domain.dominion.government.appointments import vacate_offices
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import settle_in_season


@dataclass(frozen=True, slots=True)
class SettledNation:
    """A nation at an instant, and what to mark when it is written.

    ``has_lapses`` says whether citizens stop counting or are gone. ``loyalties`` are the earned
    ones, in their state afterwards.
    """

    nation: Nation
    has_lapses: bool
    loyalties: tuple[Loyalty, ...]


def settle_nations(
    connection: Connection, season: Season, nations: Sequence[Nation], until: datetime
) -> list[SettledNation]:
    """Return nations at an instant, in the same order. Raises StandingsMissing."""
    if not nations:
        return []
    ids = [nation.id for nation in nations]
    lapses = due_lapses(connection, ids, until)
    earned = earned_loyalty(connection, ids, until, season.rules.diplomacy)
    oldest = min(nation.progress.hour for nation in nations)
    medians = doubled_medians(connection, season, oldest, until)
    settled: list[SettledNation] = []
    for nation in nations:
        lapsed = lapses.get(nation.id)
        instants = sorted(lapsed.instants) if lapsed else ()
        current = settle_in_season(nation, until, season, lapses=instants, medians=medians)
        for user in lapsed.gone if lapsed else ():
            current = vacate_offices(current, user)
        loyalties = earned.get(nation.id, ())
        settled.append(
            SettledNation(
                reward_loyalty(current, loyalties, season.rules),
                lapsed is not None,
                tuple(loyalty for _, loyalty in loyalties),
            )
        )
    return settled


def mark_settled(connection: Connection, settled: Sequence[SettledNation], until: datetime) -> None:
    """Mark what lapsed and was earned in nations that were settled at an instant."""
    lapsed = [settled_nation.nation.id for settled_nation in settled if settled_nation.has_lapses]
    mark_lapsed(connection, lapsed, until)
    mark_loyalty(
        connection, [loyalty for settled_nation in settled for loyalty in settled_nation.loyalties]
    )
