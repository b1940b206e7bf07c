"""Tests that details list every die in order, within the length limit."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.details import detail_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.domain.dice import Roll
from tests.conftest import CheckGolden


def rolls(notation: str, *faces: int) -> tuple[Roll, ...]:
    return JudgeFaces()(EnteredThrow(notation, faces))


STORIES = {
    "edge_and_plot": rolls("Attack: a1d20+5 vs 15, 2d6[fire], d1dp", 3, 18, 3, 4, 2, 5),
    "dropped_and_exploded": rolls("4d6kh3, 2d6!, {1d6,1d8}kh1", 1, 2, 3, 4, 6, 1, 3, 2, 5),
    "repeats": rolls("2x1d20", 5, 20),
}


@pytest.mark.parametrize("story", STORIES)
def test_details_read_as_agreed(story: str, check_golden: CheckGolden) -> None:
    check_golden(f"texts/details_{story}.txt", detail_text(STORIES[story], ENGLISH, 4_096) + "\n")


def test_details_keep_to_their_room() -> None:
    many = rolls("10x10d6", *[3] * 100)

    text = detail_text(many, ENGLISH, 500)

    assert len(text) <= 500
    assert text.endswith("… and more, which does not fit into one message.")


def test_notes_of_players_format_nothing() -> None:
    text = detail_text(rolls("1d6[**loud**]", 3), ENGLISH, 4_096)

    assert "**loud" not in text.replace("`1d6[**loud**]`", "")
