"""Tests the outputs of ``nazh history`` as text, JSON Lines and a table."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.dice.history import history_command
from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.ports import RollArchive
from nazh.application.shared.ports import StoreError
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

CLOCK = FrozenClock()


def record(name: str, notation: str, *faces: int) -> RollRecord:
    thrown = throw(parse_roll(notation), ScriptedRng(faces))
    where, server = ChannelId(10), GuildId(20)
    return RollRecord(RequestId(name), UserId(1), where, server, CLOCK.now(), NAZH, (thrown,))


OLD = replace(record("old", "Stealth: 1d20+5 # = sneaky", 3), at=CLOCK.now() - timedelta(days=3))
NEW = replace(record("new", "2d6", 1, 6), by=UserId(2), is_secret=True, character="Kaladin")


def history(*arguments: str, has_database: bool = True, away: bool | None = None) -> Result:
    @asynccontextmanager
    async def open_archive() -> AsyncIterator[RollArchive | None]:
        if away is not None:
            raise StoreError("The database is not here.", is_unreachable=away)
        ledgers = MemoryRollStore()
        for kept_record in (OLD, NEW):
            ledgers.keep(kept_record, kept_record.rolls)
        yield MemoryRollArchive(ledgers) if has_database else None

    return CliRunner().invoke(history_command(open_archive, CLOCK), arguments)


def test_rolls_are_listed_as_text_latest_first() -> None:
    assert history().stdout == (
        "2026-01-01 20:00 UTC, player 2 (Kaladin), secret\n"
        "  7  2d6  [1 min][6 max]\n"
        "2025-12-29 20:00 UTC, player 1\n"
        "  # = sneaky\n"
        "  8  Stealth: 1d20+5  [3] + 5\n"
    )


def test_machines_read_lines_of_json() -> None:
    first, second = map(json.loads, history("--json").stdout.splitlines())

    assert first["notation"] == "2d6"
    assert (first["player"], first["secret"], first["character"]) == ("2", True, "Kaladin")
    assert second["at"] == "2025-12-29T20:00:00+00:00"
    assert second["rolls"][0]["pools"][0]["total"] == 8


def test_json_and_a_table_at_once_are_refused() -> None:
    refused = history("--json", "--csv")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Give --json or --csv, not both." in refused.stderr


def test_spreadsheets_read_a_table_without_formulas() -> None:
    first, second = csv.DictReader(StringIO(history("--csv").stdout))

    assert (first["totals"], first["faces"], first["secret"]) == ("7", "1 6", "yes")
    assert second["comment"] == "'= sneaky"
    assert second["notation"] == "Stealth: 1d20+5"


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--player", "1"), ["old"]),
        (("--channel", "11"), []),
        (("--server", "20"), ["new", "old"]),
        (("--text", "stealth"), ["old"]),
        (("--since", "2d"), ["new"]),
        (("--since", "72h"), ["new", "old"]),
        (("--since", "3d"), ["new", "old"]),
        (("--since", "1w"), ["new", "old"]),
        (("--limit", "1"), ["new"]),
    ],
)
def test_filters(arguments: tuple[str, ...], ids: list[str]) -> None:
    lines = history("--json", *arguments).stdout.splitlines()

    assert [json.loads(line)["id"] for line in lines] == ids


def test_a_wrong_span_is_refused() -> None:
    result = history("--since", "yesterday")

    assert result.exit_code == 2
    assert "Write 12h, 7d or 4w." in result.stderr


def test_a_new_database_has_no_history() -> None:
    result = history(has_database=False)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Nothing has been recorded yet.\n"


@pytest.mark.parametrize(("away", "status"), [(True, 69), (False, 78)])
def test_a_database_error_is_printed(away: bool, status: int) -> None:
    result = history(away=away)

    assert result.exit_code == status
    assert "The database is not here." in result.output
