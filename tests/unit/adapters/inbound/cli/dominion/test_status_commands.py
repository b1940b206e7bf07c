"""Tests ``nazh dominion status`` and ``nazh dominion retry`` on a real database."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from nazh.__main__ import new_program

FOUNDED = (
    '{"at": "2026-01-01T00:00:00Z", "guild": 1, "user": 10, "as": "admin",'
    ' "command": "nation register", "options": {"name": "Aurelia"}}'
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    address = f"sqlite:///{tmp_path / 'world.sqlite3'}"
    monkeypatch.setenv("NAZH_DATABASE_URL", address)
    return address


def run(*arguments: str) -> Result:
    return CliRunner().invoke(new_program(), ["dominion", *arguments], catch_exceptions=False)


def found_nation(database: str) -> None:
    Path("script.jsonl").write_text(FOUNDED, "utf-8")
    assert run("replay", "script.jsonl", "--database", database).exit_code == 0


def park(database: str) -> None:
    row = "INSERT INTO dominion_failures VALUES (1, 1, 4, 1767225600000000, NULL, 'ValueError: x')"
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(row))
    engine.dispose()


def test_a_database_without_a_world_has_none(database: str) -> None:
    result = run("status")

    assert (result.exit_code, result.output) == (
        0,
        "There is no world yet. It begins with the first nation.\n",
    )


def test_a_world_shows_its_nations_and_what_is_late(database: str) -> None:
    found_nation(database)

    lines = run("status").output.splitlines()

    assert lines[:5] == [
        "mode       open",
        "season     1, since 2026-01-01 00:00 UTC",
        "nations    1",
        "citizens   0 active",
        "supply     1,000 resources",
    ]
    assert lines[6].startswith("tick")
    assert lines[6].endswith("late")
    assert lines[8:] == [
        "orders     0 finished and not delivered",
        "advanced   never by a running bot",
    ]


def test_a_world_that_was_advanced_by_a_clock_that_was_ahead_says_so(database: str) -> None:
    found_nation(database)
    row = "INSERT INTO dominion_heartbeat (id, at, frozen_days) VALUES (1, 32503680000000000, 0)"
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(row))
    engine.dispose()

    advanced = run("status").output.splitlines()[9]

    assert re.fullmatch(r"advanced   \d+ days, [0-9:]+ ahead of the clock", advanced)


def test_a_stopped_world_shows_since_when_and_why(database: str) -> None:
    found_nation(database)
    row = (
        "INSERT INTO dominion_controls VALUES (1, 6, 'stopped', 1767225600000000, 'a\x1b[31mb\nc')"
    )
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text(row))
    engine.dispose()

    result = run("status")
    document = json.loads(run("status", "--json").output)

    assert (
        result.output.splitlines()[0] == "mode       stopped since 2026-01-01 00:00 UTC (a [31mb c)"
    )
    assert document["mode"] == "stopped"


def test_json_has_how_late_the_work_is_in_seconds(database: str) -> None:
    found_nation(database)

    document = json.loads(run("status", "--json").output)

    first_tick = datetime(2026, 1, 1, 1, tzinfo=UTC)
    late = (datetime.now(UTC) - first_tick).total_seconds()
    assert document["lag_seconds"]["tick"] == pytest.approx(late, abs=60)


def note_check(database: str, breaches: int) -> None:
    values = f"('ledger', {breaches}, 'nation 1: the stock is 5', 1767225600000000)"
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM dominion_invariants"))
        connection.execute(text(f"INSERT INTO dominion_invariants VALUES {values}"))
    engine.dispose()


def test_a_broken_invariant_is_shown(database: str) -> None:
    found_nation(database)
    note_check(database, 0)
    fine = run("status")
    note_check(database, 3)

    result = run("status")
    document = json.loads(run("status", "--json").output)

    assert fine.exit_code == 0
    assert "invariants all hold, checked " in fine.output
    assert result.exit_code == 1
    assert result.output.splitlines()[-2].startswith("invariants 1 broken, checked ")
    assert result.output.splitlines()[-1] == "ledger: 3 breaches, such as nation 1: the stock is 5"
    assert document["invariants"] == [
        {
            "invariant": "ledger",
            "breaches": 3,
            "example": "nation 1: the stock is 5",
            "at": "2026-01-01T00:00:00Z",
        }
    ]


def test_a_parked_nation_is_shown_and_tried_again(database: str) -> None:
    found_nation(database)
    park(database)

    result = run("status")
    document = json.loads(run("status", "--json").output)
    retried = run("retry")

    assert result.exit_code == 1
    assert result.output.splitlines()[-2:] == [
        "Aurelia: parked after 4 failures (ValueError: x)",
        "After the cause is corrected: nazh dominion retry",
    ]
    assert document["failed"][0] == {
        "nation": "Aurelia",
        "failures": 4,
        "since": "2026-01-01T00:00:00Z",
        "retry_at": None,
        "error": "ValueError: x",
    }
    assert retried.output == ("Parked nations to retry: 1\nParked wars to retry: 0\n")
    assert run("status").exit_code == 0
    assert run("retry").output == ("Parked nations to retry: 0\nParked wars to retry: 0\n")
