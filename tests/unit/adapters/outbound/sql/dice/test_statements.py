"""What a roll asks of a database: each statement is a wait, and a thread or a round trip."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from nazh.adapters.outbound.entropy.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
from nazh.adapters.outbound.sql.dice.saved import SqlShelves
from nazh.application.dice.known_characters import KnownCharacters
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests import databases
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield the first words of every statement that is run meanwhile."""
    statements: list[str] = []

    def note(_: object, __: object, statement: str, *others: object) -> None:
        statements.append(" ".join(statement.split()[:3]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("made", "begin"),
    [
        (databases.sqlite, "BEGIN IMMEDIATE"),
        (databases.postgresql, "SELECT pg_advisory_xact_lock($1)"),
    ],
)
async def test_who_rolls_again_is_put_on_record_and_counted_and_nothing_else(
    tmp_path: Path, made: databases.Made, begin: str
) -> None:
    async with made(tmp_path) as address, databases.opened(address) as database:
        clock = FrozenClock()
        names = KnownCharacters(SqlShelves(database), clock)
        roll_dice = RollDice(SeededRng(1), SqlLedgers(database), names, clock, RecordingAnnouncer())
        first, second = (
            RollRequest(RequestId(name), "a1d20+5, 2d6", PlayerId(1), server=ServerId(2))
            for name in "ab"
        )
        await roll_dice(first)

        with watched() as statements:
            await roll_dice(second)

    assert statements == [begin, "INSERT INTO rolls", "INSERT INTO tallies"]
