"""Inserts a new roll directly with the driver, because nothing else is written as often."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from typing import Final

from nazh.adapters.outbound.sql.dice.roll_counters import (
    INSERT_COUNTERS,
    ON_CONFLICT_ADD,
    CounterRow,
)
from nazh.adapters.outbound.sql.dice.rolls import RollRow

_COLUMNS: Final = tuple(RollRow.__annotations__)
_ROLL: Final = f"INSERT INTO rolls ({', '.join(_COLUMNS)}) VALUES"
_ROLL_IN_SQLITE: Final = f"{_ROLL} ({', '.join('?' * len(_COLUMNS))})"
_BATCH_SIZE: Final = 50
_PLACEHOLDERS: Final = ", ".join(f"${place}" for place in range(1, len(_COLUMNS) + 1))
_NEXT: Final = len(_COLUMNS) + 1
_IN_POSTGRESQL: Final = (
    f"WITH put AS ({_ROLL} ({_PLACEHOLDERS}) RETURNING player, secret, at) {INSERT_COUNTERS} "  # noqa: S608  # only names
    f"SELECT ${_NEXT}, player, ${_NEXT + 1}, secret, what, face, count, at FROM put, "
    f"unnest(${_NEXT + 2}::text[], ${_NEXT + 3}::smallint[], ${_NEXT + 4}::bigint[]) "
    f"AS fell (what, face, count) {ON_CONFLICT_ADD}"
)
"""The statement is the same for any number of counts, so that PostgreSQL prepares it once."""


@dataclass(frozen=True, slots=True)
class NewRoll:
    """The row of a new roll, and its changes of the player's counters.

    ``counts`` has at least one counter, and each only once, in the order in which all writers lock
    them.
    """

    row: RollRow
    counts: list[CounterRow]

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        """Write in the open transaction."""
        connection.execute(_ROLL_IN_SQLITE, tuple(self.row.values()))
        server, player, character, secret, *_, since = self.counts[0].values()
        for start in range(0, len(self.counts), _BATCH_SIZE):
            part = self.counts[start : start + _BATCH_SIZE]
            values = [server, player, character, secret, since]
            for parameter in part:
                values += parameter["what"], parameter["face"], parameter["count"]
            connection.execute(_counts_in_sqlite(len(part)), values)

    def postgresql_statement(self) -> tuple[str, tuple[object, ...]]:
        """Return the statement and its values."""
        first = self.counts[0]
        columns = ([count[name] for count in self.counts] for name in ("what", "face", "count"))
        return _IN_POSTGRESQL, (*self.row.values(), first["server"], first["character"], *columns)


@cache
def _counts_in_sqlite(many: int) -> str:
    """Return the statement for ``many`` counters, with their common values given once."""
    firsts = range(6, 6 + 3 * many, 3)
    rows = ", ".join(f"(?1, ?2, ?3, ?4, ?{n}, ?{n + 1}, ?{n + 2}, ?5)" for n in firsts)
    return f"{INSERT_COUNTERS} VALUES {rows} {ON_CONFLICT_ADD}"
