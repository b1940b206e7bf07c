"""Tests the contract of clocks (nazh.application.shared.ports)."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nazh.adapters.outbound.system.clock import FastClock, SystemClock
from nazh.application.shared.ports import Clock
from tests.doubles.clock import FrozenClock

RESOLUTION = timedelta(milliseconds=20)
"""The tolerance between two readings of a slowly ticking clock."""
FROZEN_AT = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def machine_time() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@pytest.fixture(
    params=[(SystemClock(), machine_time), (FrozenClock(FROZEN_AT), lambda: FROZEN_AT)],
    ids=["system", "frozen"],
)
def timed(request: pytest.FixtureRequest) -> tuple[Clock, Callable[[], datetime]]:
    """A clock, and the time that it should show."""
    clock_and_source: tuple[Clock, Callable[[], datetime]] = request.param
    return clock_and_source


def test_the_time_is_aware_and_in_utc(timed: tuple[Clock, Callable[[], datetime]]) -> None:
    clock, _ = timed

    assert clock.now().utcoffset() == timedelta(0)


def test_a_clock_shows_the_present(timed: tuple[Clock, Callable[[], datetime]]) -> None:
    clock, time_of_day = timed

    before, time_shown, after = time_of_day(), clock.now(), time_of_day()

    assert before - RESOLUTION <= time_shown <= after + RESOLUTION


def test_a_frozen_clock_moves_only_as_told() -> None:
    clock = FrozenClock(FROZEN_AT)

    clock.advance(90)

    assert clock.now() == FROZEN_AT + timedelta(seconds=90)


def test_a_fast_clock_shows_as_many_times_what_has_passed() -> None:
    began = machine_time() - timedelta(seconds=10)
    clock: Clock = FastClock(600, began)

    before, time_shown, after = machine_time(), clock.now(), machine_time()

    assert time_shown.utcoffset() == timedelta(0)
    earliest, latest = (began + 600 * (instant - began) for instant in (before, after))
    assert earliest - 600 * RESOLUTION <= time_shown <= latest + 600 * RESOLUTION
