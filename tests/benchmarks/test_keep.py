"""Tests that the benchmark of consoles runs."""

from __future__ import annotations

import pytest

from benchmarks.keep import measure


@pytest.mark.slow
def test_a_quick_run_measures_everything() -> None:
    part = measure(0.1)

    assert part.at_most.keys() == {*part.ratios, *part.amounts} - {"keep.rcon_p50", "keep.rcon_p99"}
    assert all(value > 0 for value in part.ratios.values())
    assert all(value > 0 for value, _ in part.amounts.values())
