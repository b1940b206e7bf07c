"""Tests how durations are written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nazh.adapters.inbound.texts.dominion.timestamps import duration
from nazh.adapters.inbound.texts.languages import ENGLISH


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(days=14), "14 days"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
    ],
)
def test_a_duration_has_the_largest_unit_in_which_it_is_whole(
    length: timedelta, written: str
) -> None:
    assert duration(length, ENGLISH) == written
