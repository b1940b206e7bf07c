"""Selects the rows of some nations in a season, with parameters bound when a statement runs.

Statements are built once, because building one takes several times as long as SQLite takes to run
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Integer, Table, and_, bindparam

from nazh.adapters.outbound.sql.dominion.periodic_work.chunk_statements import SEASON
from nazh.domain.dominion.season import Season

NATION_IDS: Final[BindParameter[int]] = bindparam("nation_ids", type_=Integer, expanding=True)


def are_of_nations(table: Table) -> ColumnElement[bool]:
    """Return the condition that rows belong to the given nations and season."""
    return and_(table.c.season == SEASON, table.c.nation.in_(NATION_IDS))


def keys_of(season: Season, nations: Iterable[int]) -> dict[str, object]:
    """Return the parameters of ``are_of_nations``."""
    return {"season_number": season.number, "nation_ids": sorted(nations)}
