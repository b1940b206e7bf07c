"""Tests that values of rules are read as they are written, and that errors name their line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.errors.controls import InvalidRuleLine, RepeatedRule
from nazh.domain.dominion.rules.written_values import read_values, write_values
from nazh.domain.kernel.errors import Refusal

WORDS = st.from_regex(r"[a-z_.]{1,40}", fullmatch=True)
VALUES = st.from_regex(r"[0-9a-z,]{1,40}", fullmatch=True)


@given(st.dictionaries(WORDS, VALUES))
def test_values_are_read_as_they_are_written(values: dict[str, str]) -> None:
    assert read_values(write_values(values)) == values


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Refusal):
        values = read_values(text)
        assert read_values(write_values(values)) == values


def test_blanks_and_comments_are_left_out() -> None:
    text = "# A festival\n\n  resources.rate=120\r\n war.truce =  48h  # was 72h = 3d\n#x = 1"

    assert read_values(text) == {"resources.rate": "120", "war.truce": "48h"}


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("resources.rate", 14),
        ("resources.rate =  # 120", 16),
        ("resources.rate 120 # = 3", 18),
        ("= 120", 0),
        ("x" * 41 + " = 1", 0),
        ("x = " + "1" * 41, 4),
    ],
)
def test_a_line_without_a_value_is_shown_with_the_error(line: str, at: int) -> None:
    with pytest.raises(InvalidRuleLine) as refused:
        read_values(f"a = 1\n\n{line}\nb = 2")

    assert (refused.value.facts["line"], refused.value.source, refused.value.at) == (3, line, at)


def test_names_may_begin_with_capitals_as_phones_write_them() -> None:
    assert read_values("Resources.rate = 120") == {"resources.rate": "120"}


def test_a_value_is_written_once() -> None:
    with pytest.raises(RepeatedRule) as refused:
        read_values("a = 1\nb = 1\na = 1")

    assert refused.value.facts == {"line": 3, "key": "a"}
