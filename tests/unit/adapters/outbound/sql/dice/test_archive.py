"""Tests that unreadable rows are left out of lists, logged, and kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.application.dice.ports import RollQuery
from nazh.domain.kernel.identity import RequestId
from tests import databases
from tests.unit.adapters.outbound.sql.dice.test_rolls import record


async def test_a_row_of_a_form_that_is_not_known_is_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    recorded = record()

    def age(connection: Connection) -> None:
        connection.execute(text("UPDATE rolls SET form = 99"))

    def count(connection: Connection) -> int:
        counted: int = connection.execute(text("SELECT count(*) FROM rolls")).scalar_one()
        return counted

    async with databases.sqlite(tmp_path) as address, databases.opened(address) as database:
        async with SqlRollStore(database)(recorded.id) as ledger:
            await ledger.history.append(recorded)
            await ledger.commit()
        await database.write(age)

        with caplog.at_level(logging.WARNING):
            listed = await SqlRollArchive(database).older(RollQuery(), None, 10)
            async with SqlRollStore(database)(RequestId("b")) as ledger:
                lately = await ledger.history.recent(recorded.by, 10)

        assert (listed, lately) == ((), ())
        assert "roll a cannot be read back: it has form 99, and 1 is known" in caplog.text
        assert await database.read(count) == 1
