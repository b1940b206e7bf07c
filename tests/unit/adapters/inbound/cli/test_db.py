"""``nazh db`` as an operator reads it, over a keeper that has nothing to keep."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from nazh.adapters.inbound.cli.db import db_command
from nazh.application.shared.database_status import ChainStatus, DatabaseStatus


@dataclass(frozen=True)
class DatabaseAdmin:
    """Does nothing, and tells of some open sessions."""

    open_sessions: int | None

    async def upgrade(self) -> None:
        return

    async def status(self) -> DatabaseStatus:
        chains = (ChainStatus("core", "0006", "0006"), ChainStatus("toy", "0001", "0002"))
        return DatabaseStatus("it", chains, rolls=12, open_sessions=self.open_sessions)

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        return 12

    async def restore(self, file: Path, *, overwrites: bool) -> int:
        return 12


def said(open_sessions: int | None, *arguments: str) -> str:
    result = CliRunner().invoke(db_command(lambda: DatabaseAdmin(open_sessions)), arguments)
    assert result.exit_code == 0
    return result.stdout


def test_a_restored_session_that_was_open_is_to_be_closed() -> None:
    told = said(2, "restore", "backup.jsonl")

    assert told.startswith("Rows restored: 12\nFair sessions that were open: 2. ")
    assert "Close them with /fair close, and open others." in told


def test_of_no_open_session_nothing_is_said() -> None:
    assert said(0, "restore", "backup.jsonl") == "Rows restored: 12\n"


@pytest.mark.parametrize(("count", "shown"), [(1, "1"), (None, "unknown")])
def test_open_sessions_are_counted(count: int | None, shown: str) -> None:
    assert f"fair      {shown} sessions open" in said(count, "status")


def test_every_chain_of_migrations_is_told() -> None:
    lines = said(0, "status").splitlines()

    assert lines[1:3] == [
        "revision  0006, up to date",
        "toy       0001; 0002 is the newest that this program knows",
    ]
    assert json.loads(said(0, "status", "--json")) == {
        "database": "it",
        "revision": "0006",
        "newest": "0006",
        "rolls": 12,
        "open_sessions": 0,
        "contexts": {"toy": {"revision": "0001", "newest": "0002"}},
    }
