"""Tests the plot die, face by face (docs/dice.md, "Plot die")."""

from __future__ import annotations

import pytest

from nazh.domain.dice import COSMERE, NAZH, PLAIN, Ruleset
from nazh.domain.dice.errors import ImpossiblePick
from tests.unit.domain.dice.scripted_rolls import dice, pool, raw, roll_faces

FACES = [
    (1, 2, "threat", 0, 1),
    (2, 4, "threat", 0, 1),
    (3, 0, "nothing", 0, 0),
    (4, 0, "nothing", 0, 0),
    (5, 0, "opportunity", 1, 0),
    (6, 0, "opportunity", 1, 0),
]


@pytest.mark.parametrize("ruleset", [NAZH, COSMERE, PLAIN], ids=lambda ruleset: ruleset.name)
@pytest.mark.parametrize(("face", "bonus", "outcome", "opportunities", "threats"), FACES)
def test_the_meaning_of_each_face(
    face: int, bonus: int, outcome: str, opportunities: int, threats: int, ruleset: Ruleset
) -> None:
    roll = roll_faces("1d20+5, 2d6, dp", 10, 3, 4, face, ruleset=ruleset)

    assert roll.plot is not None
    assert (roll.plot.face, roll.plot.bonus, roll.plot.outcome.value) == (face, bonus, outcome)
    assert (roll.opportunities, roll.threats) == (opportunities, threats)
    assert [result.total for result in roll.pools] == [15 + bonus, 7, None]
    assert [result.raw for result in roll.pools] == [15, 7, None]
    assert [result.plot_bonus for result in roll.pools] == [bonus, 0, 0]


@pytest.mark.parametrize("text", ["dp", "1dp", "DP", "p1d6", "P 1 D 6", "d p"])
def test_every_way_to_write_it(text: str) -> None:
    roll = roll_faces(text, 5)

    assert roll.plot is not None
    assert roll.throw.plan.notation == "dp"


def test_it_may_be_added_to_any_roll() -> None:
    roll = roll_faces("a1d20+5, 2d6", 3, 18, 3, 4, 2, plot=True)

    assert roll.throw.plan.notation == "a1d20+5, 2d6, dp"
    assert [result.total for result in roll.pools] == [27, 7, None]


def test_all_skill_pools_gain() -> None:
    roll = roll_faces("1d20, 1d20+1, 1d8, dp", 10, 11, 8, 1)

    assert [result.total for result in roll.pools] == [12, 14, 8, None]


def test_it_counts_wherever_it_stands() -> None:
    assert roll_faces("dp, 1d20", 2, 10).pools[1].total == 14
    assert pool("1d20+dp+3", 10, 2).total == 17
    assert pool("dp+1d20", 2, 10).total == 14


def test_its_face_adds_to_nothing() -> None:
    assert raw("2d6+dp", 3, 4, 6) == 7
    assert raw("p3d6", 6, 3, 4) == 7
    assert raw("p3d6>=3", 6, 3, 4) == 2
    assert raw("p3d6kh1", 6, 3, 4) == 4
    assert raw("p3d6!", 6, 3, 4) == 7
    assert raw("p3d6r6", 6, 3, 4) == 7
    assert raw("p3d6mi5", 1, 3, 4) == 10


def test_without_a_skill_pool_it_still_shows_its_outcome() -> None:
    roll = roll_faces("2d6, dp", 3, 4, 2)

    assert roll.plot is not None
    assert (roll.plot.outcome.value, roll.threats) == ("threat", 1)
    assert roll.pools[0].total == 7


def test_a_pool_that_is_only_the_plot_die_has_no_total() -> None:
    result = pool("dp", 2)

    assert (result.total, result.raw, result.plot_bonus, result.floored) == (None, None, 0, False)


def test_without_a_plot_die_there_is_no_outcome() -> None:
    assert roll_faces("1d20", 3).plot is None


def test_the_plot_die_itself_is_worth_nothing() -> None:
    (die,) = dice("dp", 2)

    assert (die.value, die.kept, die.is_plot, die.sides, die.faces) == (0, True, True, 6, (2,))
    assert [mark.value for mark in die.marks] == ["threat"]


@pytest.mark.parametrize(
    ("first", "second", "suggested"),
    [
        (5, 2, 5),
        (2, 6, 6),
        (1, 2, 2),
        (2, 1, 2),
        (3, 1, 1),
        (1, 4, 1),
        (3, 2, 2),
        (5, 4, 5),
    ],
)
def test_with_advantage_the_best_face_is_suggested(first: int, second: int, suggested: int) -> None:
    roll = roll_faces("1d20, a1dp", 10, first, second)

    assert roll.plot is not None
    assert roll.plot.face == suggested
    assert roll.plot.faces == (suggested, first + second - suggested)
    assert roll.plot.choice_open
    assert roll.pools[0].plot_bonus == roll.plot.bonus


@pytest.mark.parametrize(
    ("first", "second", "suggested"),
    [
        (5, 2, 2),
        (1, 6, 1),
        (1, 2, 1),
        (2, 1, 1),
        (3, 1, 3),
        (2, 4, 4),
        (6, 3, 3),
    ],
)
def test_with_disadvantage_the_reverse(first: int, second: int, suggested: int) -> None:
    roll = roll_faces("1d20, d1dp", 10, first, second)

    assert roll.plot is not None
    assert roll.plot.face == suggested
    assert roll.plot.choice_open


@pytest.mark.parametrize(("first", "second"), [(5, 6), (3, 4), (4, 3), (2, 2), (1, 1)])
@pytest.mark.parametrize("tag", ["a", "d"])
def test_faces_that_mean_the_same_leave_nothing_to_choose(
    tag: str, first: int, second: int
) -> None:
    roll = roll_faces(f"{tag}1dp", first, second)

    assert roll.plot is not None
    assert not roll.plot.choice_open


@pytest.mark.parametrize(("picked", "total"), [(2, 14), (5, 10)])
@pytest.mark.parametrize("tag", ["a", "d"])
def test_a_picked_face_counts(tag: str, picked: int, total: int) -> None:
    roll = roll_faces(f"1d20, {tag}1dp", 10, 5, 2, picked=picked)

    assert roll.plot is not None
    assert (roll.plot.face, roll.plot.choice_open) == (picked, False)
    assert roll.pools[0].total == total


def test_only_a_face_on_the_table_can_be_picked() -> None:
    with pytest.raises(ImpossiblePick) as caught:
        roll_faces("1d20, a1dp", 10, 5, 2, picked=6)

    assert caught.value.code == "impossible_pick"


def test_a_choice_is_shown_on_the_die() -> None:
    (die,) = roll_faces("a1dp", 2, 5).pools[0].dice

    assert die.faces == (5, 2)
    assert [mark.value for mark in die.marks] == ["opportunity"]


def test_a_dropped_group_keeps_the_plot_die_on_the_table() -> None:
    roll = roll_faces("{1d6+dp,1d8}kh1", 1, 2, 8)

    assert roll.plot is not None
    assert roll.plot.outcome.value == "threat"


def test_edges_beside_it_keep_their_meaning() -> None:
    assert raw("ap2d6", 3, 5, 6) == 5
    assert raw("pd2d6", 6, 3, 5) == 3
