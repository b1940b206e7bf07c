"""Tests rates over the last ten minutes."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nazh.adapters.inbound.web.rates import EVERY, Rates, Sampler, quantile
from nazh.application.shared.status_panels import Outcomes
from tests.doubles.runtime import FakeCounters


class Minutes:
    """A manual clock, and a sampler that follows it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.counters = FakeCounters()
        self.responses: dict[float, int] = {}
        panels = (self.counters.panel,)
        self.sampler = Sampler(panels, lambda: dict(self.responses), lambda: self.now)

    @property
    def rates(self) -> Rates:
        (rates,) = self.sampler.rates()
        return rates

    def advance(self, seconds: float, rolls_each: int = 0) -> None:
        for _ in range(int(seconds / EVERY)):
            self.now += EVERY
            counts = self.counters.outcomes
            self.counters.outcomes = replace(counts, done=counts.done + rolls_each)
            self.sampler.sample()


def test_no_samples_have_no_rate() -> None:
    minutes = Minutes()
    rates = minutes.rates

    assert (rates.last_minute, rates.success) == (0, None)
    assert minutes.sampler.response_p99() is None
    assert rates.bars == (0,) * 30


def test_a_roll_counts_at_once() -> None:
    table = Minutes()
    table.counters.outcomes = Outcomes(done=2)

    assert table.rates.last_minute == 2
    assert table.rates.bars[-1] == 2


def test_the_last_minute_is_a_minute() -> None:
    table = Minutes()
    table.advance(300, rolls_each=1)

    assert table.rates.last_minute == 12
    assert table.rates.bars == (0,) * 15 + (4,) * 15


def test_ten_minutes_are_counted_completely() -> None:
    table = Minutes()
    table.advance(600, rolls_each=1)

    assert table.rates.done == 120


def test_samples_older_than_ten_minutes_are_dropped() -> None:
    table = Minutes()
    table.counters.outcomes = Outcomes(refused=5)
    table.advance(600, rolls_each=3)
    table.advance(660)

    rates = table.rates

    assert (rates.done, rates.last_minute, rates.success) == (0, 0, None)
    assert rates.refused == 0


def test_a_players_mistake_is_no_failure_and_a_crash_is() -> None:
    table = Minutes()
    table.counters.outcomes = Outcomes(done=3, refused=6, failed=1)

    rates = table.rates

    assert (rates.success, rates.refused, rates.failed) == (0.75, 6, 1)


def test_failures_alone_are_no_success() -> None:
    table = Minutes()
    table.counters.outcomes = Outcomes(failed=1)

    assert table.rates.success == 0


def test_response_times_are_those_of_the_last_ten_minutes() -> None:
    table = Minutes()
    table.responses = {0.1: 50, 0.5: 100, inf: 100}
    table.advance(1_200)
    assert table.sampler.response_p99() is None

    table.responses = {0.1: 150, 0.5: 200, inf: 200}
    table.advance(120)
    assert table.sampler.response_p99() == pytest.approx(0.099)


def test_a_quantile_is_drawn_as_prometheus_draws_it() -> None:
    first = {0.1: 10, 0.5: 10, inf: 10}
    last = {0.1: 60, 0.5: 110, inf: 110}

    assert quantile(0.5, first, last) == pytest.approx(0.1)
    assert quantile(0.75, first, last) == pytest.approx(0.3)
    assert quantile(0.99, {}, {0.1: 0, 0.5: 0, inf: 4}) == 0.5


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.floats(0.01, 0.99))
@example([0, 3, 3], 0.5)
def test_a_quantile_lies_within_the_bounds(grown: list[int], share: float) -> None:
    low, middle, beyond = grown
    last = {0.1: low, 0.5: low + middle, inf: low + middle + beyond}

    seconds = quantile(share, {}, last)

    assert seconds is None if not sum(grown) else seconds is not None and 0 <= seconds <= 0.5
