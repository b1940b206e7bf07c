"""Tests that the searches for what is due read indexes, in SQLite."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.notices import SqlNotices
from nazh.adapters.outbound.sql.dominion.world import SqlWorld
from nazh.application.dominion.nations.register_nation import RegisterNation
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases

START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
READ_OFTEN = {
    "dominion_citizens_active",
    "dominion_citizens_ending",
    "dominion_loyalties_due",
    "dominion_nations_deletion",
    "dominion_notices_waiting",
    "dominion_orders_due",
    "dominion_states_protected",
    "dominion_wars_due",
}


async def test_what_is_due_is_found_by_indexes(tmp_path: Path) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, values: object, *___: object) -> None:
        asked.append((statement, values))

    def plans(connection: Connection) -> str:
        found = [
            row.detail
            for statement, values in tuple(asked)
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
        return "\n".join(found)

    address = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    async with databases.opened(address, "dominion") as database:
        world = SqlWorld(database, TomlRulesets("classic"), DerivedWarSecrets(), NullPublisher())
        founder = Requester(RequestId("1"), GuildId(1), UserId(1), START, START, True)
        await RegisterNation(world)(founder, "Aurelia")
        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert not await world.advance(START + MINUTE)
            await SqlNotices(database).waiting(10)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        read = await database.read(plans)

    assert {name for name in READ_OFTEN if name not in read} == set()
    assert "SCAN dominion_nation_states" not in read
