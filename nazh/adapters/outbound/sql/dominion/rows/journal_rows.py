"""Inserts entries of the ledger, accessions, former names and changes of reputation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, insert, update

from nazh.adapters.outbound.sql.dominion.tables import (
    FORMER_NAMES,
    LEADERSHIPS,
    LEDGER,
    REPUTATION,
    SEASONS,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.nations.ledger import LedgerEntry, Reason
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.reputation import ReputationChange
from nazh.domain.dominion.season import Season

_COUNT_GRANTS: Final = (
    update(SEASONS)
    .where(SEASONS.c.number == bindparam("of_season"))
    .values(grants=SEASONS.c.grants + bindparam("more"))
)


def write_journals(connection: Connection, season: Season, nations: Sequence[Nation]) -> None:
    """Insert what has happened to nations since they were read."""
    entries = [
        {"season": season.number, "nation": nation.id, **_ledger_row(entry)}
        for nation in nations
        for entry in nation.journal
    ]
    accessions = [
        {
            "nation": nation.id,
            "leader": accession.leader,
            "since": microseconds(accession.since),
            "by": accession.by.value,
        }
        for nation in nations
        for accession in nation.accessions
    ]
    changes = [
        {"nation": nation.id, **_reputation_row(change)}
        for nation in nations
        for change in nation.reputation_changes
    ]
    names = [
        {"nation": nation.id, "name": name.name, "until": microseconds(name.until)}
        for nation in nations
        for name in nation.former_names
    ]
    journals = (
        *((LEDGER, entries), (LEADERSHIPS, accessions)),
        *((FORMER_NAMES, names), (REPUTATION, changes)),
    )
    for table, rows in journals:
        if rows:
            connection.execute(insert(table), rows)
    grants = sum(
        entry.reason is Reason.ADMIN_GRANT for nation in nations for entry in nation.journal
    )
    if grants:
        connection.execute(_COUNT_GRANTS, {"of_season": season.number, "more": grants})


def _ledger_row(entry: LedgerEntry) -> dict[str, object]:
    return {
        "at": microseconds(entry.at),
        "reason": entry.reason.value,
        "amount": entry.amount,
        "balance": entry.balance,
        "cause": entry.cause,
        "actor": entry.actor,
    }


def _reputation_row(change: ReputationChange) -> dict[str, object]:
    return {
        "at": microseconds(change.at),
        "reason": change.reason.value,
        "amount": change.amount,
        "reputation": change.reputation,
        "cause": change.cause,
    }
