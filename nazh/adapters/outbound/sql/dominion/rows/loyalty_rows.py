"""Reads what nations earn from their alliances, and marks it as earned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Connection, bindparam, select, update

from nazh.adapters.outbound.sql.dominion.rows.nation_keys import NATION_IDS
from nazh.adapters.outbound.sql.dominion.treaty_tables import LOYALTIES
from nazh.adapters.outbound.sql.timestamps import instant, microseconds, optional_microseconds
from nazh.domain.dominion.diplomacy.loyalty import Loyalty, due_loyalty
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules

_LOYALTY: Final = LOYALTIES.c
_DUE: Final = (
    select(LOYALTIES)
    .where(_LOYALTY.nation.in_(NATION_IDS), _LOYALTY.due_at <= bindparam("until", type_=BigInteger))
    .order_by(_LOYALTY.nation, _LOYALTY.ally)
)
_MARK: Final = update(LOYALTIES).where(
    _LOYALTY.nation == bindparam("of_nation"), _LOYALTY.ally == bindparam("of_ally")
)


def earned_loyalty(
    connection: Connection, nations: Iterable[NationId], until: datetime, rules: DiplomacyRules
) -> dict[NationId, list[tuple[datetime, Loyalty]]]:
    """Return what nations earn from their alliances by an instant, in order, and when.

    Nations that earn nothing are left out.
    """
    values = {"nation_ids": sorted(nations), "until": microseconds(until)}
    waiting: defaultdict[NationId, list[Loyalty]] = defaultdict(list)
    for row in connection.execute(_DUE, values):
        loyalty = Loyalty(
            NationId(row.nation), NationId(row.ally), row.number, row.times, instant(row.due_at)
        )
        waiting[loyalty.nation].append(loyalty)
    return {nation: list(due_loyalty(of, until, rules)) for nation, of in waiting.items()}


def mark_loyalty(connection: Connection, earned: Iterable[Loyalty]) -> None:
    """Write loyalties in their state after nations have earned what was due."""
    rows = [
        {
            "of_nation": loyalty.nation,
            "of_ally": loyalty.ally,
            "times": loyalty.times,
            "due_at": optional_microseconds(loyalty.due_at),
        }
        for loyalty in earned
    ]
    if rows:
        connection.execute(_MARK, rows)
