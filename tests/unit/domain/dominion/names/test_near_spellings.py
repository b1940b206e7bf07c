"""Tests how typos are counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.names.near_spellings import count_typos, most_typos, pieces_of

LETTERS = st.text("abcde", min_size=1, max_size=12)
EDITS: tuple[Callable[[str, int], str], ...] = (
    lambda text, at: text[:at] + "x" + text[at + 1 :],
    lambda text, at: text[:at] + text[at + 1 :],
    lambda text, at: text[:at] + "x" + text[at:],
    lambda text, at: text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
)


@pytest.mark.parametrize(
    ("typed", "name", "typos"),
    [
        ("aurelia", "aurelia", 0),
        ("aure", "aurelia", 0),
        ("aurelja", "aurelia", 1),
        ("aurlia", "aurelia", 1),
        ("aurrelia", "aurelia", 1),
        ("auerlia", "aurelia", 1),
        ("urelia", "aurelia", 1),
        ("boraelsi", "borealis", 2),
        ("bo", "ob", 1),
        ("borealis", "bor", 3),
    ],
)
def test_typos_are_counted(typed: str, name: str, typos: int) -> None:
    counted = count_typos(typed, name)

    assert min(counted, most_typos(typed) + 1) == min(typos, most_typos(typed) + 1)


@pytest.mark.parametrize(("letters", "most"), [(3, 0), (4, 1), (7, 1), (8, 2), (20, 2)])
def test_longer_texts_may_have_more_typos(letters: int, most: int) -> None:
    assert most_typos("a" * letters) == most


@given(LETTERS, LETTERS, st.sampled_from(EDITS), st.integers(0, 12))
def test_one_typo_is_counted_as_one_at_most(
    begin: str, rest: str, edit: Callable[[str, int], str], at: int
) -> None:
    typed = edit(begin, min(at, len(begin)))

    if most_typos(typed):
        assert count_typos(typed, begin + rest) <= 1
    if len(typed) >= 6:
        assert any(piece in begin + rest for piece in pieces_of(typed))


@given(LETTERS)
def test_the_pieces_of_a_text_make_it_up(typed: str) -> None:
    assert "".join(pieces_of(typed)) == typed
