"""The memory of shelves' own promise: it is bounded."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import PlayerId

OWNERS = [shelf_of_player(PlayerId(number)) for number in range(3)]


async def test_the_shelf_that_was_changed_longest_ago_is_forgotten() -> None:
    shelves = MemoryShelves(most=2)
    full = EMPTY.with_text("$hit", "1d6")
    for owner in OWNERS[:2]:
        await shelves.replace(owner, EMPTY, full)
    await shelves.replace(OWNERS[0], full, full.with_text("@luck", "1"))

    await shelves.replace(OWNERS[2], EMPTY, full)

    found = await shelves.read(OWNERS)
    assert [found[owner] == EMPTY for owner in OWNERS] == [False, True, False]


def test_shelves_without_room_are_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryShelves(most=0)
