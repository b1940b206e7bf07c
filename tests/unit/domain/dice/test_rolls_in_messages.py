"""Tests that only dice are found in messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice import parse_roll
from nazh.domain.dice.errors import DuplicatePlotDie, RepeatBesideRolls, TooManyPools
from nazh.domain.dice.rolls_in_messages import remark_in, rolls_in
from nazh.domain.kernel.errors import Refusal


@pytest.mark.parametrize(
    ("text", "rolls"),
    [
        ("1d20+5, 2d6", ("1d20+5", "2d6")),
        ("Stealth: a1d20 vs 15 # quiet", ("Stealth: a1d20 vs 15",)),
        ("I hit with `1d20 + 5`, then ```2d6[fire]```", ("1d20+5", "2d6[fire]")),
        ("I roll 2d6+3 please, then a1d20+7.", ("2d6+3", "a1d20+7")),
        ("2d6 + 3 fire damage, then 1d20 - 1 to hit", ("2d6+3", "1d20-1")),
        ("1d20+5 adv", ("a1d20+5",)),
        ("`1d20 dis` # fear", ("d1d20",)),
        ("I try 1d20+3 advantage, or 1d20 disguised", ("a1d20+3", "1d20")),
        ("3d6 * 2 damage", ("3d6*2",)),
        ("1d20+5 to hit, 2d6+3 slashing", ("to hit: 1d20+5", "slashing: 2d6+3")),
        ("`no dice` but 1d6", ("1d6",)),
        ("6x4d6kh3", ("6x4d6kh3",)),
        ("`6x4d6kh3` # six times", ("6x4d6kh3",)),
        ("1, 2, 3, 4, 5, 6 and 1d20", ("1d20",)),
        ("`1, 2, 3, 4, 5, 6` and `1d20`", ("1d20",)),
        ("d20+3 please", ("1d20+3",)),
        ("Please roll a d20+3, and D6.", ("1d20+3", "1d6")),
        ("I need 4dF+1 here, or d%", ("4dF+1", "1d100")),
        ("**2d6**", ("2d6",)),
        ("__1d20+5 adv__ for *stealth*", ("a1d20+5",)),
        ("I hit with ***1d20+5***, then ||2d6+3||!", ("1d20+5", "2d6+3")),
        ("*2d6 + 3*", ("2d6+3",)),
        ("(2d6)*2*(1d4)", ("2d6*2*1d4",)),
        ("2*3d6*2", ("2*3d6*2",)),
        ("> 2d6+3 fire", ("2d6+3",)),
        ("# Initiative: d20+2", ("Initiative: 1d20+2",)),
        ("- 2d6+3", ("2d6+3",)),
        ("- 1d20+5\n- 2d6+3", ("1d20+5", "2d6+3")),
        ("Attack: 1d20+5\nDamage: 2d6+3", ("Attack: 1d20+5", "Damage: 2d6+3")),
        ("- Attack: 1d20+5\n- Damage: **2d6+3** fire", ("Attack: 1d20+5", "Damage: 2d6+3")),
        ("8d6\nd4", ("8d6", "1d4")),
        ("roll 1d20+5 with advantage please", ("a1d20+5",)),
        ("I try to hide: 1d20+5 with disadvantage.", ("I try to hide: d1d20+5",)),
        ("half of 8d6", ("8d6/2",)),
        ("½ of 8d6", ("8d6/2",)),
        ("~~1d20~~ no, 2d6", ("2d6",)),
        ("Ich würfle 3w6+2", ("3d6+2",)),
        ("Jag slår 2T6+1", ("2d6+1",)),
        ("1d4 and 1d6 and 1d8 or 1d10 or 1d12", ("1d4", "1d6", "1d8", "1d10", "1d12")),
    ],
)
def test_dice_are_found(text: str, rolls: tuple[str, ...]) -> None:
    assert rolls_in(text) == rolls


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("1d20+5 # Attack!", "Attack!"),
        ("Stealth: a1d20 vs 15 # quiet", "quiet"),
        ("I hit with `1d20 + 5 # sword`, then `2d6`", "sword"),
        ("1d20+5 to hit", "to hit"),
        ("1d20+5", None),
        ("I roll 2d6+3 please # not a roll", None),
        ("d20+3 please", "please"),
        ("**2d6** # fire", "fire"),
    ],
)
def test_the_remark_of_a_roll_is_found(text: str, remark: str | None) -> None:
    assert remark_in(text) == remark


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello there",
        "I have 5 of 7",
        "17",
        "in 3d graphics on day 2d",
        "see https://example.org/2d6 and #1d6 and user@1d6",
        "`ls -la` and 1d20junk",
        "the d20-based one, two d20s, :d20:, <:d20:12345>, #d20 and https://example.org/?die=d20",
        "**bold** and *italic*",
    ],
)
def test_other_text_is_not_found(text: str) -> None:
    assert rolls_in(text) == ()


@pytest.mark.parametrize(
    ("text", "refusal", "shown"),
    [
        ("1d4 and 1d6 and 1d8 or 1d10 or 1d12 or 1d20", TooManyPools, "1d10, 1d12, 1d20"),
        ("1d20, 2*3d6*2, 1d4, 1d4, 1d4, 1d4", TooManyPools, "2*3d6*2"),
        ("`1d4, 1d6, 1d8, 1d10, 1d12, 1d20` and `2d6`", TooManyPools, "1d20"),
        ("\n".join(f"Attack {n}: (1d20+{n})*2" for n in range(6)), TooManyPools, "Attack 5: "),
        ("`dp` `1d20` `dp`", DuplicatePlotDie, "dp, 1d20, dp"),
        ("`1d20` and `6x4d6kh3`", RepeatBesideRolls, "6x4d6kh3"),
        ("`6x4d6kh3` and `1d20`", RepeatBesideRolls, "6x4d6kh3"),
    ],
)
def test_dice_that_cannot_be_rolled_together_are_refused(
    text: str, refusal: type[Refusal], shown: str
) -> None:
    with pytest.raises(refusal) as refused:
        rolls_in(text)

    assert shown in (refused.value.source or str(refused.value))


@given(some.text(alphabet="`adnp0123456789 +-*/,dvs%kh!#[](){}x.\n:", max_size=200))
def test_all_found_dice_can_be_rolled_together(text: str) -> None:
    try:
        notations = rolls_in(text)
    except Refusal:
        return
    if notations:
        parse_roll(", ".join(notations))
