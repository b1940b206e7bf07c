"""Tests the counter changes of rolls, die by die."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dice import COSMERE, NAZH, Roll, judge, parse_roll, throw
from nazh.domain.dice.pools import FUDGE, PLOT_DIE, Die, custom_die, numbered_die
from nazh.domain.dice.statistics.draws import ThrowDraws, draws_of_roll, draws_of_throw
from nazh.domain.dice.statistics.roll_counts import (
    KEPT_D20,
    NATURAL_1,
    NATURAL_20,
    ROLLS,
    CountKey,
    count_rolls,
    die_name,
    merge_counts,
)
from nazh.domain.kernel.errors import Refusal
from tests.doubles.rng import ScriptedRng
from tests.unit.domain.dice.strategies import Luck, luck, notations


def rolled(notation: str, *faces: int) -> Roll:
    return judge(throw(parse_roll(notation), ScriptedRng(faces)), COSMERE)


def counts(notation: str, *faces: int) -> dict[str, int]:
    roll_counts = count_rolls([rolled(notation, *faces)])
    return {
        key_name if not face else f"{key_name}={face}": n
        for (key_name, face), n in roll_counts.items()
    }


@given(notations(), luck())
def test_every_face_that_was_drawn_is_in_its_place(notation: str, dice: Luck) -> None:
    try:
        thrown = throw(parse_roll(notation), dice)
    except Refusal:
        assume(False)

    assert list(chain.from_iterable(draw.faces for draw in draws_of_throw(thrown).draws)) == list(
        thrown.faces
    )


@given(notations(), luck())
def test_draws_of_a_roll_match_its_evaluation(notation: str, dice: Luck) -> None:
    try:
        roll = judge(throw(parse_roll(notation), dice), COSMERE)
    except Refusal:
        assume(False)

    assert faces_and_d20s(draws_of_roll(roll)) == faces_and_d20s(draws_of_throw(roll.throw))


@pytest.mark.parametrize(
    "notation",
    [
        *("1d20+5", "2d20kl1", "4d20d1", "3d20km1", "2d20!", "2d20r1", "2d20s"),
        *("{1d20,1d20}kh1", "(1d20+1d4)*2", "ad3d20+1d20, dp", "pan4d6+1d20", "a1dp, 1d20"),
        *("2d6, d[1,20]+2dF", "1d20 vs 15, damage: 2d8[fire]+1d20mi3"),
    ],
)
def test_draws_of_each_pool_kind_match_its_evaluation(notation: str) -> None:
    plan, dice = parse_roll(notation), SeededRng(1)

    for _ in range(50):
        roll = judge(throw(plan, dice), NAZH)

        assert faces_and_d20s(draws_of_roll(roll)) == faces_and_d20s(draws_of_throw(roll.throw))


def faces_and_d20s(throw_draws: ThrowDraws) -> tuple[list[tuple[Die, int, bool]], tuple[int, ...]]:
    """Return the drawn faces one by one, however they were batched."""
    faces = [(draw.die, face, draw.is_further) for draw in throw_draws.draws for face in draw.faces]
    return faces, throw_draws.kept_d20


@pytest.mark.parametrize("notation", ["1d20+5", "2d20kl1", "2d20kh1", "1d100", "1d8", "2d6kh1"])
def test_a_simple_pool_counts_as_its_evaluation(notation: str) -> None:
    plan, dice = parse_roll(notation), SeededRng(1)

    for _ in range(200):
        roll = judge(throw(plan, dice), NAZH)
        evaluated = draws_of_throw(roll.throw)
        kept_d20s = evaluated.kept_d20

        assert count_rolls([roll]) == Counter(
            [
                CountKey(f"d{draw.die.written}", face)
                for draw in evaluated.draws
                for face in draw.faces
            ]
            + [CountKey(ROLLS)]
            + [CountKey(KEPT_D20)] * len(kept_d20s)
            + [CountKey(NATURAL_20)] * kept_d20s.count(20)
            + [CountKey(NATURAL_1)] * kept_d20s.count(1)
        )


@given(st.lists(notations(), max_size=3), luck())
def test_rolls_count_the_same_together_as_one_by_one(texts: list[str], dice: Luck) -> None:
    try:
        rolls = [judge(throw(parse_roll(text), dice), NAZH) for text in texts]
    except Refusal:
        assume(False)
    one_by_one: dict[CountKey, int] = {}
    for roll in rolls:
        one_by_one = merge_counts(one_by_one, count_rolls([roll]))

    assert count_rolls(rolls) == one_by_one
    assert merge_counts(one_by_one, one_by_one, -1) == {}


def test_both_faces_of_an_edge_count_and_only_the_kept_one_is_natural() -> None:
    assert counts("a1d20", 20, 1) == {
        "rolls": 1,
        "opportunities": 1,
        "kept d20": 1,
        "natural 20": 1,
        "d20=20": 1,
        "d20=1": 1,
    }


def test_a_dropped_d20_is_counted_and_not_natural() -> None:
    assert counts("2d20kh1", 1, 14) == {"rolls": 1, "kept d20": 1, "d20=1": 1, "d20=14": 1}


def test_a_natural_1_is_a_complication_where_the_ruleset_says_so() -> None:
    assert counts("1d20", 1) == {
        "rolls": 1,
        "threats": 1,
        "kept d20": 1,
        "natural 1": 1,
        "d20=1": 1,
    }


@pytest.mark.parametrize(
    ("notation", "faces", "first", "further"),
    [
        ("2d6!", (6, 2, 6, 3), ["d6=6", "d6=2"], ["d6+=6", "d6+=3"]),
        ("1d10!!", (10, 4), ["d10=10"], ["d10+=4"]),
        ("2d4r1", (1, 3, 1, 2), ["d4=1", "d4=3"], ["d4+=1", "d4+=2"]),
        ("1d4!, 1d4", (4, 1, 2), ["d4=4", "d4=2"], ["d4+=1"]),
    ],
)
def test_further_dice_are_counted_apart(
    notation: str, faces: tuple[int, ...], first: list[str], further: list[str]
) -> None:
    roll_counts = counts(notation, *faces)

    assert roll_counts.keys() - {"rolls"} == {*first, *further}


def test_a_plot_die_counts_as_itself() -> None:
    roll_counts = counts("1d20, a1dp", 7, 5, 2)

    assert roll_counts["dp=5"] == roll_counts["dp=2"] == roll_counts["opportunities"] == 1
    assert "d6=5" not in roll_counts


def test_large_and_strange_dice_are_only_counted_as_dice() -> None:
    assert counts("2d1000, d[1,2,5], 3d1", 999, 4, 3, 1, 1, 1) == {"rolls": 1, "other dice": 6}


@pytest.mark.parametrize(
    ("die", "kind"),
    [
        (numbered_die(20), "d20"),
        (numbered_die(100), "d100"),
        (numbered_die(101), None),
        (FUDGE, "dF"),
        (PLOT_DIE, "dp"),
        (custom_die((1, 2, 3)), None),
    ],
)
def test_a_die_has_the_name_that_players_write(die: Die, kind: str | None) -> None:
    assert die_name(die) == kind


def test_each_repeat_is_a_roll() -> None:
    plan = parse_roll("3x1d4")
    dice = ScriptedRng([1, 2, 2])

    roll_counts = count_rolls(judge(throw(plan, dice)) for _ in range(plan.repeats))

    assert roll_counts == {CountKey("rolls"): 3, CountKey("d4", 1): 1, CountKey("d4", 2): 2}
