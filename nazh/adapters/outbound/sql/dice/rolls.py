"""Defines the table of rolls, and converts records to rows and back.

A row has the canonical notation, with saved names replaced by their texts at that time, and every
face, so that later changes cannot affect an old roll.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypedDict

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    RowMapping,
    SmallInteger,
    Table,
    Text,
)

from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dice import RECORDED_RULESETS, Throw, parse_canonical
from nazh.domain.dice.records import Proof, RollRecord
from nazh.domain.dice.search_form import search_form
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId

FORMAT_VERSION: Final = 1
"""The current format of notation and faces.

A change in the meaning of notation, or in the order of faces, requires a new number and a reader of
the old format.
"""
ROLLS: Final = Table(
    "rolls",
    METADATA,
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
"""The schema after the newest migration. ``at`` is in microseconds since 1970, UTC.

``sought`` is the text without capitals and accents; accents remain in rows of earlier versions.
"""
_LOG: Final = logging.getLogger(__name__)


class UnreadableRow(Exception):
    """A row that this program cannot evaluate; it is kept unchanged."""

    def __init__(self, request_id: str, reason: str) -> None:
        super().__init__(f"roll {request_id} cannot be read back: {reason}")


class RollRow(TypedDict):
    """The values that are written for a record."""

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


def row_of(record: RollRecord) -> RollRow:
    """Return the row of ``record``."""
    plan = record.throws[0].plan
    return RollRow(
        id=record.id,
        story=record.id if record.root_id is None else record.root_id,
        player=record.by,
        server=record.guild,
        channel=record.channel,
        at=microseconds(record.at),
        secret=record.is_secret,
        form=FORMAT_VERSION,
        ruleset=record.ruleset.recorded_as,
        notation=plan.notation,
        comment=plan.comment,
        sought=search_form(record.text),
        faces=f"[{','.join([_encode(throw.faces) for throw in record.throws])}]",
        picked=_encode(record.picked),
        character=record.character,
        proof=None if record.proof is None else _encode_proof(record.proof),
    )


def record_of(row: RowMapping | Mapping[str, object]) -> RollRecord:
    """Return the record in ``row``. Raises UnreadableRow."""
    try:
        return _record_of(row)
    except (Refusal, LookupError, TypeError, ValueError, OverflowError) as error:
        raise UnreadableRow(str(row["id"]), str(error) or type(error).__name__) from error


def readable_records(rows: Iterable[RowMapping]) -> Iterator[tuple[int, RollRecord]]:
    """Yield sequence number and record of each readable row; others are logged."""
    for row in rows:
        try:
            yield row["seq"], record_of(row)
        except UnreadableRow as error:
            _LOG.warning("%s; skipping it", error)


def _record_of(row: RowMapping | Mapping[str, object]) -> RollRecord:
    if row["form"] != FORMAT_VERSION:
        raise ValueError(f"it has form {row['form']}, and {FORMAT_VERSION} is known")
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
        by=UserId(player),
        channel=ChannelId(channel) if isinstance(channel, int) else None,
        guild=GuildId(server) if isinstance(server, int) else None,
        at=instant(at),
        ruleset=RECORDED_RULESETS[str(row["ruleset"])],
        throws=tuple(Throw(plan, tuple(drawn)) for drawn in faces),
        picked=tuple(picked),
        is_secret=bool(row["secret"]),
        root_id=None if row["story"] == row["id"] else RequestId(str(row["story"])),
        character=None if row["character"] is None else str(row["character"]),
        proof=None if row["proof"] is None else _parse_proof(str(row["proof"])),
    )


def _encode_proof(proof: Proof) -> str:
    return f"{proof.session} {proof.n} {proof.digest}"


def _parse_proof(written: str) -> Proof:
    session, n, digest = written.split(" ")
    return Proof(session, int(n), digest)


def _encode(numbers: Iterable[int]) -> str:
    # This takes a quarter of the time of an encoder for any JSON.
    return f"[{','.join(map(str, numbers))}]"
