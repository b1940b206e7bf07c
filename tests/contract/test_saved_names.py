"""What everything that knows saved names promises (nazh.application.dice.ports)."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.dice import NothingSaved
from nazh.application.dice.ports import SavedNames
from nazh.domain.kernel.identity import PlayerId
from tests.doubles.names import NamesInHand

ALICE = PlayerId(1)


@pytest.fixture(params=[NothingSaved(), NamesInHand({"@known": "5"})], ids=["nothing", "hand"])
def saved_names(request: pytest.FixtureRequest) -> SavedNames:
    names: SavedNames = request.param
    return names


async def test_unknown_names_are_absent(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, ["@luck", "$fireball"]) == {}


async def test_nothing_is_found_that_was_not_asked_for(saved_names: SavedNames) -> None:
    assert await saved_names.find(ALICE, []) == {}
