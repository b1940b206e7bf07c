"""Tests that limits and pages of texts split no visible character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.kernel.graphemes import (
    cut,
    cut_graphemes,
    graphemes,
    split_pages,
    units,
)

WHOLE = (
    "é",
    "e\u0301",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "🇩🇪",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "हि",
    "ที่",
    "กำ",
    "\u1112\u1161\u11ab",
    "1\ufe0f\u20e3",
    "\r\n",
)
TEXTS = st.lists(st.sampled_from((*WHOLE, "a", " ", "\n", "```", "🔥")), max_size=60).map("".join)


@pytest.mark.parametrize("whole", WHOLE)
def test_a_visible_character_is_one_cluster(whole: str) -> None:
    assert list(graphemes(f"a{whole}b")) == ["a", whole, "b"]


def test_flags_are_pairs() -> None:
    assert list(graphemes("🇩🇪🇫🇷")) == ["🇩🇪", "🇫🇷"]


@given(st.text())
def test_clusters_together_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@given(st.text(max_size=60) | TEXTS, st.integers(10, 40))
def test_a_cut_text_keeps_the_limit_and_splits_no_cluster(text: str, most: int) -> None:
    short = cut(text, most)

    assert units(short) <= most
    assert units(short) == len(short.encode("utf-16-le", "surrogatepass")) // 2
    if short != text:
        uncut_part = short.removesuffix("\n```").removesuffix("...")
        clusters = list(graphemes(text))
        assert any("".join(clusters[:count]) == uncut_part for count in range(len(clusters)))
        assert short.count("```") % 2 == 0


def test_limits_of_titles_and_descriptions() -> None:
    assert cut("x" * 256, 256) == "x" * 256
    assert cut("x" * 257, 256) == "x" * 253 + "..."
    assert cut("🔥" * 2_049, 4_096) == "🔥" * 2_046 + "..."


def test_a_block_of_code_is_closed_again() -> None:
    assert cut("```" + "x" * 100, 20) == "```" + "x" * 10 + "...\n```"


@given(st.text(max_size=80) | TEXTS, st.integers(2, 30))
def test_pages_together_are_the_text(text: str, most: int) -> None:
    pages = split_pages(text, most)

    assert "".join(pages) == text
    assert all(0 < units(page) <= most for page in pages)


def test_pages_end_after_a_line() -> None:
    assert split_pages("first\nsecond\nthird", 13) == ("first\nsecond\n", "third")
    assert [len(page) for page in split_pages("x" * 5_000)] == [4_000, 1_000]
    assert split_pages("") == ()


@given(TEXTS, st.integers(0, 20))
def test_a_number_of_clusters_is_cut(text: str, most: int) -> None:
    assert cut_graphemes(text, most) == "".join(list(graphemes(text))[:most])
