"""Tests that the benchmarks of Dominion run, and that their spends add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import dominion, dominion_postgresql
from benchmarks.dominion import COVERED, SPENDS
from benchmarks.report import Part
from tests.databases import postgresql


@pytest.mark.slow
def test_a_quick_run_measures_everything() -> None:
    _is_complete(dominion.measure(0.1), "dominion")


async def test_a_quick_run_on_postgresql_measures_everything(tmp_path: Path) -> None:
    async with postgresql(tmp_path):  # skips the test if the server does not answer
        pass
    _is_complete(await dominion_postgresql.measured(divisor=50), "dominion_postgresql")


def _is_complete(part: Part, name: str) -> None:
    assert part.not_measured == {}
    assert part.at_most.keys() <= part.ratios.keys() | part.amounts.keys()
    assert all(value > 0 for value in part.ratios.values())
    count = SPENDS // 50
    assert part.amounts[f"{name}.spends_done"][0] == min(COVERED, count // 2)
