"""Tests that the benchmark of bridges runs."""

from __future__ import annotations

import pytest

from benchmarks.bridges import measure


@pytest.mark.slow
def test_a_quick_run_measures_everything() -> None:
    part = measure(0.1)

    assert part.at_most.keys() == part.amounts.keys()
    assert all(value > 0 for value, _ in part.amounts.values())
