"""Tests that statements that are compiled once do what SQLAlchemy would do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    insert,
    literal,
    select,
    update,
)

from nazh.adapters.outbound.sql.prepared_statements import execute_prepared

STOCKS = Table("stocks", MetaData(), Column("nation", Integer), Column("reason", Text))
NATION = bindparam("nation_id", type_=Integer)
COPY = insert(STOCKS).from_select(
    ["nation", "reason"],
    select(STOCKS.c.nation + 10 * NATION, literal("copy")).where(STOCKS.c.nation == NATION),
)
RENAME = update(STOCKS).where(STOCKS.c.nation == NATION).values(reason=bindparam("why"))


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as opened:
        STOCKS.create(opened)
        opened.execute(insert(STOCKS).values(nation=1, reason="first"))
        yield opened
    engine.dispose()


def test_constants_and_repeated_parameters_are_bound(connection: Connection) -> None:
    execute_prepared(connection, COPY, {"nation_id": 1})
    execute_prepared(connection, COPY, {"nation_id": 1})
    execute_prepared(connection, RENAME, {"nation_id": 1, "why": "renamed"})

    assert connection.execute(select(STOCKS)).all() == [(1, "renamed"), (11, "copy"), (11, "copy")]


def test_a_missing_value_is_no_null(connection: Connection) -> None:
    with pytest.raises(KeyError, match="why"):
        execute_prepared(connection, RENAME, {"nation_id": 1})

    assert connection.execute(select(STOCKS.c.reason)).scalars().all() == ["first"]
