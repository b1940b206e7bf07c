"""Tests the output of ``nazh db`` with a stub."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from nazh.adapters.inbound.cli.db import db_command
from nazh.adapters.inbound.cli.dice.restored_sessions import restored_sessions
from nazh.application.shared.database_status import ChainStatus, DatabaseStatus, Restored


@dataclass(frozen=True)
class DatabaseAdmin:
    """Does nothing, and reports an open session or none."""

    counts: dict[str, int]
    notes: tuple[str, ...]

    async def upgrade(self) -> None:
        return

    async def status(self) -> DatabaseStatus:
        chains = (ChainStatus("core", "0006", "0006"), ChainStatus("toy", "0001", "0002"))
        return DatabaseStatus("it", chains, self.counts)

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        return 12

    async def restore(self, file: Path, *, overwrites: bool) -> Restored:
        return Restored(12, self.notes)


def output_of(*arguments: str, counts: dict[str, int] | None = None, note: str = "") -> str:
    database_admin = DatabaseAdmin(counts or {}, tuple(filter(None, (note,))))
    result = CliRunner().invoke(db_command(lambda: database_admin), arguments)
    assert result.exit_code == 0
    return result.stdout


def test_contexts_notes_about_a_restore_are_printed() -> None:
    output = output_of("restore", "backup.jsonl", note="Close two sessions.")

    assert output == "Rows restored: 12\nClose two sessions.\n"
    assert output_of("restore", "backup.jsonl") == "Rows restored: 12\n"


def test_a_backup_to_standard_output_is_refused_and_writes_no_file_of_that_name() -> None:
    refused = CliRunner().invoke(db_command(lambda: DatabaseAdmin({}, ())), ["backup", "-"])

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Name a file." in refused.stderr


def test_a_restored_session_that_was_open_is_to_be_closed() -> None:
    (note,) = restored_sessions(2)

    assert note.startswith("Fair sessions that were open: 2. ")
    assert "Close them with /fair close, and open new ones." in note
    assert restored_sessions(0) == ()


def test_every_migration_chain_and_count_is_reported() -> None:
    counts = {"rolls": 12, "open_sessions": 1}

    assert output_of("status", counts=counts).splitlines() == [
        "database       it",
        "revision       0006, up to date",
        "toy            0001; 0002 is the newest that this program knows",
        "rolls          12",
        "open sessions  1",
    ]
    assert json.loads(output_of("status", "--json", counts=counts)) == {
        "database": "it",
        "revision": "0006",
        "newest": "0006",
        "rolls": 12,
        "open_sessions": 1,
        "contexts": {"toy": {"revision": "0001", "newest": "0002"}},
    }
