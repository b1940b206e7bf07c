"""Tests that stored names are read only for rolls that use some."""

from __future__ import annotations

from nazh.application.dice.saving.stored_names import StoredNames
from tests.unit.application.dice.saving.test_cached_characters import ALICE, CountedCollections


async def test_a_roll_without_names_reads_no_collection() -> None:
    collections = CountedCollections()

    assert await StoredNames(collections).find(ALICE, ()) == {}
    assert collections.reads == 0
    assert await StoredNames(collections).find(ALICE, ("@luck",)) == {}
    assert collections.reads == 1
