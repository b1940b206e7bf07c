"""Wires what deletes and exports the rows of Keep, without the rest of the context."""

from __future__ import annotations

from nazh.adapters.inbound.texts import keep as texts
from nazh.adapters.inbound.texts.keep.own_data import keep_own_data
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.wiring.context import StoredRecords
from nazh.wiring.platform import PlatformContainer


def keep_records(platform: PlatformContainer) -> StoredRecords:
    """Return what deletes and exports the rows in the platform's database."""
    records = SqlKeepRecords(platform.database())
    own_data = keep_own_data(records.commands_of, records.mutes_of)
    return StoredRecords(records, own_data, texts.__name__)
