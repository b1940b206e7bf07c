"""Tests the heading of a roll, and its summary in one line."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.rolling.headings import heading_text, summary_line
from nazh.adapters.inbound.texts.languages import ENGLISH
from tests.unit.adapters.inbound.texts.dice.rolling.test_roll_lines import rolled


@pytest.mark.parametrize(
    ("notation", "faces", "heading"),
    [
        ("1d20+5", (11,), "16"),
        ("1d6-9", (2,), "1"),
        ("Attack: a1d20+7 vs 15", (15, 5), "22 ✓ Attack"),
        ("1d20 vs 15", (5,), "5 ✗ Failure"),
        ("1d20", (20,), "20 ★ Natural 20!"),
        ("1d20", (1,), "1 — natural 1"),
        ("2d20kh1", (20, 4), "20 ★ Natural 20!"),
        ("3d20", (20, 1, 7), "28"),
        ("Hide: 1d20", (20,), "20 Hide — ★ Natural 20!"),
        ("2d6, 1d20+5", (3, 4, 9), "14"),
        ("Fire damage: 2d6, Cold damage: 1d8", (3, 4, 5), "12 damage"),
        ("3x1d6", (2, 4, 6), "2 · 4 · 6"),
        ("dp", (5,), ""),
        ("3d10>=8f=1", (8, 9, 1), "1 success"),
        ("3d10>=8", (1, 9, 8), "2 successes"),
        ("Hack: 3d10>=8+1", (1, 9, 8), "3 successes — Hack"),
        ("3d10>=8 vs 2", (1, 9, 8), "2 ✓ Success"),
        ("1d20+5>=15", (11,), "1 success"),
        ("1d20>=15", (20,), "1 success ★ Natural 20!"),
        ("1d20+(1d6>=4)", (11, 5), "12"),
        ("1d6, 2d10>=8", (3, 9, 8), "3"),
    ],
)
def test_a_heading_has_what_matters(notation: str, faces: tuple[int, ...], heading: str) -> None:
    assert heading_text(rolled(notation, *faces), ENGLISH) == heading


@pytest.mark.parametrize(
    ("notation", "faces", "summary"),
    [
        ("1d20+5", (11,), "Mira · 16"),
        ("Attack: 1d20+7 vs 15, Fire: 2d6", (15, 3, 4), "Mira · 22 ✓ Attack · Success · 7 Fire"),
        ("dp", (5,), "Mira · Opportunity"),
        ("1d6, Hack: 2d10>=8", (3, 9, 8), "Mira · 3 · 2 successes — Hack"),
    ],
)
def test_a_summary_has_the_roller_and_every_total(
    notation: str, faces: tuple[int, ...], summary: str
) -> None:
    rolls = rolled(notation, *faces)

    line = summary_line("Mira", rolls, ENGLISH, heading_text(rolls, ENGLISH))

    assert line == summary


def test_right_to_left_names_and_labels_do_not_reorder_the_totals() -> None:
    roll = rolled("تخفي: 1d20+7 vs 15, 2d6", 15, 3, 4)

    heading = heading_text(roll, ENGLISH)

    assert heading == "22 ✓ \u2068تخفي\u2069"
    assert (
        summary_line("נועה", roll, ENGLISH, heading)
        == "\u2068נועה\u2069 · 22 ✓ \u2068تخفي\u2069 · Success · 7"
    )
