"""Tests every refusal with its code, position, number and hint."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress

import pytest

from nazh.domain.dice import errors
from nazh.domain.dice.errors.saved import SavedCycle
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from tests.cpu_time import AT_ONCE, min_cpu_seconds
from tests.unit.domain.dice.scripted_rolls import refused

DEEP = "(" * 21 + "1" + ")" * 21
HUNDRED = ", ".join(["20d6"] * 5)


@pytest.mark.parametrize(
    ("text", "code", "at", "hint"),
    [
        ("", "empty_notation", 0, "Try 1d20+5, or 2d6."),
        ("   ", "empty_notation", 0, "Try 1d20+5, or 2d6."),
        ("# only a comment", "empty_notation", 0, "Try 1d20+5, or 2d6."),
        ("1d20+5junk", "unreadable_notation", 6, "Put remarks after a #."),
        ("1d20 junk", "unreadable_notation", 5, "Put remarks after a #."),
        ("1.5d6", "unreadable_notation", 3, "Put remarks after a #."),
        ("1d20c>=19", "unreadable_notation", 4, "Modifiers look like kh3, !, r1 or >=8."),
        ("2d20b1", "unreadable_notation", 4, "Modifiers look like kh3, !, r1 or >=8."),
        (
            "1d20+sqrt(4)",
            "unreadable_notation",
            5,
            "The functions are floor, ceil, round, abs, min and max.",
        ),
        ("1d20^2", "unreadable_notation", 4, "Multiply instead, as in 2*2."),
        ("1d20+", "unreadable_notation", 5, "Add dice or a number, as in 1d20+5."),
        ("1d20,", "unreadable_notation", 5, "Add dice or a number, as in 1d20+5."),
        ("6x", "unreadable_notation", 2, "Add dice or a number, as in 1d20+5."),
        ("(1d20", "unreadable_notation", 0, "Add a )."),
        ("{1d20", "unreadable_notation", 0, "Add a }."),
        ("1d6[fire", "unreadable_notation", 3, "As in 2d6[fire]."),
        ("1d6[]", "unreadable_notation", 3, "As in 2d6[fire]."),
        ("1d6[fire[ice]", "unreadable_notation", 3, "As in 2d6[fire]."),
        ("1d[1,2", "unreadable_notation", 6, "Close it with ]."),
        ("1d[1,x]", "unreadable_notation", 5, "As in d[1,2,3,5,8]."),
        ("1d[]", "unreadable_notation", 3, "As in d[1,2,3,5,8]."),
        ("1d[1,-]", "unreadable_notation", 6, "As in d[1,2,3,5,8]."),
        (": 1d6", "unreadable_notation", 0, "As in Stealth: 1d20."),
        ("1d6r", "unreadable_notation", 4, "Try =1, or <=2."),
        ("5d10>=8f", "unreadable_notation", 8, "Try =1, or <=2."),
        ("1d20+@", "unreadable_notation", 5, "As in @athletics, or $attack."),
        ("ad20", "tag_without_count", 0, "Write a1d20."),
        ("dd6", "tag_without_count", 0, "Write d1d6."),
        ("add20", "tag_without_count", 0, "Write ad2d20."),
        ("2+ad20", "tag_without_count", 2, "Write a1d20."),
        ("adp", "tag_without_count", 0, "Write a1dp."),
        ("ad[1, 2]", "tag_without_count", 0, "Write a1d[1,2]."),
        ("1d20)", "unreadable_notation", 4, "Remove the )."),
        ("1d20 & 3", "unreadable_notation", 5, "Remove it."),
        ("2d6 3", "unreadable_notation", 4, "Put an operator or a comma in between."),
        ("1d20 vs", "unreadable_notation", 7, "Write a whole number."),
        ("aa1d20", "too_many_tags", 0, "Each of a, d, n and p belongs to one die."),
        ("ap1d6", "too_many_tags", 0, "Each of a, d, n and p belongs to one die."),
        ("p1d20", "plot_die_has_six_sides", 0, "Write p1d6, or dp."),
        ("ap2d8", "plot_die_has_six_sides", 1, "Write p1d6, or dp."),
        ("p1d[1,1,2,3,5,8]", "plot_die_has_six_sides", 0, "Write p1d6, or dp."),
        ("0d6", "no_dice", 0, "Write 1 or more before the d."),
        ("1d20+0d6", "no_dice", 5, "Write 1 or more before the d."),
        ("6d0", "no_sides", 2, "Try d6 or d20."),
        ("d0", "no_sides", 1, "Try d6 or d20."),
        ("21d20", "too_many_dice", 0, "Split them across several pools."),
        ("10d6+11d6", "too_many_dice", 5, "Split them across several pools."),
        ("1, 21d20", "too_many_dice", 3, "Split them across several pools."),
        (f"2x{HUNDRED}", "too_many_dice_in_all", 0, "Use fewer dice or fewer repeats."),
        ("6x20d6", "too_many_dice_in_all", 0, "Use fewer dice or fewer repeats."),
        ("1d10001", "too_many_sides", 2, "Use a smaller die."),
        ("1,2,3,4,5,6", "too_many_pools", 10, "Roll the rest separately."),
        ("1d20, 1, 2, 3, 4, 5", "too_many_pools", 18, "Roll the rest separately."),
        ("dp, dp", "second_plot_die", 4, "Remove the second plot die."),
        ("dp+dp", "second_plot_die", 0, "Remove the second plot die."),
        ("2dp", "second_plot_die", 0, "Remove the second plot die."),
        ("pp2d6", "second_plot_die", 0, "Remove the second plot die."),
        ("0x1d6", "no_repeats", 0, "Remove the 0x."),
        ("11x1d6", "too_many_repeats", 0, "Repeat it fewer times."),
        ("11 1d6", "too_many_repeats", 0, "Repeat it fewer times."),
        ("1000000001", "number_too_large", 0, "Use a smaller number."),
        ("1d20+" + "9" * 300, "number_too_large", 5, "Use a smaller number."),
        ("1d20 vs 1000000001", "number_too_large", 8, "Use a smaller number."),
        ("1d20kh1000000001", "number_too_large", 6, "Use a smaller number."),
        ("1d6" + "kh1" * 13, "too_many_modifiers", 39, "Remove some."),
        ("(1d6)" + "kh1" * 13, "too_many_modifiers", 41, "Remove some."),
        ("1d6kh0", "keeps_nothing", 5, "Try kh1, or dl1."),
        ("1d6d0", "keeps_nothing", 4, "Try kh1, or dl1."),
        ("1d1!", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("1d1!!", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("1d1!p", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("2d6!>=1", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("2d6!!<7", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("2d6!p<>9", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("1d[5,5]!", "endless_roll", 7, "Leave at least one face out of the condition."),
        ("2d6r<=6", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("2d6rr>=1", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("1dFr<=1", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("1d1r1", "endless_roll", 3, "Leave at least one face out of the condition."),
        ("7d6u", "impossible_unique", 3, "Roll fewer dice, or dice with more sides."),
        ("3d[1,1,2]u", "impossible_unique", 9, "Roll fewer dice, or dice with more sides."),
        ("1d6f=1", "misplaced_modifier", 3, "Count successes first, as in 5d10>=8f=1."),
        ("(1d6)!", "misplaced_modifier", 5, "Put the modifier directly after the dice."),
        ("{1d6,1d8}r1", "misplaced_modifier", 9, "Put the modifier directly after the dice."),
        ("floor(1,2)", "wrong_arguments", 0, "Only min and max take several."),
        ("2+abs(1,2)", "wrong_arguments", 2, "Only min and max take several."),
        ("1d20+4d", "unreadable_notation", 6, "Write how many after the d, as in 4d6."),
        ("D", "unreadable_notation", 0, "Write how many after the d, as in 4d6."),
        ("1d20, 6x4d6", "unreadable_notation", 7, "Write them first, as in 6x4d6kh3."),
        ("1d20+6X4d6", "unreadable_notation", 6, "Write them first, as in 6x4d6kh3."),
        ("4d6kh3 x6", "unreadable_notation", 7, "Write them first, as in 6x4d6kh3."),
        ("1d20 x", "unreadable_notation", 5, "Put remarks after a #."),
        ("1d20 x6y", "unreadable_notation", 5, "Write them first, as in 6x4d6kh3."),
        (
            "1d20 adv",
            "unreadable_notation",
            5,
            "Write a1d20 for advantage, d1d20 for disadvantage.",
        ),
        ("2d6(3)", "unreadable_notation", 3, "Put an operator or a comma in between."),
        ("(1d6){2}", "unreadable_notation", 5, "Put an operator or a comma in between."),
        ("1d6 @luck", "unreadable_notation", 4, "Put an operator or a comma in between."),
        ("3[cold]", "unreadable_notation", 1, "Notes go after dice, as in 2d6[fire]."),
        ("1d20 vs 15.5", "unreadable_notation", 10, "Write a whole number."),
        ("1d20*.5", "unreadable_notation", 5, "Write decimals as in 0.5."),
        ("1d20+5.", "unreadable_notation", 6, "Write decimals as in 0.5."),
        ("1d20+5. 2d6", "unreadable_notation", 6, "Put an operator or a comma in between."),
        ("1d[a,b]", "unreadable_notation", 3, "As in d[1,2,3,5,8]."),
        ("(1d6+)", "unreadable_notation", 5, "Add dice or a number, as in 1d20+5."),
        ("floor()", "unreadable_notation", 6, "Add dice or a number, as in 1d20+5."),
        ("{1d6,}", "unreadable_notation", 5, "Add dice or a number, as in 1d20+5."),
        (")", "unreadable_notation", 0, "Remove the )."),
        ("@athletics", "unknown_name", 0, "Write the number itself."),
        ("1d20+$Fireball", "unknown_name", 5, "Write the roll itself."),
        (DEEP, "nested_too_deep", 20, "Remove some of them."),
        ("max(" * 21 + "1" + ")" * 21, "nested_too_deep", 83, "Remove some of them."),
        ("1/0", "division_by_zero", 1, "Keep the divisor away from 0, as in max(1, …)."),
        ("1" * 401, "notation_too_long", 400, "Split it into two rolls."),
        ("1" * 4_000, "notation_too_long", 400, "Split it into two rolls."),
        ("(" * 10_000, "notation_too_long", 400, "Split it into two rolls."),
        ("1d20\x07", "forbidden_character", 4, "Remove it, or type the roll again."),
        ("1d20\u200f+5", "forbidden_character", 4, "Remove it, or type the roll again."),
        ("\u202e1d20", "forbidden_character", 0, "Remove it, or type the roll again."),
    ],
)
def test_a_refusal_has_message_position_and_hint(text: str, code: str, at: int, hint: str) -> None:
    refusal = refused(text)

    assert (refusal.code, refusal.at, refusal.hint) == (code, at, hint)


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("1d20 stealth", 5, "stealth"),
        ("2d6undead", 3, "undead"),
        ("4d6 keep 3", 4, "keep"),
        ("2d6 fire", 4, "fire"),
        ("1d20 for luck", 5, "for"),
        ("1d20 religion", 5, "religion"),
        ("2d6 radiant", 4, "radiant"),
        ("1d20 magic", 5, "magic"),
        ("1d20 minus 2", 5, "minus"),
        ("1d20 vsx", 5, "vsx"),
        ("1d20kh1foo", 7, "foo"),
    ],
)
def test_a_word_that_begins_like_a_modifier_is_refused_whole(text: str, at: int, word: str) -> None:
    refusal = refused(text)

    assert (refusal.at, refusal.sentence) == (at, f"I can't read “{word}” here.")
    assert refusal.hint == "Put remarks after a #."


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1d20)", 4),
        ("1d20}", 4),
        ("2d6 3", 4),
        ("1d20 & 3", 5),
        ("1d20,,2", 5),
        (",1d20", 0),
        ("1d20 vs", 7),
        ("1d20 vs -3", 8),
        ("1d20 vs 1d6", 9),
        ("4d6mi", 5),
        ("4d6ma", 5),
        ("1d6>=", 5),
        ("1d6!>", 5),
        ("1.", 1),
        (".5", 0),
        ("1.5d6", 3),
        ("1_000", 1),
        ("1e9", 1),
        ("1<2<3", 3),
        ("max()", 4),
        ("()", 1),
        ("{}", 1),
        ("1d6kx", 4),
        ("1d6m", 3),
        ("1d6c", 3),
        ("1d", 1),
        ("d", 0),
        ("kh3", 0),
        ("!", 0),
        ("roll 1d6", 0),
        ("sqrt(4)", 0),
        ("2(3)", 1),
        ("(2)3", 3),
        ("1d6 1d6", 4),
        ("1d6d[", 4),
        ("1d20!!p", 6),
        ("1d6[fire]kh1", 9),
        ("[fire]", 0),
        ("1+*2", 2),
        ("1**2", 2),
        ("=5", 0),
    ],
)
def test_left_over_text_is_refused_at_its_start(text: str, at: int) -> None:
    refusal = refused(text)

    assert refusal.code == "unreadable_notation"
    assert refusal.at is not None
    assert refusal.at <= len(text)
    assert abs(refusal.at - at) <= 1
    assert refusal.hint


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,2,3,4,5,6", "5"),
        ("21d20", "20"),
        ("6x20d6", "100"),
        ("11x1d6", "10"),
        ("1d10001", "10,000"),
        ("1" * 401, "400"),
        ("1000000001", "1,000,000,000"),
        (DEEP, "20"),
        ("1d6" + "kh1" * 13, "12"),
    ],
)
def test_the_refusal_of_a_limit_names_the_limit(text: str, number: str) -> None:
    assert number in refused(text).sentence.replace(text, "")


@pytest.mark.parametrize(
    ("text", "asked"), [("21d20", "21"), ("10d6+11d6", "21"), ("6x20d6", "120"), ("1" * 999, "999")]
)
def test_the_typed_notation_is_shown_as_well(text: str, asked: str) -> None:
    assert asked in refused(text).sentence


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("1d20+5junk", "junk"),
        ("1d20 & 3", "&"),
        ("ad20", "ad20"),
        ("1d20+@Athletics", "@athletics"),
        ("$fireball", "$fireball"),
        ("2d6r<=6", "reroll"),
        ("1d1!", "explosion"),
        ("floor(1,2)", "floor"),
        ("1d20\u200f", "U+200F"),
        ("7d6u", "7"),
        ("aa1d20", "(2)"),
    ],
)
def test_a_refusal_names_its_cause(text: str, word: str) -> None:
    assert word in refused(text).sentence


@pytest.mark.parametrize("text", ["1d20, dp", "1d20+dp", "p2d6"])
def test_the_option_cannot_add_a_second_plot_die(text: str) -> None:
    refusal = refused(text, add_plot=True)

    assert refusal.code == "second_plot_die"
    assert refusal.hint


def test_trouble_inside_a_saved_number_is_blamed_on_its_name() -> None:
    for saved in ("1d20+5junk", "6d0", "1d20+1000+2000/0", "@luck", "\u200f"):
        with pytest.raises(Refusal) as caught:
            read_roll("1+@luck", saved=(("@luck", saved),))

        assert caught.value.at == 2
        assert caught.value.source == "1+@luck"


def test_a_text_too_long_only_when_written_out_blames_no_place() -> None:
    terse = "+".join(["dFkkkkkkkk"] * 18)

    refusal = refused(terse)

    assert (refusal.code, refusal.at) == ("notation_too_long", None)
    assert "400" in refusal.sentence
    assert len(terse) < 400


def test_a_saved_number_that_mentions_itself_is_refused() -> None:
    with pytest.raises(SavedCycle, match="@luck → @luck"):
        read_roll("@luck", saved=(("@luck", "1+@luck"),))


def test_every_refusal_has_its_own_code() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]

    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(issubclass(kind, Refusal) for kind in kinds)


HOSTILE = [
    "(" * 10_000,
    "1" * 4_000,
    "(" * 400,
    "-" * 400,
    "9*" * 200,
    "1/3-" * 100,
    "20d2!" + "!" * 390,
    "1d6+" * 100,
    "d" * 400,
    "a" * 400,
    "[" * 400,
    "@" * 400,
    ":" * 400,
    "x" * 400,
    "1 " * 200,
    "1,2;" * 100,
    "{1," * 130,
    "max(" * 100,
    "20d10000" + "mi1" * 130,
    "1d10000r<2" * 40,
    "(" * 20 + "20d10000u" + ")kh1" * 20,
    "0." + "1" * 398,
    "\u202e" * 400,
    "𝟙" * 400,
    "9*" * 199 + "9",
    "1/7+" * 99 + "1",
    "1/999999937-" * 33 + "1",
    "0.123/" * 66 + "7",
    "-(" * 20 + "1" + ")" * 20,
    "{" * 20 + "1,2" + ",3}kh1" * 20,
    ",".join(["20d10000!!>1r<2mi1u"] * 5),
    "2x" + ",".join(["10d10000u"] * 5),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]}…{len(text)}")
def test_hostile_texts_are_answered_quickly(text: str) -> None:
    assert min_cpu_seconds(lambda: _answer(text)) < AT_ONCE


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:12]}…{len(text)}")
def test_hostile_texts_take_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        _answer(text)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 2**20


def _answer(text: str) -> None:
    with suppress(Refusal):
        read_roll(text)


@pytest.mark.parametrize(("notation", "what"), [("1d1!", "explosion"), ("2d6r<=6", "reroll")])
def test_an_endless_roll_says_what_never_ends(notation: str, what: str) -> None:
    with pytest.raises(Refusal, match=f"^This {what} would never end"):
        read_roll(notation)
