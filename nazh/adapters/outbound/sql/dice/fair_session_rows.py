"""Defines the tables of fair sessions, and converts sessions to rows and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import BigInteger, Column, Integer, RowMapping, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dice.ports.fair import ChainEntry, FairSessionRecord
from nazh.domain.dice.fair import FairSession
from nazh.domain.kernel.identity import GuildId, RequestId

FAIR_SESSIONS: Final = Table(
    "fair_sessions",
    METADATA,
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
"""The schema after the newest migration. Instants are in microseconds since 1970, UTC."""
FAIR_RECEIPTS: Final = Table(
    "fair_receipts",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("request", Text),
    Column("line", Text),
)
"""The schema after the newest migration. ``line`` is what was hashed, without newline."""
FAIR_PARTICIPANTS: Final = Table(
    "fair_players",
    METADATA,
    Column("session", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("player", BigInteger),
)
"""The schema after the newest migration. Deleted users are absent, but their numbers stay used."""


def session_of(row: RowMapping | Mapping[str, object]) -> FairSessionRecord:
    """Return the session in a row."""
    closing = row["closing"]
    return FairSessionRecord(
        state=FairSession(
            id=str(row["session"]),
            secret=bytes.fromhex(str(row["secret"])),
            mix=bytes.fromhex(str(row["mix"])),
            counter=_integer(row["counter"]),
            n=_integer(row["entries"]),
            last=str(row["last"]),
            players=_integer(row["players"]),
        ),
        guild=GuildId(_integer(row["server"])),
        opened=instant(_integer(row["opened"])),
        latest=instant(_integer(row["latest"])),
        size=_integer(row["size"]),
        closing=None if closing is None else RequestId(str(closing)),
    )


def new_session_row(entry: ChainEntry) -> dict[str, object]:
    """Return the row of a new session."""
    return {
        "session": entry.after.id,
        "server": entry.guild,
        "opened": microseconds(entry.at),
        "secret": entry.after.secret.hex(),
        "size": entry.bytes,
        **_state_columns(entry),
    }


def advance_values(entry: ChainEntry) -> dict[str, object]:
    """Return the values of the update that continues a session."""
    values = {f"new_{name}": value for name, value in _state_columns(entry).items()}
    return {"which": entry.after.id, "expected": entry.receipt.n, "more": entry.bytes, **values}


def _state_columns(entry: ChainEntry) -> dict[str, object]:
    """Return the columns that change with every entry."""
    after = entry.after
    return {
        "latest": microseconds(entry.at),
        "mix": after.mix.hex(),
        "counter": after.counter,
        "entries": after.n,
        "last": after.last,
        "players": after.players,
        "closing": entry.request_id if entry.closes else None,
    }


def _integer(written: object) -> int:
    assert isinstance(written, int)
    return written
