"""Settles nations with what the database has about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from nazh.adapters.outbound.sql.dominion.citizen_rows import due_lapses, users_gone
from nazh.adapters.outbound.sql.dominion.loyalty_rows import earned_loyalty
from nazh.adapters.outbound.sql.dominion.standings import doubled_medians
from nazh.domain.dominion.diplomacy.loyalty import reward_loyalty
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.government import vacate_offices
from nazh.domain.dominion.nations import Nation
from nazh.domain.dominion.settling import settle_in_season


def settle_nations(
    connection: Connection, season: Season, nations: Sequence[Nation], until: datetime
) -> list[Nation]:
    """Return nations at an instant, in the same order. Raises StandingsMissing."""
    if not nations:
        return []
    ids = [nation.id for nation in nations]
    lapses = due_lapses(connection, ids, until)
    gone = users_gone(connection, ids, until)
    earned = earned_loyalty(connection, ids, until, season.rules.diplomacy)
    oldest = min(nation.progress.hour for nation in nations)
    medians = doubled_medians(connection, season, oldest, until)
    settled: list[Nation] = []
    for nation in nations:
        one = settle_in_season(
            nation, until, season, lapses=lapses.get(nation.id, ()), medians=medians
        )
        for user in gone.get(nation.id, ()):
            one = vacate_offices(one, user)
        settled.append(reward_loyalty(one, earned.get(nation.id, ()), season.rules))
    return settled
