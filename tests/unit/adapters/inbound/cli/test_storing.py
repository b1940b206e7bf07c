"""``nazh db`` as an operator reads it, over a keeper that has nothing to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from nazh.adapters.inbound.cli.storing import db_command


@dataclass(frozen=True)
class Keeper:
    """Does nothing, and tells of some open sessions."""

    open_sessions: int | None

    async def upgrade(self) -> None:
        return

    async def status(self) -> Mapping[str, str | int | None]:
        return {
            "database": "it",
            "revision": "0006",
            "newest": "0006",
            "rolls": 12,
            "open_sessions": self.open_sessions,
        }

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        return 12

    async def restore(self, file: Path, *, overwrites: bool) -> int:
        return 12


def said(open_sessions: int | None, *arguments: str) -> str:
    result = CliRunner().invoke(db_command(lambda: Keeper(open_sessions)), arguments)
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
