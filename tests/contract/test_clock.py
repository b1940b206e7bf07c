"""What every clock promises (nazh.application.shared.ports)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.outbound.clock.system_clock import SystemClock
from nazh.application.shared.ports import Clock
from tests.doubles.clock import FrozenClock


@pytest.fixture(params=[SystemClock, FrozenClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


def test_the_time_is_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_time_does_not_run_backwards(clock: Clock) -> None:
    assert clock.now() <= clock.now()
