"""A desk at which many wait: they share a transaction, and nobody pays for another."""

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

from nazh.adapters.outbound.sql.database import Deadline, Patience
from nazh.adapters.outbound.sql.desks import Desk, new_sqlite_engine
from nazh.domain.kernel.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is written, in a table where none may be there twice."""

    text: str
    trace: Callable[[str], None] | None = None

    def in_sqlite(self, connection: sqlite3.Connection) -> None:
        connection.set_trace_callback(self.trace)
        connection.execute("INSERT INTO lines VALUES (?)", (self.text,))

    def in_postgresql(self) -> tuple[str, tuple[object, ...]]:
        raise AssertionError


@dataclass(frozen=True, slots=True)
class Mistake(Line):
    """One that is refused by the driver, and not by the table."""

    def in_sqlite(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO lines VALUES (?)", (self.text,))
        connection.execute("INSERT INTO lines VALUES (?)", (2**63,))


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody with a line, and how long he waits: in seconds, and in turns of the loop."""

    line: Line
    seconds: float
    turns: int | None


VISITS = st.builds(
    Visit,
    st.sampled_from([Line, Line, Line, Mistake]).flatmap(
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
async def desk(file: Path) -> AsyncIterator[Desk]:
    desk = Desk(new_sqlite_engine(file), "test")
    yield desk
    await desk.close()


def soon(seconds: float = 2.0) -> Deadline:
    return Patience().until(seconds)


def written(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM lines ORDER BY rowid")]


async def outcomes(desk: Desk, lines: list[Line], seconds: float = 2.0) -> list[object]:
    """Return what everybody hears of a line when all are taken to the desk at once."""
    return await asyncio.gather(
        *(desk.take(line, soon(seconds)) for line in lines), return_exceptions=True
    )


async def test_those_who_wait_share_a_transaction(desk: Desk, file: Path) -> None:
    said: list[str] = []
    names = [str(number) for number in range(10)]

    heard = await outcomes(desk, [Line(name, said.append) for name in names])

    assert heard == [None] * 10
    assert sorted(written(file)) == sorted(names)
    assert said.count("COMMIT") == 2  # whoever comes first goes alone


async def test_whoever_writes_what_is_there_hears_so_alone(desk: Desk, file: Path) -> None:
    await desk.take(Line("there"), soon())

    heard = await outcomes(desk, [Line("a"), Line("b"), Line("there"), Line("c")])

    assert isinstance(heard.pop(2), IntegrityError)
    assert heard == [None] * 3
    assert written(file) == ["there", "a", "b", "c"]


async def test_what_was_given_up_while_the_file_was_locked_is_not_written_later(
    desk: Desk, file: Path
) -> None:
    await desk.take(Line("first"), soon())
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        heard = await outcomes(desk, [Line("a"), Line("b"), Line("c")], 0.2)
        other.execute("ROLLBACK")

    assert [type(one) for one in heard] == [Unavailable] * 3
    await desk.take(Line("last"), soon())
    assert written(file) == ["first", "last"]


async def test_who_gives_up_while_a_connection_in_trouble_is_closed_hears_of_trouble(
    file: Path,
) -> None:
    is_closed, may_go_on = Event(), Event()

    class Lingering(sqlite3.Connection):
        def close(self) -> None:
            super().close()
            is_closed.set()
            may_go_on.wait(5)

    @dataclass(frozen=True, slots=True)
    class Trouble(Line):
        def in_sqlite(self, connection: sqlite3.Connection) -> None:
            raise sqlite3.OperationalError

    engine = new_sqlite_engine(file)

    @listens_for(engine, "do_connect")
    def _connect(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(file, factory=Lingering, check_same_thread=False)

    desk = Desk(engine, "test")
    heard = await outcomes(desk, [Trouble("a")], 0.2)

    assert is_closed.is_set()
    assert [type(one) for one in heard] == [Unavailable]
    may_go_on.set()
    await desk.close()


async def test_a_desk_that_was_closed_takes_nothing(desk: Desk, file: Path) -> None:
    await desk.close()

    with pytest.raises(Unavailable):
        await desk.take(Line("a"), soon())


@given(st.lists(VISITS, max_size=40))
@settings(max_examples=20, deadline=None)
def test_everybody_hears_what_became_of_his_own_line(visits: list[Visit]) -> None:
    with TemporaryDirectory() as folder:
        file = new_file(Path(folder))
        heard = asyncio.run(everybody(file, visits))
        kept = written(file)

    told = [visit.line.text for visit, one in zip(visits, heard, strict=True) if one is None]
    assert len(told) == len(set(told))
    for visit, one in zip(visits, heard, strict=True):
        match one:
            case None:
                assert visit.line.text in kept
            case IntegrityError():
                assert visit.line.text in kept
            case OverflowError():
                assert isinstance(visit.line, Mistake)
            case _:
                assert isinstance(one, Unavailable | asyncio.CancelledError)
    lines = {visit.line.text for visit in visits if not isinstance(visit.line, Mistake)}
    assert set(told) <= set(kept) - {"last"} <= lines
    assert kept.count("last") == 1


async def everybody(file: Path, visits: list[Visit]) -> list[object]:
    """Return what each hears; some give up meanwhile. Behind them, one more finds the desk free."""
    desk = Desk(new_sqlite_engine(file), "test")

    async def come(visit: Visit) -> None:
        taking = asyncio.create_task(desk.take(visit.line, soon(visit.seconds)))
        if visit.turns is not None:
            for _ in range(visit.turns):
                await asyncio.sleep(0)
            taking.cancel()
        await taking

    heard = await asyncio.gather(*map(come, visits), return_exceptions=True)
    await desk.take(Line("last"), soon())
    await desk.close()
    return list(heard)
