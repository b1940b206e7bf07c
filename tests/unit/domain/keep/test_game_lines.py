"""Tests the lines of a reply."""

from __future__ import annotations

import pytest

from nazh.domain.keep.game_lines import first_lines, last_lines


@pytest.mark.parametrize(
    ("text", "last"),
    [("", ""), ("a", "a"), ("a\n", "a"), ("a\nb\nc\n", "b\nc"), ("a\n\nc", "\nc"), ("\n\n", "\n")],
)
def test_the_last_two_lines(text: str, last: str) -> None:
    assert last_lines(text, 2) == last


@pytest.mark.parametrize(
    ("text", "first"),
    [("", ""), ("a", "a"), ("a\n", "a\n"), ("a\nb\nc\n", "a\nb"), ("\na\nb", "\na")],
)
def test_the_first_two_lines(text: str, first: str) -> None:
    assert first_lines(text, 2) == first
