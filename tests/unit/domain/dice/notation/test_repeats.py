"""Tests repeats, pools, labels, difficulties and comments."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import TooManyNames
from nazh.domain.dice.notation import names_in, parse_roll, read_roll
from tests.unit.domain.dice.scripted_rolls import canonical_notation


@pytest.mark.parametrize(
    ("text", "repeats", "notation"),
    [
        ("6x4d6kh3", 6, "6x4d6kh3"),
        ("6 x 4d6kh3", 6, "6x4d6kh3"),
        ("6X4D6KH3", 6, "6x4d6kh3"),
        ("6 4d6kh3", 6, "6x4d6kh3"),
        ("6   4d6kh3", 6, "6x4d6kh3"),
        ("6\t4d6kh3", 6, "6x4d6kh3"),
        ("６ ４d６", 6, "6x4d6"),
        ("2 a1d20+5, 2d6", 2, "2xa1d20+5, 2d6"),
        ("2 d4d6", 2, "2xd4d6"),
        ("2 d10d6", 2, "2xd10d6"),
        ("2 (1d6)kh1", 2, "2x(1d6)kh1"),
        ("2 {1d6,1d8}kh1", 2, "2x{1d6,1d8}kh1"),
        ("2 max(1d6,1d8)", 2, "2xmax(1d6,1d8)"),
        ("2 Stealth: 1d20", 2, "2xStealth: 1d20"),
        ("2 épée: 1d20", 2, "2xépée: 1d20"),
        ("2 vs: 1d20", 2, "2xvs: 1d20"),
        ("2x3", 2, "2x3"),
        ("10x1d6", 10, "10x1d6"),
        ("1x1d6", 1, "1d6"),
        ("01x1d6", 1, "1d6"),
    ],
)
def test_the_whole_list_may_be_repeated(text: str, repeats: int, notation: str) -> None:
    plan = read_roll(text)

    assert (plan.repeats, plan.notation) == (repeats, notation)


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("2 d6", "2d6"),
        ("2 d 6", "2d6"),
        ("2 d20+5", "2d20+5"),
        ("2 d6kh1", "2d6kh1"),
        ("4 d6dl1", "4d6dl1"),
        ("4 d6 dh1", "4d6dh1"),
        ("2 d%", "2d100"),
        ("2 dF", "2dF"),
        ("2 d[1,2]", "2d[1,2]"),
        ("2 + 1d6", "2+1d6"),
        ("2 - 1d6", "2-1d6"),
        ("2 * 1d6", "2*1d6"),
        ("2 × 1d6", "2*1d6"),
        ("2 vs 5", "2 vs 5"),
        ("2 vs5", "2 vs 5"),
        ("2 >= 5", "2>=5"),
    ],
)
def test_a_number_and_a_space_before_a_d_or_a_sign_is_no_repeat(text: str, notation: str) -> None:
    plan = read_roll(text)

    assert (plan.repeats, plan.notation) == (1, notation)


@pytest.mark.parametrize("text", ["1d20, 2d6", "1d20;2d6", "1d20 ,2d6", "1d20 ; 2d6"])
def test_pools_are_parted_by_comma_or_semicolon(text: str) -> None:
    assert [pool.dice for pool in read_roll(text).pools] == [1, 2]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Stealth: 1d20", "Stealth"),
        ("Stealth:1d20", "Stealth"),
        ("  Fire   damage  : 1d20", "Fire damage"),
        ("a1d20: 1d20", "a1d20"),
        ("2: 1d20", "2"),
        ("50%: 1d20", "50%"),
        ("1d20", None),
    ],
)
def test_a_pool_may_have_a_label(text: str, label: str | None) -> None:
    assert read_roll(text).pools[0].label == label


def test_every_pool_has_its_own_label() -> None:
    plan = read_roll("To hit: 1d20, Damage: 2d6, 1d4")

    assert [pool.label for pool in plan.pools] == ["To hit", "Damage", None]


@pytest.mark.parametrize("text", ["1d20 vs 15", "1d20vs15", "1d20 VS 15", "1d20 Vs 15"])
def test_a_pool_may_have_a_difficulty(text: str) -> None:
    assert read_roll(text).pools[0].target == 15


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("2d6 # fire", "fire"),
        ("2d6#fire", "fire"),
        ("2d6 #  two   words ", "two words"),
        ("2d6 # one # two", "one # two"),
        ("2d6 # 1d20 vs 15, x: y", "1d20 vs 15, x: y"),
        ("2d6 #", None),
        ("2d6", None),
    ],
)
def test_text_after_the_sign_is_a_comment(text: str, comment: str | None) -> None:
    plan = read_roll(text)

    assert (plan.comment, plan.notation) == (comment, "2d6")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("2d6[fire]", ("fire",)),
        ("2d6 [ cold  iron ]", ("cold iron",)),
        ("2d6[fire][magic]", ("fire", "magic")),
        ("2d6kh1[fire: hot, very]", ("fire: hot, very",)),
        ("2d[1,2][fire]", ("fire",)),
        ("2d6", ()),
    ],
)
def test_dice_may_carry_notes(text: str, notes: tuple[str, ...]) -> None:
    assert read_roll(text).pools[0].terms[0].notes == notes


def test_saved_rolls_cannot_grow_without_end() -> None:
    saved = (("$r0", "$r1+$r1"), ("$r1", "+".join(["$r2"] * 39)), ("$r2", "1"))

    with pytest.raises(TooManyNames) as refused:
        read_roll("$r0", saved=saved)

    assert refused.value.at == 0


def test_a_roll_may_use_forty_saved_names() -> None:
    saved = (("$r", "1"),)

    assert read_roll("+".join(["$r"] * 40), saved=saved).notation == "+".join(["1"] * 40)
    with pytest.raises(TooManyNames):
        read_roll("+".join(["$r"] * 41), saved=saved)


def test_a_minus_ends_a_saved_name() -> None:
    saved = (("@str", "3"),)

    assert read_roll("1d20+@str-2", saved=saved).notation == "1d20+3-2"
    assert names_in("1d20+@str-@dex") == ("@str", "@dex")


def test_saved_names_are_resolved() -> None:
    saved = (("@athletics", "5"), ("$attack", "a1d20+@athletics"))

    assert read_roll("1d20+@Athletics", saved=saved).notation == "1d20+5"
    assert read_roll("$attack*2", saved=saved).notation == "(a1d20+5)*2"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1d20+@athletics", ("@athletics",)),
        ("$Attack, 1d6+@STR*@str", ("$attack", "@str")),
        ("1d20 # @nobody", ()),
        ("1d20", ()),
    ],
)
def test_the_names_in_a_text_are_known_before_it_is_read(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_a_text_read_twice_is_the_same_plan() -> None:
    assert parse_roll("4d6kh3 # once") is parse_roll("4d6kh3 # once")


def test_the_plot_die_can_be_requested_by_an_option() -> None:
    assert read_roll("1d20", add_plot=True).notation == "1d20, dp"


def test_labels_are_no_part_of_the_expression() -> None:
    assert canonical_notation("dp: 2d6") == "dp: 2d6"
    assert not read_roll("dp: 2d6").has_plot_die
