"""Tests which text is which modifier."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import ImpossibleUnique
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Comparison,
    Condition,
    Critical,
    Drop,
    End,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Modifier,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.notation import read_roll


def when(sign: str, number: int) -> Condition:
    """A condition, written as in the notation."""
    return Condition(Comparison(sign), number)


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("kh3", Keep(End.HIGHEST, 3)),
        ("k3", Keep(End.HIGHEST, 3)),
        ("kl1", Keep(End.LOWEST, 1)),
        ("km2", Keep(End.MIDDLE, 2)),
        ("k>3", KeepIf(when(">", 3))),
        ("k<=2", KeepIf(when("<=", 2))),
        ("k=2", KeepIf(when("=", 2))),
        ("k>-1", KeepIf(when(">", -1))),
        ("mi-2", AtLeast(-2)),
        ("ma-1", AtMost(-1)),
        (">=-1", Successes(when(">=", -1))),
        ("dh1", Drop(End.HIGHEST, 1)),
        ("dl1", Drop(End.LOWEST, 1)),
        ("d1", Drop(End.LOWEST, 1)),
        ("!", Explode(Explosion.FURTHER)),
        ("!>=5", Explode(Explosion.FURTHER, when(">=", 5))),
        ("!=6", Explode(Explosion.FURTHER, when("=", 6))),
        ("!<>6", Explode(Explosion.FURTHER, when("<>", 6))),
        ("e5", Explode(Explosion.FURTHER, when("=", 5))),
        ("ie5", Explode(Explosion.FURTHER, when("=", 5))),
        ("!!", Explode(Explosion.COMPOUND)),
        ("!!>=5", Explode(Explosion.COMPOUND, when(">=", 5))),
        ("!p", Explode(Explosion.PENETRATE)),
        ("!p=6", Explode(Explosion.PENETRATE, when("=", 6))),
        ("r<=2", Reroll(Again.UNTIL, when("<=", 2))),
        ("r1", Reroll(Again.UNTIL, when("=", 1))),
        ("rr1", Reroll(Again.UNTIL, when("=", 1))),
        ("ro<=2", Reroll(Again.ONCE, when("<=", 2))),
        ("ra6", Reroll(Again.ADDING, when("=", 6))),
        ("mi3", AtLeast(3)),
        ("min3", AtLeast(3)),
        ("ma5", AtMost(5)),
        ("max5", AtMost(5)),
        (">=8", Successes(when(">=", 8))),
        (">8", Successes(when(">", 8))),
        ("=6", Successes(when("=", 6))),
        ("==6", Successes(when("=", 6))),
        ("<=2", Successes(when("<=", 2))),
        ("<3", Successes(when("<", 3))),
        ("<>1", Successes(when("<>", 1))),
        ("cs>=19", Critical(success=True, condition=when(">=", 19))),
        ("cf<=2", Critical(success=False, condition=when("<=", 2))),
        ("u", Unique()),
        ("s", Sorted(descending=False)),
        ("sd", Sorted(descending=True)),
    ],
)
@pytest.mark.parametrize("spelling", [str.lower, str.upper, lambda text: f" {text} "])
def test_every_spelling_of_the_table(text: str, modifier: Modifier, spelling: type[str]) -> None:
    (term,) = read_roll(f"4d20{spelling(text)}").pools[0].terms

    assert term.modifiers == (modifier,)


@pytest.mark.parametrize("text", ["f=1", "f1"])
def test_failures_follow_a_success_count(text: str) -> None:
    (term,) = read_roll(f"5d10>=8{text}").pools[0].terms

    assert term.modifiers == (Successes(when(">=", 8)), Failures(when("=", 1)))


def test_modifiers_are_kept_in_the_order_written() -> None:
    (term,) = read_roll("5d10r1!!kh3mi2>=8f<=1cs10sd").pools[0].terms

    assert term.modifiers == (
        Reroll(Again.UNTIL, when("=", 1)),
        Explode(Explosion.COMPOUND),
        Keep(End.HIGHEST, 3),
        AtLeast(2),
        Successes(when(">=", 8)),
        Failures(when("<=", 1)),
        Critical(success=True, condition=when("=", 10)),
        Sorted(descending=True),
    )


@pytest.mark.parametrize(
    "text",
    [
        *("3d6u", "6d6u", "7d6kh6u", "20d6dl14u", "2d6!u", "7d6k>3u"),
        *("p7d6u", "nnnnnnp7d6u", "p8d6kh6u", "1dpu"),
    ],
)
def test_unique_dice_that_may_differ_are_no_trouble(text: str) -> None:
    assert read_roll(text).pools


@pytest.mark.parametrize(
    "text", ["1d6ro<=6", "1d6ra<=6", "1d6r<=5", "1d6!<6", "1d2!", "dF!", "1d1!=5"]
)
def test_an_explosion_that_some_face_ends_is_accepted(text: str) -> None:
    assert read_roll(text).pools


@pytest.mark.parametrize("text", ["7d6u", "p8d6u", "a7d6u", "p8d6kh7u"])
def test_unique_dice_that_cannot_all_differ_are_refused(text: str) -> None:
    with pytest.raises(ImpossibleUnique, match=r"\(7\) than different faces \(6\)"):
        read_roll(text)


@pytest.mark.parametrize("text", ["4d6sd1", "4d6sd 1", "4d6 s d 1", "4d6s d1", "4d6sdl 1"])
def test_a_drop_after_sorted_dice_may_be_separated(text: str) -> None:
    assert read_roll(text).notation == "4d6sdl1"
