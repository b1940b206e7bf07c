"""Tests that events are immutable values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from nazh.domain.dice.events import PlotDieAdded, Rolled
from nazh.domain.kernel.events import Event


@pytest.mark.parametrize("fact", [Rolled(3), PlotDieAdded(1)])
def test_facts_are_events(fact: Event) -> None:
    assert isinstance(fact, Event)


def test_equal_facts_compare_equal() -> None:
    assert Rolled(3) == Rolled(3) != Rolled(4)


def test_a_fact_cannot_be_changed() -> None:
    fact = Rolled(3)

    with pytest.raises(FrozenInstanceError):
        fact.dice = 4  # type: ignore[misc]  # the point of the test
