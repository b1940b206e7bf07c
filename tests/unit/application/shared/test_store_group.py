"""Tests a group of stores."""

from __future__ import annotations

import pytest

from nazh.application.shared.ports import StoreError
from nazh.application.shared.store_group import StoreGroup


class Chest:
    """Records its calls in ``diary``; satisfies ``Store``."""

    def __init__(self, name: str, diary: list[str], *, is_there: bool = True) -> None:
        self._name = name
        self._diary = diary
        self._is_there = is_there

    async def open(self) -> None:
        if not self._is_there:
            raise StoreError(f"no {self._name}")
        self._diary.append(f"{self._name} opened")

    async def is_reachable(self) -> bool:
        return self._is_there

    async def close(self) -> None:
        self._diary.append(f"{self._name} closed")


async def test_they_are_opened_in_order_and_closed_the_other_way_round() -> None:
    diary: list[str] = []
    stores = StoreGroup(Chest("rolls", diary), Chest("redis", diary))

    await stores.open()
    await stores.close()

    assert diary == ["rolls opened", "redis opened", "redis closed", "rolls closed"]


async def test_a_failing_store_is_reported_and_all_are_closed() -> None:
    diary: list[str] = []
    stores = StoreGroup(Chest("rolls", diary, is_there=False), Chest("redis", diary))

    with pytest.raises(StoreError, match="no rolls"):
        await stores.open()
    await stores.close()

    assert diary == ["redis closed", "rolls closed"]


async def test_together_they_answer_when_each_does() -> None:
    here, away = Chest("rolls", []), Chest("redis", [], is_there=False)

    assert await StoreGroup(here, here).is_reachable()
    assert not await StoreGroup(here, away).is_reachable()
