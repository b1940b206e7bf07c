"""Tests words for advantage behind several dice."""

from __future__ import annotations

import pytest

from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal


def refused_when_typed(text: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_roll(text, is_typed=True)
    return caught.value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2d6 adv", "Write a1d6 for one die with it, or aa2d6 if each of the dice has it."),
        ("5d6 dis", "Write d1d6 for one die with it, or ddddd5d6 if each of the dice has it."),
    ],
)
def test_an_edge_of_several_dice_can_mean_two_things(text: str, hint: str) -> None:
    refusal = refused_when_typed(text)

    assert (refusal.at, refusal.hint) == (4, hint)


@pytest.mark.parametrize("text", ["6d6 adv", "2d6 adv dis", "2d6 + 1d4 adv", "2d6 + 3d6 adv"])
def test_nothing_is_proposed_for_many_dice_of_kinds_or_for_both_edges(text: str) -> None:
    assert refused_when_typed(text).hint == ("Write a1d20 for advantage, d1d20 for disadvantage.")
