"""OpenBuilder: what a builder begins with, and what is told of it."""

from __future__ import annotations

import pytest

from nazh.application.dice.open_builder import BuildRequest, OpenBuilder
from nazh.domain.dice.drafting import Draft
from nazh.domain.dice.errors import NoTotal, SecondPlotDie, UnknownName
from nazh.domain.dice.events import BuilderOpened
from nazh.domain.kernel.identity import PlayerId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.names import NamesInHand

ALICE = PlayerId(1)


@pytest.mark.parametrize("notation", ["", "   "])
async def test_a_builder_begins_empty(notation: str) -> None:
    told = RecordingAnnouncer()

    draft = await OpenBuilder(NamesInHand({}), told)(BuildRequest(ALICE, notation))

    assert draft == Draft()
    assert told.events == [BuilderOpened()]


async def test_a_builder_begins_with_what_was_typed() -> None:
    open_builder = OpenBuilder(NamesInHand({"@stealth": "5"}), RecordingAnnouncer())

    draft = await open_builder(BuildRequest(ALICE, "2d6, 1d20+@stealth # quietly"))

    assert draft.text == "2d6, 1d20+5 # quietly"
    assert draft.making is not None


@pytest.mark.parametrize(
    ("notation", "refusal"),
    [("dp, dp", SecondPlotDie), ("1d20+@stealth", UnknownName), ("dp vs 3", NoTotal)],
)
async def test_what_does_not_read_is_refused_and_not_told(
    notation: str, refusal: type[Exception]
) -> None:
    told = RecordingAnnouncer()

    with pytest.raises(refusal):
        await OpenBuilder(NamesInHand({}), told)(BuildRequest(ALICE, notation))

    assert told.events == []
