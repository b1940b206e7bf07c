"""Rates of the last ten minutes."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.web.rates import EVERY, Sampler, quantile
from tests.doubles.runtime import FakeCounterReader, FakeCounters


class Minutes:
    """A clock that a test winds, and a sampler that samples as it goes."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.counters = FakeCounterReader()
        self.sampler = Sampler(self.counters, lambda: self.now)

    def advance(self, seconds: float, rolls_each: int = 0) -> None:
        for _ in range(int(seconds / EVERY)):
            self.now += EVERY
            counts = self.counters.counts
            self.counters.counts = FakeCounters(
                counts.rolled + rolls_each, counts.refused, counts.crashed
            )
            self.sampler.sample()


def test_nothing_has_no_rate() -> None:
    rates = Minutes().sampler.rates()

    assert (rates.last_minute, rates.success, rates.p99) == (0, None, None)
    assert rates.bars == (0,) * 30


def test_a_roll_counts_at_once() -> None:
    table = Minutes()
    table.counters.counts = FakeCounters(rolled=2)

    assert table.sampler.rates().last_minute == 2
    assert table.sampler.rates().bars[-1] == 2


def test_the_last_minute_is_a_minute() -> None:
    table = Minutes()
    table.advance(300, rolls_each=1)

    assert table.sampler.rates().last_minute == 12
    assert table.sampler.rates().bars == (0,) * 15 + (4,) * 15


def test_what_is_older_than_ten_minutes_is_forgotten() -> None:
    table = Minutes()
    table.advance(600, rolls_each=3)
    table.advance(660)

    rates = table.sampler.rates()

    assert (rates.rolled, rates.last_minute, rates.success) == (0, 0, None)


def test_a_players_mistake_is_no_failure_and_a_crash_is() -> None:
    table = Minutes()
    table.counters.counts = FakeCounters(rolled=3, refused=6, crashed=1)

    rates = table.sampler.rates()

    assert (rates.success, rates.refused, rates.crashed) == (0.75, 6, 1)


def test_a_quantile_is_drawn_as_prometheus_draws_it() -> None:
    first = {0.1: 10, 0.5: 10, inf: 10}
    last = {0.1: 60, 0.5: 110, inf: 110}

    assert quantile(0.5, first, last) == pytest.approx(0.1)
    assert quantile(0.75, first, last) == pytest.approx(0.3)
    assert quantile(0.99, {}, {0.1: 0, 0.5: 0, inf: 4}) == 0.5


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.floats(0.01, 0.99))
def test_a_quantile_lies_within_the_bounds(grown: list[int], share: float) -> None:
    low, middle, beyond = grown
    last = {0.1: low, 0.5: low + middle, inf: low + middle + beyond}

    found = quantile(share, {}, last)

    assert found is None if not sum(grown) else found is not None and 0 <= found <= 0.5
