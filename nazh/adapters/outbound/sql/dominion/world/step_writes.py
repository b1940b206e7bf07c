"""Writes the changes of the world's steps, in a transaction that the caller begins and ends."""

from __future__ import annotations

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
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.rows.peace_offers import lock_offers_to, return_offers
from nazh.adapters.outbound.sql.dominion.rows.settled_nations import mark_settled, settle_nations
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.dominion.world.steps import Chunk, Completion, Deletion, Settling
from nazh.adapters.outbound.sql.timestamps import microseconds


def settle(connection: Connection, step: Settling) -> None:
    """Settle each nation, and mark its lapsed citizens and earned loyalties."""
    nations = nations_by_id(connection, step.season, step.nations, lock=True)
    settled = settle_nations(connection, step.season, nations, step.until)
    update_nations(connection, step.season, [settled_nation.nation for settled_nation in settled])
    forget_failures(connection, step.season, [nation.id for nation in nations])
    mark_settled(connection, settled, step.until)


def delete_due(connection: Connection, step: Deletion) -> None:
    """Delete a nation unless that was cancelled, and return resources offered to it for peace."""
    due = and_(NATIONS.c.id == step.nation, NATIONS.c.deletion_at <= microseconds(step.until))
    offers = lock_offers_to(connection, step.season, step.nation)
    if connection.execute(select(NATIONS.c.id).where(due).with_for_update()).first() is not None:
        return_offers(connection, step.season, offers, step.until)
        delete_nation(connection, step.nation)


def finish_chunk(connection: Connection, step: Chunk) -> Chunk | None:
    """Do the work of a chunk, and return the one that follows.

    After the last one, record that the slot is done, except for standings of several chunks.
    """
    season, slot = step.season, step.slot
    run_chunk(connection, season, slot, step.chunk)
    following = step.chunk + 1
    if not is_past_last(connection, season, following):
        return Chunk(season, slot, following)
    if slot.task is not Task.STANDING:
        complete(connection, season, slot, following)
    elif step.chunk == 0:  # one chunk is sorted in the same transaction
        median = compute_doubled_median(connection, season, slot.number)
        complete_standings(connection, Completion(season, slot, following), median)
    return None


def complete_standings(connection: Connection, step: Completion, median: int) -> None:
    """Store the median of the standings, and once a day tell the top nations of new places."""
    complete(connection, step.season, step.slot, step.chunk)
    keep_median(connection, step.season, step.slot.number, median)
    compare_places(connection, step.season, step.slot.number)
