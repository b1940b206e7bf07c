"""The table of rolls: how a record becomes a row, and a row the record again.

A row holds the canonical notation, in which saved names have become what they stood for on that
day, and every face: nothing else that may change later has a say in what an old roll was.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final, TypedDict

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    RowMapping,
    SmallInteger,
    Table,
    Text,
)

from nazh.application.dice.ports import Proof, RollRecord
from nazh.domain.dice import RULESETS, Throw, parse_canonical
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId

FORM: Final = 1
"""The form of notation and faces that is written today.

Whoever changes what an old notation means, or the order in which faces are drawn, raises it and
keeps a reader of the old form.
"""
ROLLS: Final = Table(
    "rolls",
    MetaData(),
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text),
    Column("story", Text),
    Column("player", BigInteger),
    Column("server", BigInteger),
    Column("channel", BigInteger),
    Column("at", BigInteger),
    Column("secret", Boolean),
    Column("form", SmallInteger),
    Column("ruleset", Text),
    Column("notation", Text),
    Column("comment", Text),
    Column("sought", Text),
    Column("faces", Text),
    Column("picked", Text),
    Column("character", Text),
    Column("proof", Text),
    sqlite_autoincrement=True,
)
"""As the newest migration leaves it. ``at`` is in microseconds since 1970, UTC."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_JSON: Final = json.JSONEncoder(separators=(",", ":"))
_LOG: Final = logging.getLogger(__name__)


class UnreadableRow(Exception):
    """A row that this program cannot judge any more; it stays where it is."""

    def __init__(self, request_id: str, reason: str) -> None:
        super().__init__(f"roll {request_id} cannot be read back: {reason}")


class Row(TypedDict):
    """What is written for a record."""

    id: str
    story: str
    player: int
    server: int | None
    channel: int | None
    at: int
    secret: bool
    form: int
    ruleset: str
    notation: str
    comment: str | None
    sought: str
    faces: str
    picked: str
    character: str | None
    proof: str | None


def row_of(record: RollRecord) -> Row:
    """Return the row of ``record``."""
    plan = record.throws[0].plan
    return Row(
        id=record.id,
        story=record.id if record.story is None else record.story,
        player=record.by,
        server=record.server,
        channel=record.where,
        at=microseconds(record.at),
        secret=record.is_secret,
        form=FORM,
        ruleset=record.ruleset.name,
        notation=plan.notation,
        comment=plan.comment,
        sought=record.text.casefold(),
        faces=_written([list(throw.faces) for throw in record.throws]),
        picked=_written(record.picked),
        character=record.character,
        proof=None if record.proof is None else _proof_written(record.proof),
    )


def record_of(row: RowMapping | Mapping[str, object]) -> RollRecord:
    """Return the record in ``row``. Raises UnreadableRow."""
    try:
        return _record_of(row)
    except (Refusal, LookupError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableRow(str(row["id"]), str(error) or type(error).__name__) from error


def readable(rows: Iterable[RowMapping]) -> Iterator[tuple[int, RollRecord]]:
    """Yield place and record of each row that can be read; the log tells of the others."""
    for row in rows:
        try:
            yield row["seq"], record_of(row)
        except UnreadableRow as error:
            _LOG.warning("%s; it is left out", error)


def microseconds(instant: datetime) -> int:
    """Return an instant as it is written."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(written: int) -> datetime:
    """Return the instant that was written."""
    return _EPOCH + written * _MICROSECOND


def _record_of(row: RowMapping | Mapping[str, object]) -> RollRecord:
    if row["form"] != FORM:
        raise ValueError(f"it has form {row['form']}, and {FORM} is known")
    plan = parse_canonical(str(row["notation"]))
    if row["comment"] is not None:
        plan = replace(plan, comment=str(row["comment"]))
    faces: list[list[int]] = json.loads(str(row["faces"]))
    picked: list[int] = json.loads(str(row["picked"]))
    server, channel, at, player = row["server"], row["channel"], row["at"], row["player"]
    assert isinstance(at, int)
    assert isinstance(player, int)
    return RollRecord(
        id=RequestId(str(row["id"])),
        by=PlayerId(player),
        where=ChannelId(channel) if isinstance(channel, int) else None,
        server=ServerId(server) if isinstance(server, int) else None,
        at=instant(at),
        ruleset=RULESETS[str(row["ruleset"])],
        throws=tuple(Throw(plan, tuple(fallen)) for fallen in faces),
        picked=tuple(picked),
        is_secret=bool(row["secret"]),
        story=None if row["story"] == row["id"] else RequestId(str(row["story"])),
        character=None if row["character"] is None else str(row["character"]),
        proof=None if row["proof"] is None else _proof_read(str(row["proof"])),
    )


def _proof_written(proof: Proof) -> str:
    return f"{proof.session} {proof.n} {proof.digest}"


def _proof_read(written: str) -> Proof:
    session, n, digest = written.split(" ")
    return Proof(session, int(n), digest)


def _written(numbers: object) -> str:
    return _JSON.encode(numbers)
