"""Declares how ``nazh db`` treats the tables of one context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause, func, select


@dataclass(frozen=True, slots=True)
class ContextTables:
    """The tables of one context, at their newest revision.

    ``count`` returns row counts by name. ``after_restore`` runs in the transaction that restores a
    dump, and returns sentences for the operator.
    """

    count: Callable[[Connection], Mapping[str, int]]
    after_restore: Callable[[Connection], Iterable[str]]


def row_counter(tables: Mapping[str, FromClause]) -> Callable[[Connection], Mapping[str, int]]:
    """Return a function that counts the rows of each table."""

    def count(connection: Connection) -> dict[str, int]:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }

    return count
