"""Tests that the benchmark of battles runs, and fights every battle."""

from __future__ import annotations

import pytest

from benchmarks.battles import WARS, measure


@pytest.mark.slow
def test_a_quick_run_fights_all_battles_and_measures_everything() -> None:
    part = measure(0.1)

    assert part.amounts["battles.fought"][0] == WARS // 50
    assert part.at_most.keys() | part.at_least.keys() <= part.ratios.keys() | part.amounts.keys()
    assert all(value > 0 for value in part.ratios.values())
