"""Tests that details list every die in order, within the length limit."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.rolling.details import detail_text
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


@pytest.mark.parametrize(
    ("notation", "faces", "text"),
    [
        ("2d8+4", (2, 2), "`2d8+4` = 2 + 2 + 4 = **8**"),
        ("1d20", (11,), "`1d20` = **11**"),
        ("2+3", (), "`2+3` = 2 + 3 = **5**"),
        ("1d20-5", (3,), "`1d20-5` = 3 - 5 = **1** (raised to 1 from -2)"),
        ("2d6*2", (2, 5), "`2d6*2` = (2 + 5) × 2 = **14**"),
        ("10-2d6", (2, 5), "`10-2d6` = 10 - (2 + 5) = **3**"),
        ("2d6+2d4", (2, 5, 2, 3), "`2d6+2d4` = 2 + 5 + 2 + 3 = **12**"),
        ("floor(3d6/2)", (2, 5, 5), "`floor(3d6/2)` = floor((2 + 5 + 5) / 2) = **6**"),
        ("2d6[fire]", (2, 5), "`2d6[fire]` = 2 + 5 (fire) = **7**"),
        ("4dF", (-1, 1, 1, 0), "`4dF` = *-1* + **1** + **1** + 0 = **1**"),
        ("1d20+dp", (8, 4), "`1d20+dp` = 8 + [4] = **8**"),
        ("1d20+5>=15", (11,), "`1d20+5>=15` = 11 + 5 >= 15 = **1 success**"),
    ],
)
def test_a_pool_without_modifiers_is_one_line_of_arithmetic(
    notation: str, faces: tuple[int, ...], text: str
) -> None:
    assert detail_text(rolls(notation, *faces), ENGLISH, 4_096) == text


@pytest.mark.parametrize(
    ("notation", "faces", "text"),
    [
        (
            "1d100<=50",
            (91,),
            "`1d100<=50` = 91 = **0 successes**\n- Each die at 50 or less is a success\\.",
        ),
        (
            "4d6kh3",
            (2, 1, 4, 5),
            "`4d6kh3` = 2 ~~1~~ + 4 + 5 = **11**\n- Keep the highest 3\\.\n- Dropped: 1",
        ),
        (
            "3d10>=8",
            (3, 8, 10),
            "`3d10>=8` = 3, 8✓, **10**✓ = **2 successes**\n- Each die at 8 or more is a success\\.",
        ),
        (
            "4d6kh3+2d10r1",
            (2, 3, 4, 5, 1, 9, 7),
            """\
`4d6kh3+2d10r=1` = ~~2~~ 3 + 4 + 5 + ~~1~~ 7 + 9 = **28**
- `4d6kh3`: Keep the highest 3\\.
- `2d10r=1`: Reroll a die at 1 until it no longer is\\.
- Dropped: 2
- Rerolled: 1""",
        ),
    ],
)
def test_modifiers_are_explained_below_the_line(
    notation: str, faces: tuple[int, ...], text: str
) -> None:
    assert detail_text(rolls(notation, *faces), ENGLISH, 4_096) == text


def test_there_is_a_gap_and_a_label_between_pools() -> None:
    text = detail_text(rolls("Attack: 1d20+7, Damage: 2d8+4", 9, 2, 2), ENGLISH, 4_096)

    assert text == (
        "**Attack**\n`1d20+7` = 9 + 7 = **16**\n\n**Damage**\n`2d8+4` = 2 + 2 + 4 = **8**"
    )


def test_details_keep_to_their_room() -> None:
    many = rolls("10x10d6", *[3] * 100)

    text = detail_text(many, ENGLISH, 500)

    assert len(text) <= 500
    assert text.endswith("… and more, which does not fit into one message.")


def test_notes_of_players_format_nothing() -> None:
    text = detail_text(rolls("__bold__: 1d6[**loud**]", 3), ENGLISH, 4_096)

    assert "**loud" not in text.replace("`1d6[**loud**]`", "")
    assert "__bold" not in text
