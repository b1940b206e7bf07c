"""Tests habits that the page of habits does not show."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal
from tests.cpu_time import AT_ONCE, min_cpu_seconds


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("2d6 fire + 1", "2d6[fire]+1"),
        ("2d6+3 fire + 1", "2d6[fire]+3+1"),
        ("2d6+3 fire+1d4", "2d6[fire]+3+1d4"),
    ],
)
def test_a_word_before_more_dice_or_numbers_is_a_note_of_the_dice(typed: str, rolled: str) -> None:
    assert read_roll(typed, is_typed=True).text == rolled


def test_words_beside_more_dice_than_can_be_rolled_are_a_remark_in_odds() -> None:
    assert read_roll("200d6 fire", is_typed=True, for_odds=True).text == "200d6 # fire"


@pytest.mark.parametrize(
    ("typed", "at", "word", "written"),
    [
        ("2d6 ! fire", 4, "!", "2d6 # fire for a remark, or 2d6! # fire for exploding dice"),
        ("hit 2d6  ! fire", 9, "!", "hit 2d6 # fire for a remark, or hit 2d6! # fire for"),
        ("1d20+5 d6", 7, "d6", "1d20+5d6 for one roll, or 1d20+5, d6 for two"),
        ("2d6 + 3  d8, 1d4", 9, "d8", "2d6 + 3d8 for one roll, or 2d6 + 3, d8 for two"),
        ("8d6 dl4 d4", 8, "d4", "8d6 dl4+d4 for one roll, or 8d6 dl4, d4 for two"),
        ("8d6kh4 d4", 7, "d4", "8d6kh4+d4 for one roll, or 8d6kh4, d4 for two"),
        ("8d6kh4d4", 6, "d4", "8d6kh4+d4 for one roll, or 8d6kh4, d4 for two"),
        ("8d6dh dl2 d4", 10, "d4", "8d6dh dl2dl4 to drop the lowest 4, or 8d6dh dl2, d4 for two"),
        ("8d6k>3 d4", 7, "d4", "8d6k>3dl4 to drop the lowest 4, or 8d6k>3, d4 for two"),
        ("2d6 x 3", 4, "x", "3x2d6 to roll 3 times, or 2d6*3 to multiply"),
        ("2d6+1 times 3", 6, "times", "3x2d6+1 to roll 3 times, or (2d6+1)*3 to"),
        ("2d6-1 x 3", 6, "x", "3x2d6-1 to roll 3 times, or (2d6-1)*3 to multiply"),
        ("(2d6+1) x 3", 8, "x", "3x(2d6+1) to roll 3 times, or (2d6+1)*3 to multiply"),
        (" 3(1d6+1)", 1, "3", "3x(1d6+1) to roll 3 times, or (1d6+1)*3 to multiply"),
        ("8d6 reroll ones", 4, "reroll", "8d6ro1 to reroll once, or 8d6r1 to"),
        ("8d6 rerolling 2", 4, "reroll", "8d6ro2 to reroll once, or 8d6r2 to"),
        ("8d6 reroll the <= 2", 4, "reroll", "8d6ro<=2 to reroll once, or 8d6r<=2 to"),
        ("8d6 re-roll <2", 4, "reroll", "8d6ro<2 to reroll once, or 8d6r<2 to"),
        ("8d6 reroll under 3", 4, "reroll", "8d6ro<3 to reroll once, or 8d6r<3 to"),
        ("8d6 reroll less than 3", 4, "reroll", "8d6ro<3 to reroll once, or 8d6r<3 to"),
        ("1d100  under 45", 7, "under", "1d100<=45 if 45 itself succeeds, or 1d100<45 if"),
        ("1d100 roll below 45", 6, "roll below", "1d100<=45 if 45 itself succeeds, or 1d100<45"),
        ("1d20 over 15", 5, "over", "1d20>=15 if 15 itself succeeds, or 1d20>15 if it fails"),
        ("1d20 @luck", 5, "@luck", "1d20+@luck to add your saved number, or 1d20 # luck for"),
    ],
)
def test_an_ambiguous_habit_is_refused_at_its_position_with_both_meanings(
    typed: str, at: int, word: str, written: str
) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read_roll(typed, is_typed=True)

    assert refused.value.at == at
    assert str(refused.value) == f"“{word}” can mean two things here."
    assert (refused.value.hint or "").startswith(f"Write {written}")


@pytest.mark.parametrize(
    ("typed", "at", "word", "notation"),
    [
        ("1d20 secretly", 5, "secretly", "1d20"),
        ("2d6+3, hidden", 7, "hidden", "2d6+3"),
        (" gr 2d6", 1, "gr", "2d6"),
        ("/gmroll a1d20+5", 0, "/gmroll", "a1d20+5"),
        (" /gmroll Stealth: 1d20", 1, "/gmroll", "Stealth: 1d20"),
    ],
)
def test_a_roll_that_not_everyone_was_to_see_is_refused(
    typed: str, at: int, word: str, notation: str
) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read_roll(typed, is_typed=True)

    assert refused.value.at == at
    assert str(refused.value) == f"“{word}” asks for a roll that not everyone sees."
    assert (refused.value.hint or "").startswith(f"Write {notation}. On Discord, secret:True")


@pytest.mark.parametrize(
    ("typed", "at", "word", "notation"),
    [
        ("Dex +5", 0, "Dex", "Dex: 1d20+5"),
        (" sleight of hand - 2", 1, "sleight of hand", "sleight of hand: 1d20-2"),
    ],
)
def test_a_bonus_without_dice_is_refused(typed: str, at: int, word: str, notation: str) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read_roll(typed, is_typed=True)

    assert refused.value.at == at
    assert str(refused.value) == f"There are no dice for “{word}”."
    assert refused.value.hint == f"Write {notation} if it is for a d20."


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("2d6+3 ! fire", "2d6+3 # fire"),
        ("1d20+5 // sneak attack", "1d20+5 # sneak attack"),
        ("7//2", "7//2"),
        ("2d6//1d4", "2d6//1d4"),
    ],
)
def test_a_marked_remark_after_a_number_is_a_remark(typed: str, rolled: str) -> None:
    assert read_roll(typed, is_typed=True).text == rolled


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("1d20 adv", "a1d20"),
        ("d20a+3", "a1d20+3"),
        ("1d20dis", "d1d20"),
        ("1d20+2d6 with advantage", "a1d20+2d6"),
        ("1d8+2 with disadvantage", "d1d8+2"),
        ("adv", "a1d20"),
        ("dis +3", "d1d20+3"),
        ("adv dis", "1d20"),
        ("adv adv", "a1d20"),
        ("1d20 adv, 1d20 dis, 2d6", "a1d20, d1d20, 2d6"),
        ("elven accuracy 1d20+5", "3d20kh1+5"),
        ("1d20+5 elven accuracy", "3d20kh1+5"),
        ("2d6+3 kh1", "2d6kh1+3"),
        ("2d6+3 dl1, 1d4", "2d6dl1+3, 1d4"),
    ],
)
def test_an_edge_applies_to_the_die_that_it_is_for(typed: str, rolled: str) -> None:
    assert read_roll(typed, is_typed=True).text == rolled


@pytest.mark.parametrize(
    ("typed", "at", "first", "each"),
    [
        ("2d20 adv", 5, "a1d20", "aa2d20"),
        ("5d6 with disadvantage", 9, "d1d6", "ddddd5d6"),
    ],
)
def test_an_edge_of_several_dice_is_refused(typed: str, at: int, first: str, each: str) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read_roll(typed, is_typed=True)

    assert refused.value.at == at
    assert refused.value.hint == (
        f"Write {first} for one die with it, or {each} if each of the dice has it."
    )


@pytest.mark.parametrize("typed", ["6d20 adv", "2d20+2d6 adv", "2d20 adv dis"])
def test_an_edge_of_too_many_dice_has_no_hint_for_all(typed: str) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read_roll(typed, is_typed=True)

    assert "each of the dice" not in (refused.value.hint or "")


@pytest.mark.parametrize(
    "typed",
    [
        "+d d" + "20" * 198,
        "d;" + "a" * 394 + "=x",
    ],
)
def test_a_long_text_without_a_habit_is_refused_at_once(typed: str) -> None:
    def refuse() -> None:
        with pytest.raises(Refusal):
            read_roll(typed, is_typed=True)

    assert min_cpu_seconds(refuse) < AT_ONCE


SAVED = (
    ("$attack", "1d20+5"),
    ("$big_axe", "1d12+@str # two hands"),
    ("@str", "3"),
    ("$both", "1d20, 2d6"),
    ("$damage", "2d6+3"),
    ("$aim", "1d20 + {bonus=5}"),
)


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("$attack adv", "a1d20+5"),
        ("Dis $ATTACK", "d1d20+5"),
        ("$aim adv", "a1d20+5"),
        ("$attack+2 with advantage vs 15", "a1d20+5+2 vs 15"),
        ("Slash: $attack dis +2", "Slash: d1d20+5+2"),
        ("$big_axe adv", "a1d12+3 # two hands"),
        ("$big_axe adv # now", "a1d12+3 # now"),
        ("$attack adv, $damage, $attack dis", "a1d20+5, 2d6+3, d1d20+5"),
    ],
)
def test_a_saved_roll_with_an_edge_has_it(typed: str, rolled: str) -> None:
    assert read_roll(typed, saved=SAVED, is_typed=True).text == rolled


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("$attack adv", {(0, "attack")}),
        ("$damage, 1d6, $big_axe dis", {(0, "damage"), (2, "big_axe")}),
        ("$both, $attack adv", {(0, "both")}),
    ],
)
def test_a_saved_roll_with_an_edge_is_named(typed: str, names: set[tuple[int, str]]) -> None:
    assert set(read_roll(typed, saved=SAVED, is_typed=True).saved_names) == names


@pytest.mark.parametrize("typed", ["$both adv", "$damage adv", "$attack adv to hit", "$none adv"])
def test_an_edge_of_a_saved_roll_that_is_unclear_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_roll(typed, saved=SAVED, is_typed=True)

    assert refused.value.source == typed
