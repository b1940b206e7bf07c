"""Writes the changes of the world's steps, in a transaction that the caller begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from nazh.adapters.outbound.sql.dominion.periodic_work.failures import forget_failures
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import (
    Task,
    complete,
    is_past_last,
    run_chunk,
)
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import (
    compute_doubled_median,
    keep_median,
)
from nazh.adapters.outbound.sql.dominion.personal_data import delete_nation
from nazh.adapters.outbound.sql.dominion.rankings.places import compare_places
from nazh.adapters.outbound.sql.dominion.rows.deletion_news import tell_of_deletion
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.rows.peace_offers import lock_offers_to, return_offers
from nazh.adapters.outbound.sql.dominion.rows.settled_nations import mark_settled, settle_nations
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.dominion.world.steps import Chunk, Completion, Deletion, Settling
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.events import ResourcesLost, losses_of_income
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.kernel.events import Event


def settle(connection: Connection, step: Settling) -> Sequence[Event]:
    """Settle each nation, mark its lapsed citizens and earned loyalties, and return its losses."""
    nations = nations_by_id(connection, step.season, step.nations, lock=True)
    settled = settle_nations(connection, step.season, nations, step.until)
    changed = [settled_nation.nation for settled_nation in settled]
    update_nations(connection, step.season, changed)
    forget_failures(connection, step.season, [nation.id for nation in nations])
    mark_settled(connection, settled, step.until)
    return tuple(losses_of_income(changed))


def delete_due(connection: Connection, step: Deletion) -> None:
    """Delete a nation unless that was cancelled, and tell others whom it affects.

    Resources offered to it for peace are returned.
    """
    due = and_(NATIONS.c.id == step.nation, NATIONS.c.deletion_at <= microseconds(step.until))
    offers = lock_offers_to(connection, step.season, step.nation)
    if connection.execute(select(NATIONS.c.id).where(due).with_for_update()).first() is not None:
        return_offers(connection, step.season, offers, step.until)
        tell_of_deletion(connection, step.season, step.nation, step.until)
        delete_nation(connection, step.nation)


@dataclass(frozen=True, slots=True)
class FinishedChunk:
    """The chunk that follows a finished one, and what the nations of the finished one have lost."""

    following: Chunk | None
    losses: Sequence[Event]


def finish_chunk(connection: Connection, step: Chunk) -> FinishedChunk:
    """Do the work of a chunk.

    After the last one, record that the slot is done, except for standings of several chunks.
    """
    season, slot = step.season, step.slot
    lost = run_chunk(connection, season, slot, step.chunk)
    losses = (ResourcesLost(Reason.GENERATION, lost),) if lost else ()
    following = step.chunk + 1
    if not is_past_last(connection, season, following):
        return FinishedChunk(Chunk(season, slot, following), losses)
    if slot.task is not Task.STANDING:
        complete(connection, season, slot, following)
    elif step.chunk == 0:  # one chunk is sorted in the same transaction
        median = compute_doubled_median(connection, season, slot.number)
        complete_standings(connection, Completion(season, slot, following), median)
    return FinishedChunk(None, losses)


def complete_standings(connection: Connection, step: Completion, median: int) -> None:
    """Store the median of the standings, and once a day tell the top nations of new places."""
    complete(connection, step.season, step.slot, step.chunk)
    keep_median(connection, step.season, step.slot.number, median)
    compare_places(connection, step.season, step.slot.number)
