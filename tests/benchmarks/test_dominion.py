"""Tests that the benchmark of Dominion runs, and that its spends add up."""

from __future__ import annotations

from benchmarks.dominion import COVERED, SPENDS, measure


def test_a_quick_run_measures_everything() -> None:
    part = measure(0.1)

    assert part.at_most.keys() <= part.ratios.keys() | part.amounts.keys()
    assert all(value > 0 for value in part.ratios.values())
    count = SPENDS // 50
    assert part.amounts["dominion.spends_done"][0] == min(COVERED, count // 2)
