"""Tests a new builder's draft, and the event that it publishes."""

from __future__ import annotations

import pytest

from nazh.application.dice.rolling.open_builder import OpenBuilder
from nazh.domain.dice.building.drafting import Draft
from nazh.domain.dice.errors import DuplicatePlotDie, NoTotal, UnknownName
from nazh.domain.dice.events import BuilderOpened
from nazh.domain.kernel.identity import UserId
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.saved_names import FixedSavedNames

ALICE = UserId(1)


@pytest.mark.parametrize("notation", ["", "   "])
async def test_a_builder_begins_empty(notation: str) -> None:
    publisher = RecordingPublisher()

    draft = await OpenBuilder(FixedSavedNames({}), publisher)(ALICE, notation)

    assert draft == Draft()
    assert publisher.events == [BuilderOpened()]


async def test_a_builder_starts_with_the_typed_pools() -> None:
    open_builder = OpenBuilder(FixedSavedNames({"@stealth": "5"}), RecordingPublisher())

    draft = await open_builder(ALICE, "2d6, 1d20+@stealth # quietly")

    assert draft.text == "2d6, 1d20+5 # quietly"
    assert draft.open_pool is not None


@pytest.mark.parametrize(
    ("notation", "refusal"),
    [("dp, dp", DuplicatePlotDie), ("1d20+@stealth", UnknownName), ("dp vs 3", NoTotal)],
)
async def test_unreadable_notation_is_refused_and_not_published(
    notation: str, refusal: type[Exception]
) -> None:
    publisher = RecordingPublisher()

    with pytest.raises(refusal):
        await OpenBuilder(FixedSavedNames({}), publisher)(ALICE, notation)

    assert publisher.events == []
