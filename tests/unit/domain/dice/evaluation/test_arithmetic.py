"""Tests exact arithmetic with one rounding at the end (docs/dice.md, "A roll")."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nazh.domain.dice import throw_physical_dice
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.evaluation.arithmetic import absolute, applied
from nazh.domain.dice.judging import judge
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.pools import FunctionName
from tests.unit.domain.dice.scripted_rolls import pool, raw, refused


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2+3*4", 14),
        ("(2+3)*4", 20),
        ("10-3-2", 5),
        ("10-(3-2)", 9),
        ("100/10/5", 2),
        ("100/(10/5)", 50),
        ("2*3/4", 1),
        ("-3+5", 2),
        ("--3", 3),
        ("+-+3", -3),
        ("2*-3", -6),
        ("5--3", 8),
        ("-2*3", -6),
        ("2−3", -1),
        ("2×3", 6),
        ("9÷2", 4),
        ("1,000", 1),
    ],
)
def test_precedence_is_conventional(text: str, value: int) -> None:
    assert raw(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7/2", 3),
        ("-7/2", -3),
        ("7/2+1/2", 4),
        ("1/3+1/3+1/3", 1),
        ("1/3*3", 1),
        ("0.1+0.2-0.3", 0),
        ("(0.1+0.2)*10", 3),
        ("10*0.3", 3),
        ("1.5+1.5", 3),
        ("2.50", 2),
        ("1.99", 1),
        ("0-1.99", -1),
        ("1000000000*1000000000/1000000000", 1_000_000_000),
        ("999999999.999999999*1000000000", 999_999_999_999_999_999),
    ],
)
def test_only_the_final_result_is_rounded(text: str, value: int) -> None:
    assert raw(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7//2", 3),
        ("-7//2", -4),
        ("7//-2", -4),
        ("(7//2)*2", 6),
        ("7//2*2", 6),
        ("7.5//2", 3),
        ("7/2//1", 3),
        ("0-(7//2)", -3),
    ],
)
def test_a_double_slash_rounds_down_where_it_stands(text: str, value: int) -> None:
    assert raw(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("7%3", 1), ("-7%3", 2), ("7%-3", -2), ("-7%-3", -1), ("7.5%2*10", 15), ("6%3", 0)],
)
def test_a_remainder_takes_its_sign_from_the_divisor(text: str, value: int) -> None:
    assert raw(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("floor(2.7)", 2),
        ("floor(0-2.2)", -3),
        ("ceil(2.2)", 3),
        ("ceil(0-2.7)", -2),
        ("round(2.5)", 3),
        ("round(2.4)", 2),
        ("round(3.5)", 4),
        ("round(0-2.5)", -2),
        ("abs(0-3)", 3),
        ("abs(3)", 3),
        ("min(3,1,2)", 1),
        ("max(3,1,2)", 3),
        ("min(2)", 2),
        ("max(2)", 2),
        ("max(0.5,1/3)*6", 3),
        ("min(2,max(1,5))", 2),
        ("MAX ( 1 , 2 )", 2),
        ("floor(7/2)*2", 6),
    ],
)
def test_functions(text: str, value: int) -> None:
    assert raw(text) == value


def test_functions_of_dice() -> None:
    assert raw("max(1d6,1d8)", 3, 7) == 7
    assert raw("floor(3d6/2)", 5, 5, 5) == 7
    assert raw("abs(1d6-1d8)", 2, 7) == 5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3+2>=5", 1),
        ("5<3+2", 0),
        ("1+1=2", 1),
        ("1+1==3", 0),
        ("1/3<>0.3", 1),
        ("(1<2)+(2<1)", 1),
        ("0.5+0.5>=1", 1),
        ("max(1,2)>1", 1),
    ],
)
def test_a_comparison_binds_loosest_and_gives_one_or_nought(text: str, value: int) -> None:
    assert raw(text) == value


def test_a_comparison_of_a_whole_sum_with_dice() -> None:
    assert raw("2d6+3>=9", 3, 3) == 1
    assert raw("9<=2d6+3", 3, 2) == 0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1/0", 1),
        ("1d20/0", 4),
        ("5//0", 1),
        ("5%0", 1),
        ("1+2/(1-1)", 3),
        ("1/0.0", 1),
        ("1/(0*1d6)", 1),
        ("1/(1d1-1)", 1),
        ("max(1,1/0)", 7),
        ("{1,2/0}kh1", 4),
        ("-(1/0)", 3),
        ("1/0>=1", 1),
        ("1>=1/0", 4),
        ("(1/0)*2", 2),
        ("1/floor(0.5)", 1),
        ("1/round(0.2)", 1),
        ("1/ceil(0-0.5)", 1),
        ("1/(5%5)", 1),
        ("1/(1=2)", 1),
        ("1d6, 1d20/0", 9),
    ],
)
def test_a_division_that_must_fail_is_refused_before_any_die_falls(text: str, at: int) -> None:
    refusal = refused(text)

    assert (refusal.code, refusal.at) == ("division_by_zero", at)
    assert refusal.hint


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("10/(1d6-1)", (1,)),
        ("10//(1d6-1)", (1,)),
        ("10%(1d6-1)", (1,)),
        ("10/(1d6-1d6)", (4, 4)),
        ("10/(1d6>=6)", (3,)),
        ("{10/(1d2-1),5}kh1", (1,)),
        ("10/1dF", (0,)),
    ],
)
def test_a_divisor_that_falls_zero_is_a_refusal_and_no_crash(
    text: str, faces: tuple[int, ...]
) -> None:
    plan = read_roll(text)

    with pytest.raises(DivisionByZero) as caught:
        judge(throw_physical_dice(plan, faces)[0])

    assert caught.value.at == min(text.find(sign) for sign in "/%" if sign in text)


def test_a_divisor_that_may_fall_zero_may_be_thrown() -> None:
    assert raw("10/(1d6-1)", 6) == 2


def test_dice_with_negative_faces_add_up() -> None:
    assert raw("4dF", -1, 0, -1, 1) == -1
    assert raw("4dF-1d[-3,3]", 1, 1, 1, 1, -3) == 7


def test_a_negative_total_rounds_toward_zero() -> None:
    assert raw("(1d6-6)/2", 1) == -2


def test_zero_may_be_added() -> None:
    assert pool("1d20+0", 7).total == 7


@pytest.mark.parametrize("name", list(FunctionName))
def test_functions_of_one_whole_number_leave_it_alone(name: FunctionName) -> None:
    assert applied(name, [5]) == 5


def test_the_absolute_value_is_exact() -> None:
    assert absolute(Fraction(-1, 3)) == Fraction(1, 3)
