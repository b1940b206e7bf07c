"""Tests the output and the exit status of ``nazh db audit``, with rows in memory."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.audit import audit_command
from nazh.application.shared.audit.audit_chain import (
    GENESIS,
    AuditRow,
    ChainEnds,
    Link,
    body_digest,
    origin_digest,
    row_digest,
)
from nazh.application.shared.audit.audit_log import AuditLog

Replayed = TypeVar("Replayed")
AT = 1_767_323_045_678_901
ORIGIN = origin_digest("salt", 7, "99")
BODY = body_digest(5, ORIGIN, "keep.access.given", "Island 1", None, '{"level":"viewer"}')
FIRST = row_digest(1, AT, GENESIS, BODY)
SECOND = row_digest(2, AT, FIRST, BODY)
THIRD = row_digest(3, AT, SECOND, BODY)
CONTENT = (ORIGIN, "keep.access.given", "Island 1", None, '{"level":"viewer"}', BODY)
ROWS = (
    AuditRow(1, AT, 5, 7, "99", "salt", *CONTENT, FIRST),
    AuditRow(2, AT, 5, None, None, None, *CONTENT, SECOND),
    AuditRow(3, AT, *(None,) * 9, BODY, THIRD),
)


class Rows:
    """Satisfies ``AuditLog``."""

    def __init__(self, ends: ChainEnds, rows: Sequence[AuditRow]) -> None:
        self._ends = ends
        self._rows = rows

    async def replay(self, work: Callable[[ChainEnds, Iterator[AuditRow]], Replayed]) -> Replayed:
        return work(self._ends, iter(self._rows))


def run(*arguments: str, rows: Sequence[AuditRow] = ROWS, is_there: bool = True) -> Result:
    @asynccontextmanager
    async def open_audit_log() -> AsyncIterator[AuditLog | None]:
        yield Rows(ChainEnds(Link(3, THIRD)), rows) if is_there else None

    return CliRunner().invoke(audit_command(open_audit_log), arguments)


def test_a_whole_log_is_counted() -> None:
    result = run()

    assert result.stdout.splitlines() == [
        "entries    3",
        "anonymous  1, of users who have deleted their data",
        "emptied    1, of servers whose data was deleted",
        "deleted    0, because of their age",
        f"last row   3:{THIRD}",
        "Every entry is unchanged.",
    ]
    assert result.exit_code == 0
    assert json.loads(run("--json").stdout) == {
        "entries": 3,
        "anonymous": 1,
        "emptied": 1,
        "deleted": 0,
        "last_row": f"3:{THIRD}",
        "broken_at": None,
        "fault": None,
    }


def test_the_first_row_that_is_wrong_is_named() -> None:
    result = run(rows=(ROWS[0], ROWS[1]._replace(target="Island 2"), ROWS[2]))

    assert result.stdout.splitlines()[-1] == "Broken: row 2 was changed."
    assert result.exit_code == 1
    document = json.loads(run("--json", rows=ROWS[:2]).stdout)
    assert (document["broken_at"], document["fault"]) == (3, "missing")


def test_a_row_that_was_noted_is_compared() -> None:
    assert run("--known", f"2:{SECOND}").exit_code == 0
    other = run("--known", f"2:{FIRST}")
    assert other.stdout.splitlines()[-1] == "Broken: row 2 is not the one that was noted."
    assert other.exit_code == 1
    assert run("--known", "2:x").exit_code == 2


def test_entries_are_listed_the_oldest_first() -> None:
    start = "2026-01-02 03:04:05 UTC"
    change = 'on server 5: keep.access.given Island 1: nothing → {"level":"viewer"}'

    assert run("--list").stdout.splitlines() == [
        f"1 {start} 7 {change}",
        f"2 {start} someone {change}",
        f"3 {start} (of a server whose data was deleted)",
    ]
    lines = run("--list", "--server", "5", "--json").stdout.splitlines()
    assert [json.loads(line)["user"] for line in lines] == ["7", None]
    assert json.loads(lines[0]) == {
        "seq": 1,
        "at": "2026-01-02T03:04:05.678901+00:00",
        "server": "5",
        "user": "7",
        "action": "keep.access.given",
        "target": "Island 1",
        "before": None,
        "after": {"level": "viewer"},
        "interaction": "99",
    }


def test_without_a_database_there_is_nothing() -> None:
    result = run(is_there=False)

    assert result.stdout.splitlines()[0] == "entries    0"
    assert result.exit_code == 0
    assert run("--list", is_there=False).stdout == ""
