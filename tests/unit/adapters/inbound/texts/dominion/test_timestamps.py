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


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (timedelta(seconds=225), "3 minutes and 45 seconds"),
        (timedelta(minutes=7, seconds=30), "7 minutes and 30 seconds"),
        (timedelta(seconds=13_824), "3 hours and 50 minutes"),
        (timedelta(hours=2, seconds=20), "2 hours"),
        (timedelta(minutes=250), "4 hours and 10 minutes"),
        (timedelta(days=7, hours=5), "7 days and 5 hours"),
        (timedelta(days=120), "120 days"),
    ],
)
def test_a_duration_has_two_units_if_one_would_need_a_large_number(
    length: timedelta, written: str
) -> None:
    assert duration(length, ENGLISH) == written
