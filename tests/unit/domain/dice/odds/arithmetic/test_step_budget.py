"""Tests what the odds of known rolls cost, counted in steps.

A step is about a microsecond, so a figure changes only if a calculation becomes cheaper or dearer.
"""

from __future__ import annotations

import pytest

from nazh.domain.dice import NAZH
from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import odds_of
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget, multiplication_steps


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("(1d100r1u)kh1", 2_954),
        ("(4d6+2d8)kh3", 361),
        ("(5d20+5d20)k>10", 1_275),
        ("({1d4,1d6}kh1+1d4)kh1", 4_116),
        ("-1d1000+1d1000", 4_787),
        ("10d10!!", 808),
        ("10d100k>50", 2_366),
        ("10d20!kl3", 9_508),
        ("10d20u", 1_671),
        ("10d20ukh5", 953),
        ("10d6!p", 2_264),
        ("10d6ro1kh3", 68),
        ("10d[1,50,10000]kh3", 7_824),
        ("12d[1,7,1000000]kh5", 229),
        ("1d100 vs 50, 1d100 vs 50, dp", 828),
        ("1d100%1d9", 478),
        ("1d100/1d10", 3_142),
        ("1d1000*3+7", 1_758),
        ("1d100>=1d100", 136),
        ("1d20", 24),
        ("1d20 vs 0, p1d6", 84),
        ("1d20!!ma30", 277),
        ("1d20!!mi3>=30", 421),
        ("1d6/7+1d8/3", 286),
        ("20d1000", 31_972),
        ("20d10000kh1", 12_502),
        ("20d10>=7f=1", 83),
        ("20d20km1", 482),
        ("20d20km5", 1_646),
        ("20d6", 164),
        ("20d6!", 1_182),
        ("20d6ro1", 223),
        ("20d[0,1,5000]!", 35_324),
        ("20d[1,2,3,100]", 2_865),
        ("2d10!kh1!!>=8", 12_296),
        ("2d1000mi500ma600", 1_555),
        ("2d20kh1", 27),
        ("2d4!kl1", 837),
        ("2d4mi2!kh1", 1_750),
        ("2d6/3+1d4/3", 167),
        ("3d4!=2>=2f=1", 226),
        ("3d6kh2!!", 631),
        ("3d6ra6", 75),
        ("4d6kh3", 64),
        ("4d6u", 48),
        ("5d10!!r1", 4_361),
        ("5d20!kh2cs>=19", 933),
        ("5d20mi3!kh2>=10", 6_827),
        ("5d[1,20,400]", 55),
        ("6d6!!kh3", 3_361),
        ("9d[1,2,3,5000]", 364),
        ("a1d10000", 12_502),
        ("floor(5d20/3)", 1_102),
        ("max(1d10000,1d9999)", 32_504),
        ("{10/(1d4-1),1d6}kh1", 69),
        ("{1d20,1d12,1d8}kh2", 370),
        ("{1d6,1d6,1d4}dl1>=3", 98),
        ("{1d6,1d6,1d6}kh2", 38),
        ("{5d20/2,1d20}kh1", 1_688),
    ],
)
def test_the_odds_of_a_roll_cost_what_they_did_within_a_twentieth(text: str, steps: int) -> None:
    plan = read_roll(text)

    assert odds_of(plan, NAZH, steps + steps // 20).pools
    with pytest.raises(OddsTooHard):
        odds_of(plan, NAZH, steps - steps // 20 - 1)


def test_a_budget_can_be_spent_to_the_last_step() -> None:
    budget = StepBudget(10)

    budget.spend(7)
    budget.spend(3)

    with pytest.raises(OddsTooHard):
        budget.spend(1)


@pytest.mark.parametrize(
    ("digits", "other_digits", "steps"),
    [
        (1, 1, 1),
        (1_000, 1, 2),
        (1, 1_000, 2),
        (1_000, 70, 71),
        (1_000, 71, 101),
        (71, 1_000, 101),
        (1_000, 1_000, 388),
    ],
)
def test_large_integers_are_multiplied_in_fewer_steps_than_digit_by_digit(
    digits: int, other_digits: int, steps: int
) -> None:
    assert multiplication_steps(30 * digits - 1, 30 * other_digits - 1) == steps
    assert multiplication_steps(30 * digits - 30, 30 * other_digits - 30) == steps
