"""Records the queries of a test, and shows SQLite's plans for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event


@contextmanager
def recorded_queries() -> Iterator[list[tuple[str, Any]]]:
    """Yield a list of the statements that read or change rows, with their values."""
    queries: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            queries.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plans_of(connection: Connection, queries: list[tuple[str, Any]]) -> str:
    """Return the plans of all queries, one step per line."""
    plans = [
        row.detail
        for statement, values in queries
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    return "\n".join(plans)
