"""Tests luck against the enumeration of all outcomes."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import chain, product, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.statistics.luck import PRECISION, Luck, luck_of

Dice = dict[int, int]
FEW = st.dictionaries(st.integers(2, 8), st.integers(1, 2), min_size=1, max_size=2)
MANY = st.dictionaries(st.integers(2, 100), st.integers(40, 400), min_size=1, max_size=4)


def sides_of(dice: Dice) -> list[int]:
    return list(chain.from_iterable(repeat(sides, number) for sides, number in dice.items()))


def surplus_of(dice: Dice, total: int) -> Fraction:
    return total - sum((Fraction(sides + 1, 2) for sides in sides_of(dice)), Fraction(0))


def totals(dice: Dice) -> range:
    return range(len(sides_of(dice)), sum(sides_of(dice)) + 1)


def share(luck: Luck | None) -> Fraction:
    assert luck is not None
    return luck.share


def by_brute_force(dice: Dice, total: int) -> Fraction:
    fallen = [sum(faces) for faces in product(*(range(1, n + 1) for n in sides_of(dice)))]
    lower, same = sum(face_total < total for face_total in fallen), fallen.count(total)
    return Fraction(2 * lower + same, 2 * len(fallen))


@given(FEW, st.data())
def test_it_is_the_share_of_ways_that_show_less(dice: Dice, data: st.DataObject) -> None:
    total = data.draw(st.sampled_from(totals(dice)))

    assert luck_of(dice, surplus_of(dice, total)) == Luck(by_brute_force(dice, total))


@given(FEW)
def test_all_totals_together_are_all_luck_there_is(dice: Dice) -> None:
    """The average luck over all outcomes of the same dice is one half."""
    fallen = Counter(map(sum, product(*(range(1, sides + 1) for sides in sides_of(dice)))))

    everybody = sum(
        times * share(luck_of(dice, surplus_of(dice, total))) for total, times in fallen.items()
    )

    assert everybody / fallen.total() == Fraction(1, 2)


@given(st.one_of(FEW, MANY), st.data())
def test_dice_turned_upside_down_are_as_unlucky_as_they_were_lucky(
    dice: Dice, data: st.DataObject
) -> None:
    surplus = surplus_of(dice, data.draw(st.sampled_from(totals(dice))))

    luck, other = luck_of(dice, surplus), luck_of(dice, -surplus)

    assert luck is not None
    assert other is not None
    assert luck.error == other.error
    assert abs(luck.share + other.share - 1) <= luck.error


@given(st.one_of(FEW, MANY), st.data())
def test_a_higher_sum_is_never_less_lucky(dice: Dice, data: st.DataObject) -> None:
    total = data.draw(st.sampled_from(totals(dice)[:-1]))
    luck = luck_of(dice, surplus_of(dice, total))

    luckier = luck_of(dice, surplus_of(dice, total + 1))

    assert luck is not None
    assert share(luckier) > luck.share - luck.error


@pytest.mark.parametrize(
    "dice",
    [{20: 36}, {6: 100}, {2: 330}, {4: 40, 8: 30, 12: 20}, {3: 5, 100: 20}, {20: 60, 6: 4}],
)
@pytest.mark.parametrize("deviation", [-40, -7, -1, 0, 1, 12, 33])
def test_luck_of_many_dice_is_correct_to_nine_decimals(dice: Dice, deviation: int) -> None:
    middle = sum((sides + 1) * number for sides, number in dice.items()) // 2
    ways = [1]
    for sides in sides_of(dice):
        ways = [
            sum(ways[max(0, total - sides + 1) : total + 1])
            for total in range(len(ways) + sides - 1)
        ]
    place = middle + deviation - len(sides_of(dice))
    exact = Fraction(2 * sum(ways[:place]) + ways[place], 2 * sum(ways))

    luck = luck_of(dice, surplus_of(dice, middle + deviation))

    assert luck is not None
    assert luck.error == PRECISION
    assert abs(luck.share - exact) < PRECISION


def test_a_million_dice_take_no_longer_than_a_hundred() -> None:
    million = luck_of({20: 1_000_000, 6: 300_000}, Fraction(0))

    assert million is not None
    assert million.share == Fraction(1, 2)


def test_the_highest_sum_of_many_dice_is_as_good_as_sure_luck() -> None:
    luck = luck_of({20: 1000}, Fraction(9500))

    assert luck is not None
    assert 1 - luck.share < PRECISION
    assert luck.share <= 1


def test_without_dice_there_is_no_luck() -> None:
    assert luck_of({}, Fraction(0)) is None
    assert luck_of({20: 0, 1: 5}, Fraction(0)) is None
