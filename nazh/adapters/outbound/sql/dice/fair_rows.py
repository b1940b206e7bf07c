"""The tables of fair sessions: how a session becomes a row, and a row the session again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import BigInteger, Column, Integer, MetaData, RowMapping, Table, Text

from nazh.adapters.outbound.sql.dice.rolls import instant, microseconds
from nazh.application.dice.ports.fair import KeptSession, Step
from nazh.domain.dice.proof import FairSession
from nazh.domain.kernel.identity import RequestId, ServerId

_META: Final = MetaData()
SESSIONS: Final = Table(
    "fair_sessions",
    _META,
    Column("session", Text, primary_key=True),
    Column("server", BigInteger),
    Column("opened", BigInteger),
    Column("latest", BigInteger),
    Column("secret", Text),
    Column("mix", Text),
    Column("counter", Integer),
    Column("entries", Integer),
    Column("last", Text),
    Column("players", Integer),
    Column("size", Integer),
    Column("closing", Text),
)
"""As the newest migration leaves it. Instants are in microseconds since 1970, UTC."""
RECEIPTS: Final = Table(
    "fair_receipts",
    _META,
    Column("session", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("request", Text),
    Column("line", Text),
)
"""As the newest migration leaves it. ``line`` is as its digest was taken, without newline."""
PLAYERS: Final = Table(
    "fair_players",
    _META,
    Column("session", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("player", BigInteger),
)
"""As the newest migration leaves it. Who was forgotten is absent, and the number stays taken."""


def session_of(row: RowMapping | Mapping[str, object]) -> KeptSession:
    """Return the session in a row."""
    closing = row["closing"]
    return KeptSession(
        state=FairSession(
            id=str(row["session"]),
            secret=bytes.fromhex(str(row["secret"])),
            mix=bytes.fromhex(str(row["mix"])),
            counter=_number(row["counter"]),
            n=_number(row["entries"]),
            last=str(row["last"]),
            players=_number(row["players"]),
        ),
        server=ServerId(_number(row["server"])),
        opened=instant(_number(row["opened"])),
        latest=instant(_number(row["latest"])),
        size=_number(row["size"]),
        closing=None if closing is None else RequestId(str(closing)),
    )


def first_row(step: Step) -> dict[str, object]:
    """Return the row of a session that opens."""
    return {
        "session": step.after.id,
        "server": step.server,
        "opened": microseconds(step.at),
        "secret": step.after.secret.hex(),
        "size": step.bytes,
        **_standing(step),
    }


def going_on(step: Step) -> dict[str, object]:
    """Return the facts of the statement that goes on with a session."""
    told = {f"new_{name}": value for name, value in _standing(step).items()}
    return {"which": step.after.id, "expected": step.receipt.n, "more": step.bytes, **told}


def _standing(step: Step) -> dict[str, object]:
    """Return what changes with every step."""
    after = step.after
    return {
        "latest": microseconds(step.at),
        "mix": after.mix.hex(),
        "counter": after.counter,
        "entries": after.n,
        "last": after.last,
        "players": after.players,
        "closing": step.under if step.closes else None,
    }


def _number(written: object) -> int:
    assert isinstance(written, int)
    return written
