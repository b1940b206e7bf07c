"""Finds what is due in the world, one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from nazh.adapters.outbound.sql.dominion.periodic_work.due_nations import (
    defaulters,
    laggards,
    with_something_due,
)
from nazh.adapters.outbound.sql.dominion.periodic_work.failures import due_retries
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import (
    Slot,
    Task,
    is_past_last,
    next_chunk,
    next_slot,
)
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import first_deletion
from nazh.adapters.outbound.sql.dominion.rows.treaty_rows import has_expired_proposals
from nazh.adapters.outbound.sql.dominion.rows.war_rows import DueWars, due_together
from nazh.domain.dominion.season import Season

SETTLED_AT_ONCE: Final = 25
"""Nations settled one by one in a transaction; more would hold SQLite's writer over 50 ms."""
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Settling:
    """Nations with something due, to be settled up to ``until``."""

    season: Season
    nations: Sequence[int]
    until: datetime


@dataclass(frozen=True, slots=True)
class Deletion:
    """A nation that is due to be deleted by ``until``."""

    season: Season
    nation: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Chunk:
    """Periodic work that is due for a chunk of nations."""

    season: Season
    slot: Slot
    chunk: int


@dataclass(frozen=True, slots=True)
class Completion:
    """Periodic work that is done for all nations; ``chunk`` follows the last."""

    season: Season
    slot: Slot
    chunk: int


@dataclass(frozen=True, slots=True)
class Proceeding:
    """Wars in which something is due at the same instant."""

    season: Season
    due: DueWars


@dataclass(frozen=True, slots=True)
class Expiry:
    """Proposals that have expired by ``until``."""

    until: datetime


Step = Settling | Deletion | Chunk | Completion | Proceeding | Expiry


def is_next(connection: Connection, season: Season, chunk: Chunk, until: datetime) -> bool:
    """Return whether a chunk that follows another one of its slot is the next step.

    It is, unless the rules have changed or a nation must be settled first: nothing new can be due
    before a slot that has begun.
    """
    slot = chunk.slot
    if slot.at > until or season.at(slot.at) != chunk.season:
        return False
    return not _defaulters(connection, season, slot, chunk.chunk)


def next_step(
    connection: Connection, season: Season, until: datetime, wars_at_once: int
) -> Step | None:
    """Return what is due first by ``until``; of wars due together, at most ``wars_at_once``."""
    slot = next_slot(connection, season)
    season = season.at(slot.at)
    before = min(slot.at - _INSTANT, until)
    deletion = first_deletion(connection, before)
    by = before if deletion is None else deletion[1]
    wars = due_together(connection, season, by, until, wars_at_once)
    if wars is not None:
        return Proceeding(season, wars)
    if deletion is not None:
        return Deletion(season, *deletion)
    due = with_something_due(connection, season, before, SETTLED_AT_ONCE)
    if due:
        return Settling(season, due, before)
    again = due_retries(connection, season, until, SETTLED_AT_ONCE)
    if again:
        return Settling(season, again, before)
    if has_expired_proposals(connection, before):
        return Expiry(before)
    if slot.at > until:
        return None
    chunk = next_chunk(connection, season, slot)
    if slot.task is Task.TICK and chunk == 0:
        has_other_rules = season.changes_in(slot.number)
        hour = slot.number if has_other_rules else slot.number - 1
        late = laggards(connection, season, hour, SETTLED_AT_ONCE)
        if late:
            return Settling(season, late, slot.at if has_other_rules else before)
    if is_past_last(connection, season, chunk):
        return Completion(season, slot, chunk)
    unable = _defaulters(connection, season, slot, chunk)
    return Settling(season, unable, slot.at) if unable else Chunk(season, slot, chunk)


def _defaulters(connection: Connection, season: Season, slot: Slot, chunk: int) -> Sequence[int]:
    """Return nations of a chunk that must be settled because they cannot pay a charge."""
    if slot.task is not Task.CHARGE:
        return ()
    return defaulters(connection, season, slot, chunk, SETTLED_AT_ONCE)
