"""Tests the lines of a roll in Discord's markdown."""

from __future__ import annotations

from hypothesis import assume, given

from nazh.adapters.inbound.texts.dice.rolling.roll_lines import notation_in, roll_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import COSMERE, NAZH, PLAIN, Roll, Ruleset, judge, throw_physical_dice
from nazh.domain.dice.notation import read_roll
from tests.unit.domain.dice.scripted_rolls import roll_faces
from tests.unit.domain.dice.strategies import Luck, luck, notations, steady
from tests.unit.domain.dice.test_properties import thrown


def rolled(text: str, *faces: int, ruleset: Ruleset = NAZH) -> tuple[Roll, ...]:
    """A roll with all its repeats."""
    return tuple(judge(each, ruleset) for each in throw_physical_dice(read_roll(text), faces))


def test_one_line_a_pool_and_then_the_story() -> None:
    assert roll_lines(rolled("a1d20+5, 2d6, dp", 18, 3, 3, 4, 2), ENGLISH) == (
        "**27** (+4 Plot) `a1d20+5` [18↑(3)] + 5",
        "\u2007**7** `2d6` [3][4]",
        "`dp` [2!!(T)]",
        "◆ Threat",
    )


def test_an_opportunity() -> None:
    assert roll_lines(rolled("1d20, dp", 7, 5), ENGLISH)[1:] == (
        "-# `dp` [5**(O)**]",
        "◆ Opportunity",
    )


def test_a_plain_roll_is_one_line() -> None:
    assert roll_lines(rolled("1d20", 7), ENGLISH) == ("-# `1d20` [7]",)


def test_a_floored_total_says_so() -> None:
    assert roll_lines(rolled("1d20-5", 2), ENGLISH) == ("-# `1d20-5` [2] - 5 (M)",)


def test_a_raised_total_that_is_floored_says_both() -> None:
    assert roll_lines(rolled("1d20-9, dp", 2, 1), ENGLISH)[0] == "-# `1d20-9` [2] - 9 (+2 Plot) (M)"


def test_labels_and_difficulties() -> None:
    hit, missed = roll_lines(rolled("Stealth: 1d20+5 vs 15, 1d20 vs 15", 12, 12), ENGLISH)

    assert hit == "**17** `Stealth: 1d20+5 vs 15` [12] + 5 — success by 2"
    assert missed == "**12** `1d20 vs 15` [12] — failure by 3"


def test_damage_lines() -> None:
    attack, damage = roll_lines(rolled("1d20+5, Damage: 2d6+3", 10, 4, 2, ruleset=COSMERE), ENGLISH)

    assert attack == "**15** `1d20+5` [10] + 5"
    assert damage == "\u2007**9** `Damage: 2d6+3` [4][2] + 3 — hit 9, graze 6, critical 15"


def test_explosions_that_were_stopped_say_so() -> None:
    (line,) = roll_lines(rolled("1d6!!", *(6,) * 101), ENGLISH)

    assert line.endswith("stopped after 100 more dice")


def test_several_stories_are_counted() -> None:
    assert roll_lines(rolled("1d20, dp", 1, 2, ruleset=COSMERE), ENGLISH)[-1] == "◆ 2 Complications"
    assert roll_lines(rolled("2d20", 20, 20, ruleset=COSMERE), ENGLISH)[-1] == "◆ 2 Opportunities"
    assert (
        roll_lines(rolled("2d20", 20, 1, ruleset=COSMERE), ENGLISH)[-1]
        == "◆ Opportunity, Complication"
    )


def test_the_bad_side_has_the_word_of_the_ruleset() -> None:
    assert roll_lines(rolled("dp", 2), ENGLISH)[-1] == "◆ Threat"
    assert roll_lines(rolled("dp", 2, ruleset=COSMERE), ENGLISH)[-1] == "◆ Complication"
    assert roll_lines(rolled("dp", 2, ruleset=PLAIN), ENGLISH)[-1] == "◆ Complication"


def test_an_open_choice_is_shown() -> None:
    story = roll_lines(rolled("1d20, a1dp", 7, 2, 5), ENGLISH)[-1]

    assert story == "◆ Opportunity, plot die 5 or 2: not picked yet, 5 counts until then"


def test_a_choice_that_was_made_is_no_longer_open() -> None:
    assert roll_lines((roll_faces("1d20, a1dp", 7, 2, 5, picked=2),), ENGLISH)[-1] == (
        "◆ Threat, plot die 2 or 5: 2 was picked"
    )


def test_repeats_are_listed_and_not_summed() -> None:
    assert roll_lines(rolled("3x2d6+1", 1, 2, 3, 4, 5, 6), ENGLISH) == (
        "`3x2d6+1`",
        "1. **4** [*1*][2] + 1",
        "2. **8** [3][4] + 1",
        "3. **12** [5][**6**] + 1",
    )


def test_the_notation_is_found_again_in_the_lines() -> None:
    for text, faces in [
        ("a1d20+5, 2d6, dp", (18, 3, 3, 4, 2)),
        ("3x2d6+1", (1, 2, 3, 4, 5, 6)),
        ("Fire *damage*: 2d6[hot] vs 5", (3, 4)),
    ]:
        lines = roll_lines(rolled(text, *faces), ENGLISH)
        assert notation_in("\n".join(lines)) == read_roll(text).notation


@steady
@given(notations(), luck())
def test_the_notation_of_any_roll_is_found_again(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)
    assume(plan.repeats == 1 and not (plan.pools[0].label or "").startswith("2 "))

    lines = roll_lines((roll,), ENGLISH)

    assert notation_in("\n".join(lines)) == ", ".join(plan.notations)


@steady
@given(notations(), luck())
def test_the_lines_fit_into_a_message(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    assert len("\n".join(roll_lines((roll,), ENGLISH))) < 4_000
    assert len("\n".join(roll_lines((roll,) * 10, ENGLISH))) < 4_000


def test_dice_that_do_not_fit_beside_the_notation_are_counted() -> None:
    pool = f"{'A label ' * 8}: 20d6 vs 20"
    wide, narrow = "[3]" * 20, f"{'[3]' * 17} … 3 more dice"

    for text, pools, share in ((pool, 1, 193), (f"{pool}, {pool}", 2, 197)):
        faces = (3,) * 20 * pools
        fitting = roll_lines(rolled(text, *faces), ENGLISH, room=pools * (share + 9))
        too_long = roll_lines(rolled(text, *faces), ENGLISH, room=pools * share)

        assert [line.partition("` ")[2] for line in fitting] == [f"{wide} — success by 40"] * pools
        assert [line.partition("` ")[2] for line in too_long] == [
            f"{narrow} — success by 40"
        ] * pools


def test_compact_lines_leave_out_the_dice_behind_a_total() -> None:
    stealth = rolled("Stealth: a1d20+5 vs 15, 2d6, dp", 18, 3, 3, 4, 2)

    assert roll_lines(stealth, ENGLISH, is_compact=True) == (
        "**27** (+4 Plot) `Stealth: a1d20+5 vs 15` — success by 12",
        "**7** `2d6`",
        "`dp` [2!!(T)]",
        "◆ Threat",
    )
    assert roll_lines(rolled("1d20-5", 2), ENGLISH, is_compact=True) == ("-# `1d20-5` (M)",)
    assert roll_lines(rolled("2x1d20, dp", 4, 5, 7, 1), ENGLISH, is_compact=True) == (
        "`2x1d20, dp`",
        "1. **4** · [5**(O)**] — Opportunity",
        "2. **9** (+2 Plot) · [1!!(T)] — Threat",
    )


@steady
@given(notations(), luck())
def test_compact_lines_hold_the_notation_and_every_total(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)
    assume(plan.repeats == 1 and not (plan.pools[0].label or "").startswith("2 "))

    lines = "\n".join(roll_lines((roll,), ENGLISH, is_compact=True))

    assert notation_in(lines) == ", ".join(plan.notations)
    totals = [pool.total for pool in roll.pools if pool.total is not None]
    assert len(totals) < 2 or all(f"**{total}**" in lines for total in totals)
    assert len("\n".join(roll_lines((roll,) * 10, ENGLISH, is_compact=True))) < 4_000


def test_a_margin_of_zero_is_exact() -> None:
    assert roll_lines(rolled("1d20 vs 12", 12), ENGLISH) == (
        "-# `1d20 vs 12` [12] — success, exactly",
    )


def test_damage_of_several_pools_is_summed() -> None:
    lines = roll_lines(rolled("1d20+5, Fire damage: 2d6, Cold damage: 1d8", 9, 3, 4, 5), ENGLISH)

    assert lines[-1] == "**12** damage in all"
