"""Tests how often the world is advanced."""

from __future__ import annotations

import pytest

from nazh.application.dominion.advance_world import PERIOD, fast_period
from nazh.domain.dominion.world_time import LONG_SILENCE


@pytest.mark.parametrize("times", [1, 600, 1_800, 3_600])
def test_a_late_run_on_a_fast_clock_is_no_outage(times: int) -> None:
    period = fast_period(times)

    assert period < PERIOD
    assert 2 * period * times < LONG_SILENCE
