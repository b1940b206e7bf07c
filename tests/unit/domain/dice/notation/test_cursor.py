"""Tests how numbers of any length are read."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import NumberTooLarge
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.cursor import bounded

ZEROS = ("", "0", "0" * 30, "0" * 5_000)


@pytest.mark.parametrize("zeros", ZEROS, ids=len)
@pytest.mark.parametrize("number", [1, 20, Limits.NUMBER])
def test_leading_zeros_change_nothing(zeros: str, number: int) -> None:
    assert bounded(f"{zeros}{number}", 0) == number
    assert bounded(f"{zeros}0", 0) == 0


@pytest.mark.parametrize("zeros", ZEROS, ids=len)
@pytest.mark.parametrize("digits", [str(Limits.NUMBER + 1), "1" * 30, "1" + "0" * 5_000])
def test_a_number_above_the_limit_is_refused_where_it_stands(zeros: str, digits: str) -> None:
    with pytest.raises(NumberTooLarge) as refused:
        bounded(zeros + digits, 7)

    assert refused.value.at == 7
