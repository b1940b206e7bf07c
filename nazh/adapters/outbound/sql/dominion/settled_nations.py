"""Settles nations with what the database has about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from nazh.adapters.outbound.sql.dominion.citizen_rows import due_lapses, users_gone
from nazh.adapters.outbound.sql.dominion.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.treaty_rows import earned_loyalty
from nazh.domain.dominion.diplomacy.loyalty import reward_loyalty
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.government import vacate_offices
from nazh.domain.dominion.nations import Nation
from nazh.domain.dominion.settling import settle_in_season


def settle_nation(
    connection: Connection, season: Season, nation: Nation, until: datetime
) -> Nation:
    """Return a nation at an instant. Raises StandingsMissing."""
    settled = settle_in_season(
        nation,
        until,
        season,
        lapses=due_lapses(connection, nation.id, until),
        medians=doubled_medians(connection, season, nation.progress.hour, until),
    )
    for user in users_gone(connection, nation.id, until):
        settled = vacate_offices(settled, user)
    earned = earned_loyalty(connection, nation.id, until, season.rules.diplomacy)
    return reward_loyalty(settled, earned, season.rules)
