"""Tests that waiting writes share a transaction without affecting each other."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.event import listens_for
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Deadline, Timeouts
from nazh.adapters.outbound.sql.databases.sqlite_worker import SqliteWorker, new_sqlite_engine
from nazh.domain.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True)
class RowCommit:
    """Inserts a row into a table with a unique column."""

    text: str
    trace: Callable[[str], None] | None = None

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self.trace)
        connection.execute("INSERT INTO lines VALUES (?)", (self.text,))

    def postgresql_statement(self) -> tuple[str, tuple[object, ...]]:
        raise AssertionError


@dataclass(frozen=True, slots=True)
class FailingCommit(RowCommit):
    """A row that the driver refuses."""

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO lines VALUES (?)", (self.text,))
        connection.execute("INSERT INTO lines VALUES (?)", (2**63,))


@dataclass(frozen=True, slots=True)
class Batch:
    """A caller with a connection, and its waiting time in seconds and in loop iterations."""

    line: RowCommit
    seconds: float
    turns: int | None


VISITS = st.builds(
    Batch,
    st.sampled_from([RowCommit, RowCommit, RowCommit, FailingCommit]).flatmap(
        lambda kind: st.builds(kind, st.sampled_from("abcdefghijkl"))
    ),
    st.sampled_from([0.0, 0.001, 2.0, 2.0]),
    st.sampled_from([None, None, None, 1, 2, 5]),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return new_file(tmp_path)


def new_file(folder: Path) -> Path:
    file = folder / "lines.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE lines (text TEXT PRIMARY KEY)")
    return file


@pytest_asyncio.fixture
async def worker(file: Path) -> AsyncIterator[SqliteWorker]:
    worker = SqliteWorker(new_sqlite_engine(file), "test")
    yield worker
    await worker.close()


def soon(seconds: float = 2.0) -> Deadline:
    return Timeouts().deadline_in(seconds)


def lines_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM lines ORDER BY rowid")]


async def outcomes(
    worker: SqliteWorker, lines: list[RowCommit], seconds: float = 2.0
) -> list[object]:
    """Return the outcome of each row when all are submitted at once."""
    return await asyncio.gather(
        *(worker.commit(line, soon(seconds)) for line in lines), return_exceptions=True
    )


async def test_pending_commits_share_a_transaction(worker: SqliteWorker, file: Path) -> None:
    statements: list[str] = []
    names = [str(number) for number in range(10)]

    outcomes_heard = await outcomes(worker, [RowCommit(name, statements.append) for name in names])

    assert outcomes_heard == [None] * 10
    assert sorted(lines_in(file)) == sorted(names)
    assert statements.count("COMMIT") == 2  # the first one runs alone


async def test_a_duplicate_key_fails_only_its_own_commit(worker: SqliteWorker, file: Path) -> None:
    await worker.commit(RowCommit("there"), soon())

    outcomes_heard = await outcomes(
        worker, [RowCommit("a"), RowCommit("b"), RowCommit("there"), RowCommit("c")]
    )

    assert isinstance(outcomes_heard.pop(2), IntegrityError)
    assert outcomes_heard == [None] * 3
    assert lines_in(file) == ["there", "a", "b", "c"]


async def test_a_cancelled_commit_is_not_written_later(worker: SqliteWorker, file: Path) -> None:
    await worker.commit(RowCommit("first"), soon())
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes_heard = await outcomes(
            worker, [RowCommit("a"), RowCommit("b"), RowCommit("c")], 0.2
        )
        other.execute("ROLLBACK")

    assert [type(outcome) for outcome in outcomes_heard] == [Unavailable] * 3
    await worker.commit(RowCommit("last"), soon())
    assert lines_in(file) == ["first", "last"]


async def test_a_timeout_while_a_broken_connection_closes_is_reported(
    file: Path,
) -> None:
    is_closed, may_go_on = Event(), Event()

    class Lingering(sqlite3.Connection):
        def close(self) -> None:
            super().close()
            is_closed.set()
            may_go_on.wait(5)

    @dataclass(frozen=True, slots=True)
    class Trouble(RowCommit):
        def execute_sqlite(self, connection: sqlite3.Connection) -> None:
            raise sqlite3.OperationalError

    engine = new_sqlite_engine(file)

    @listens_for(engine, "do_connect")
    def _connect(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(file, factory=Lingering, check_same_thread=False)

    worker = SqliteWorker(engine, "test")
    outcomes_heard = await outcomes(worker, [Trouble("a")], 0.2)

    assert is_closed.is_set()
    assert [type(outcome) for outcome in outcomes_heard] == [Unavailable]
    may_go_on.set()
    await worker.close()


async def test_a_closed_worker_accepts_nothing(worker: SqliteWorker, file: Path) -> None:
    await worker.close()

    with pytest.raises(Unavailable):
        await worker.commit(RowCommit("a"), soon())


@given(st.lists(VISITS, max_size=40))
@settings(max_examples=20, deadline=None)
def test_every_caller_gets_the_outcome_of_its_own_row(visits: list[Batch]) -> None:
    with TemporaryDirectory() as folder:
        file = new_file(Path(folder))
        outcomes_heard = asyncio.run(everybody(file, visits))
        lines_kept = lines_in(file)

    written_lines = [
        visit.line.text
        for visit, outcome in zip(visits, outcomes_heard, strict=True)
        if outcome is None
    ]
    assert len(written_lines) == len(set(written_lines))
    for visit, outcome in zip(visits, outcomes_heard, strict=True):
        match outcome:
            case None:
                assert visit.line.text in lines_kept
            case IntegrityError():
                assert visit.line.text in lines_kept
            case OverflowError():
                assert isinstance(visit.line, FailingCommit)
            case _:
                assert isinstance(outcome, Unavailable | asyncio.CancelledError)
    lines = {visit.line.text for visit in visits if not isinstance(visit.line, FailingCommit)}
    assert set(written_lines) <= set(lines_kept) - {"last"} <= lines
    assert lines_kept.count("last") == 1


async def everybody(file: Path, visits: list[Batch]) -> list[object]:
    """Return the outcomes while some give up, and that of one more afterwards."""
    worker = SqliteWorker(new_sqlite_engine(file), "test")

    async def come(visit: Batch) -> None:
        taking = asyncio.create_task(worker.commit(visit.line, soon(visit.seconds)))
        if visit.turns is not None:
            for _ in range(visit.turns):
                await asyncio.sleep(0)
            taking.cancel()
        await taking

    outcomes_heard = await asyncio.gather(*map(come, visits), return_exceptions=True)
    await worker.commit(RowCommit("last"), soon())
    await worker.close()
    return list(outcomes_heard)
