"""Tests that saved rolls in memory are bounded."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import UserId

OWNERS = [user_owner(UserId(number)) for number in range(3)]


async def test_the_least_recently_changed_owner_is_evicted() -> None:
    store = MemorySavedRollStore(limit=2)
    full = EMPTY_COLLECTION.with_text("$hit", "1d6")
    for owner in OWNERS[:2]:
        await store.replace(owner, EMPTY_COLLECTION, full)
    await store.replace(OWNERS[0], full, full.with_text("@luck", "1"))

    await store.replace(OWNERS[2], EMPTY_COLLECTION, full)

    collections = await store.read(OWNERS)
    assert [collections[owner] == EMPTY_COLLECTION for owner in OWNERS] == [False, True, False]


def test_a_capacity_of_zero_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemorySavedRollStore(limit=0)
