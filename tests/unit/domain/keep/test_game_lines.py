"""Tests the lines of a reply."""

from __future__ import annotations

import pytest

from nazh.domain.keep.game_lines import last_lines


@pytest.mark.parametrize(
    ("text", "last"),
    [("", ""), ("a", "a"), ("a\n", "a"), ("a\nb\nc\n", "b\nc"), ("a\n\nc", "\nc"), ("\n\n", "\n")],
)
def test_the_last_two_lines(text: str, last: str) -> None:
    assert last_lines(text, 2) == last
