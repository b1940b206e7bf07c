"""Computes the scores of nations in SQL, as the domain does for one nation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, ColumnElement, and_, case, func, literal, or_, select

from nazh.adapters.outbound.sql.dominion.ranking_tables import HISTORY
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.domain.dominion.rankings.boards import Board, economy_since
from nazh.domain.dominion.rules.nations import NationRules

_STATE: Final = NATION_STATES.c
POWER: Final[ColumnElement[int]] = (
    3 * _STATE.resources + 4 * _STATE.strength + 2 * _STATE.territory + _STATE.population
) // 10
_UNITS: Final = tuple(10**digits for digits in range(1, 17))
"""The powers of ten that strengths are rounded to, up to the largest that fits a column."""


def score_on(board: Board, at: datetime) -> ColumnElement[int]:
    """Return the score of a nation on a board at an instant."""
    match board:
        case Board.POWER:
            return POWER
        case Board.MILITARY:
            return _public_strength()
        case Board.ECONOMY:
            return _STATE.generated - _generated_before(economy_since(at))
        case Board.TERRITORY:
            return _STATE.territory
        case Board.REPUTATION:
            return NATIONS.c.reputation


def is_inactive(rules: NationRules, at: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition of ``lifecycle.is_inactive``, which is null instead of false.

    ``at`` is an instant in microseconds.
    """
    inactive_after, orphaned_for = (
        literal(duration // timedelta(microseconds=1), BigInteger)
        for duration in (rules.inactive_after, rules.orphaned_for)
    )
    is_empty = and_(_STATE.population == 0, _STATE.empty_since <= at - inactive_after)
    return or_(is_empty, _STATE.orphaned_at <= at - orphaned_for)


def _public_strength() -> ColumnElement[int]:
    """Return what ``predicting.public_strength`` computes."""
    strength = _STATE.strength
    rounded = ((strength < 100 * unit, (strength + unit // 2) // unit * unit) for unit in _UNITS)
    return case((strength < 100, strength), *rounded)


def _generated_before(day: int) -> ColumnElement[int]:
    """Return what a nation had earned when a day began, or by the latest stored day before."""
    past = HISTORY.c
    newest = (
        select(past.generated)
        .where(past.season == _STATE.season, past.nation == _STATE.nation, past.day <= day)
        .order_by(past.day.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, 0)
