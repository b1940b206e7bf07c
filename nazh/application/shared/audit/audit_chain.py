"""Chains the rows of the audit log by digests, and verifies the chain. Pure.

Each row has three digests. ``origin`` covers who made the change, with a random salt, so that both
can be deleted and nobody can guess who it was. ``body`` covers the origin and what was changed, so
that this can be deleted too. ``digest`` covers the body and the digest of the previous row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Final, NamedTuple

GENESIS: Final = "0" * 64
"""Stands for the digest of the row before the first row."""
_FORMAT: Final = "nazh-audit-1"
_STEP: Final = 10_000
"""Rows between two reports of progress."""


class AuditRow(NamedTuple):
    """A stored row. ``at`` is in microseconds since 1970, UTC.

    ``actor``, ``interaction`` and ``salt`` are ``None`` after the user has deleted their data.
    After the guild's data was deleted, all but ``seq``, ``at``, ``body`` and ``digest`` are
    ``None``. ``before`` and ``after`` are JSON.
    """

    seq: int
    at: int
    guild: int | None
    actor: int | None
    interaction: str | None
    salt: str | None
    origin: str | None
    action: str | None
    target: str | None
    before: str | None
    after: str | None
    body: str
    digest: str

    @property
    def is_emptied(self) -> bool:
        """True if the row has lost its content, because the data of its guild was deleted."""
        return self.origin is None

    @property
    def is_anonymous(self) -> bool:
        """True if the row no longer says who made the change."""
        return self.salt is None


@dataclass(frozen=True, slots=True)
class Link:
    """A row's number and its digest."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class ChainEnds:
    """The last row written, and the last row deleted because of its age."""

    last: Link = Link(0, GENESIS)
    pruned: Link = Link(0, GENESIS)


class Fault(Enum):
    """What is wrong with a row."""

    MISSING = "missing"
    CHANGED = "changed"
    UNEXPECTED = "unexpected"  # after the last row written
    UNKNOWN = "unknown"  # not the row that the operator knows


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The number of rows, and the first row with a fault, if any.

    ``ends`` are the stored ends. Rows after a fault were not read.
    """

    ends: ChainEnds
    rows: int
    anonymous: int
    emptied: int
    broken_at: int | None = None
    fault: Fault | None = None


def origin_digest(salt: str, actor: int | None, interaction: str | None) -> str:
    """Return the digest that remains when the user and the salt are deleted."""
    return _digest("origin", salt, actor, interaction)


def body_digest(
    guild: int | None,
    origin: str,
    action: str | None,
    target: str | None,
    before: str | None,
    after: str | None,
) -> str:
    """Return the digest that remains when the content of a row is deleted."""
    return _digest("body", guild, origin, action, target, before, after)


def row_digest(seq: int, at: int, previous: str, body: str) -> str:
    """Return the digest of a row after the one whose digest is ``previous``."""
    return _digest("row", seq, at, previous, body)


def verify(
    ends: ChainEnds,
    rows: Iterable[AuditRow],
    known: Link | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> AuditReport:
    """Return whether the rows between both ends are exactly those that were written.

    ``known`` is a row that the operator has recorded, which also reveals a rewritten chain.
    ``progress`` is called with the share of work done, from 0 to 1.
    """
    count = anonymous = emptied = 0
    seq, digest = ends.pruned.seq, ends.pruned.digest
    for row in rows:
        fault = _fault(row, seq + 1, digest, ends.last.seq)
        if fault is not None:
            return AuditReport(ends, count, anonymous, emptied, seq + 1, fault)
        seq, digest = row.seq, row.digest
        if known is not None and known.seq == seq and known.digest != digest:
            return AuditReport(ends, count, anonymous, emptied, seq, Fault.UNKNOWN)
        count += 1
        emptied += row.is_emptied
        anonymous += row.is_anonymous and not row.is_emptied
        if count % _STEP == 0:
            progress(min(1.0, count / max(1, ends.last.seq - ends.pruned.seq)))
    report = AuditReport(ends, count, anonymous, emptied)
    if seq < ends.last.seq:
        return AuditReport(ends, count, anonymous, emptied, seq + 1, Fault.MISSING)
    if digest != ends.last.digest or _is_unknown(known, ends):
        at = seq if known is None else known.seq
        return AuditReport(ends, count, anonymous, emptied, at, Fault.UNKNOWN)
    return report


def _is_unknown(known: Link | None, ends: ChainEnds) -> bool:
    """Return whether a known row is after the last row, or differs from the pruned row."""
    if known is None:
        return False
    return known.seq > ends.last.seq or (known.seq == ends.pruned.seq and known != ends.pruned)


def _fault(row: AuditRow, expected: int, previous: str, last: int) -> Fault | None:
    if row.seq > last:
        return Fault.UNEXPECTED if expected > last else Fault.MISSING
    if row.seq != expected:
        return Fault.MISSING
    if row.digest != row_digest(row.seq, row.at, previous, row.body) or not _has_body(row):
        return Fault.CHANGED
    return None


def _has_body(row: AuditRow) -> bool:
    if row.origin is None:
        return all(value is None for value in row[2:11])
    if row.salt is None:
        is_origin = row.actor is None and row.interaction is None
    else:
        is_origin = row.origin == origin_digest(row.salt, row.actor, row.interaction)
    content = (row.guild, row.origin, row.action, row.target, row.before, row.after)
    return is_origin and row.body == body_digest(*content)


def _digest(kind: str, *values: int | str | None) -> str:
    """Return the SHA-256 of the values as JSON, which is unique for each sequence."""
    return sha256(json.dumps((_FORMAT, kind, *values)).encode("ascii")).hexdigest()
