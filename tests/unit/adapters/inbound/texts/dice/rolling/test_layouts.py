"""Tests the layouts of a result: what each shows, and what all of them keep."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from nazh.adapters.inbound.texts.dice.rolling.layouts import example_text, layout_lines, text_lines
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import notation_in
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice.guild_settings import Layout
from tests.unit.adapters.inbound.texts.dice.rolling.test_roll_lines import rolled
from tests.unit.domain.dice.strategies import Luck, luck, notations, steady
from tests.unit.domain.dice.test_properties import thrown

EMBEDDED = [layout for layout in Layout if layout is not Layout.TEXT]
ATTACK = rolled("Attack: 1d20+7 vs 15, Damage: 2d6+3, dp", 15, 4, 2, 2)


def test_totals_are_in_one_line_and_the_notation_is_small() -> None:
    assert layout_lines(ATTACK, Layout.TOTALS, ENGLISH) == (
        "**9** Damage",
        "◆ Threat",
        "-# `Attack: 1d20+7 vs 15, Damage: 2d6+3, dp` [2!!(T)] (+4 Plot) — success by 11",
    )
    assert layout_lines(rolled("3x4d6kh3", *range(1, 7), *range(1, 7)), Layout.TOTALS, ENGLISH) == (
        "-# `3x4d6kh3`",
    )


def test_arithmetic_can_be_checked() -> None:
    assert layout_lines(ATTACK, Layout.ARITHMETIC, ENGLISH) == (
        "`Attack: 1d20+7 vs 15` = 15 + 7 (+4 Plot) = **26** — success by 11",
        "`Damage: 2d6+3` = 4 + 2 + 3 = **9**",
        "`dp` [2!!(T)]",
        "◆ Threat",
    )
    assert layout_lines(rolled("2x2d6+1", 1, 2, 3, 4), Layout.ARITHMETIC, ENGLISH) == (
        "`2x2d6+1`",
        "1. *1* + 2 + 1 = **4**",
        "2. 3 + 4 + 1 = **8**",
    )


def test_text_names_the_roller_and_the_totals_first() -> None:
    assert text_lines("Mira", ATTACK, ENGLISH, ("> now",)) == (
        "**Mira** · **26 ✓ Attack** · Success · 9 Damage · Threat",
        "> now",
        (
            "-# `Attack: 1d20+7 vs 15` [15] + 7 (+4 Plot) — success by 11 · "
            "`Damage: 2d6+3` [4][2] + 3 · `dp` [2!!(T)]"
        ),
    )
    assert text_lines("Mira", rolled("2x1d20", 4, 20), ENGLISH) == (
        "**Mira** · **4 · 20 — ★ Natural 20!**",
        "-# `2x1d20`",
        "-# 1. **4** [4]",
        "-# 2. **20** [**20**]",
    )


@steady
@given(notations(), luck(), some.sampled_from(EMBEDDED))
def test_every_layout_fits_and_keeps_the_notation(text: str, dice: Luck, layout: Layout) -> None:
    plan, _, roll = thrown(text, dice)
    assume(plan.repeats == 1 and not (plan.pools[0].label or "").startswith("2 "))

    lines = "\n".join(layout_lines((roll,), layout, ENGLISH))

    assert notation_in(lines) == ", ".join(plan.notations)
    assert len(lines) < 4_000
    assert len("\n".join(layout_lines((roll,) * 10, layout, ENGLISH))) < 4_000


@steady
@given(notations(), luck())
def test_text_keeps_the_notation(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)
    assume(plan.repeats == 1 and not (plan.pools[0].label or "").startswith("2 "))

    assert notation_in("\n".join(text_lines("Mira", (roll,), ENGLISH))) == ", ".join(plan.notations)


@pytest.mark.parametrize("layout", Layout)
def test_secret_rolls_always_show_their_dice(layout: Layout) -> None:
    example = example_text(rolled("2d6", 3, 4), layout.with_dice, ENGLISH)

    assert "[3][4]" in example or "3 + 4" in example
