"""Tests saved texts with parameters, whole rolls, cycles and limits."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice.errors import NotationTooLong, UnknownName, UnreadableNotation
from nazh.domain.dice.errors.saved import ConflictingDefaults, TooManyArguments
from nazh.domain.dice.notation import (
    Parameter,
    call_of,
    names_in,
    parameters_in,
    read_roll,
    read_saved,
)
from nazh.domain.dice.notation.parameters import fill_parameters
from nazh.domain.kernel.errors import Refusal
from tests.cpu_time import AT_ONCE, min_cpu_seconds
from tests.unit.domain.dice.strategies import notations, steady

SAVED = {
    "$attack": "1d20 + {bonus=5}",
    "$fire": "{level=8}d6[Fire]",
    "$keep": "4d{sides}kh{most=3}",
    "$stats": "6x4d6kh3 # Stats",
    "$full": "Attack: 1d20+{b} vs {ac=15}, Damage: 2d6+@str # Hit",
    "$twice": "$attack({n})+$attack",
    "$both": "$full(5), dp",
    "@str": "-1",
    "@level": "3",
    "$bad": "1d20+{n}junk",
    "$ring": "1+$round",
    "$round": "2+$ring",
}

NEVER_CALLED = (("$x", "1"),)
"""With names, `1d20+(-1)` becomes `1d20-1`, because of negative numbers."""


def read(text: str) -> str:
    plan = read_roll(text, saved=tuple(SAVED.items()))
    return plan.notation if plan.comment is None else f"{plan.notation} # {plan.comment}"


@pytest.mark.parametrize("call", ["$fire(1+1)", "$fire(1d4)", "$fire(-2)", "$fire($attack)"])
def test_a_number_of_dice_that_would_drop_its_own_dice_is_refused(call: str) -> None:
    with pytest.raises(UnreadableNotation) as refused:
        read(call)

    assert refused.value.hint == "Give level a whole number, such as 4."


def test_a_number_of_dice_by_default_is_refused_when_it_is_saved() -> None:
    with pytest.raises(UnreadableNotation):
        read_saved("$fire", "{level=1d4}d6", {})

    assert read_roll("$best(5d6)", saved=(("$best", "{pool=4d6}d1"),)).notation == "(5d6)dl1"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("$attack", "1d20+5"),
        ("$attack()", "1d20+5"),
        ("$Attack(3)", "1d20+3"),
        ("$attack ( 2d4 )", "1d20+2d4"),
        ("$attack(-2)", "1d20-2"),
        ("$attack(2+3)*2", "(1d20+(2+3))*2"),
        ("$attack(bonus = 7)", "1d20+7"),
        ("＄attack(３)", "1d20+3"),
        ("Stealth: $attack vs 15", "Stealth: 1d20+5 vs 15"),
        ("2x$attack, 1d6", "2x1d20+5, 1d6"),
        ("$fire", "8d6[Fire]"),
        ("$fire(@level)", "3d6[Fire]"),
        ("$fire(＠Level)", "3d6[Fire]"),
        ("$fire(８)", "8d6[Fire]"),
        ("$keep(sides=٨)", "4d8kh3"),
        ("$keep(6)", "4d6kh3"),
        ("$keep(6, 2)", "4d6kh2"),
        ("$keep(most=1, sides=8)", "4d8kh1"),
        ("$twice(9)", "(1d20+9)+(1d20+5)"),
        ("1d20+@str-@str", "1d20-1+1"),
    ],
)
def test_a_saved_roll_is_called_with_arguments(text: str, means: str) -> None:
    assert read(text) == means


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("$stats", "6x4d6kh3 # Stats"),
        ("$stats # for Kaladin", "6x4d6kh3 # for Kaladin"),
        ("$full(3)", "Attack: 1d20+3 vs 15, Damage: 2d6-1 # Hit"),
        ("$full(3, 12), 1d6", "Attack: 1d20+3 vs 12, Damage: 2d6-1, 1d6"),
        ("2x$full(0)", "2xAttack: 1d20+0 vs 15, Damage: 2d6-1 # Hit"),
        ("$both", "Attack: 1d20+5 vs 15, Damage: 2d6-1, dp"),
    ],
)
def test_a_saved_text_may_be_a_whole_roll(text: str, means: str) -> None:
    assert read(text) == means


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("1+$attack(1, 2)", "too_many_arguments", 13),
        ("$attack(bonus=1, bonus=2)", "argument_twice", 17),
        ("$attack(x=1)", "unknown_parameter", 8),
        ("1 + $keep", "missing_argument", 4),
        ("$attack(1, junk)", "unreadable_notation", 11),
        ("$attack(", "unreadable_notation", 8),
        ("$attack(1", "unreadable_notation", 7),
        ("1d6+$bad(1)", "unreadable_notation", 4),
        ("1d6+$full(1)", "unreadable_notation", 4),
        ("$stats, 1d6", "repeats_inside", 0),
        ("2x$stats", "repeats_inside", 0),
        ("1+$ring", "saved_cycle", 2),
        ("1d20+{bonus=5}", "parameter_outside", 5),
        ("1d20+@nobody", "unknown_name", 5),
    ],
)
def test_an_error_has_its_position_in_the_typed_text(text: str, code: str, at: int) -> None:
    with pytest.raises(Refusal) as caught:
        read(text)

    assert (caught.value.code, caught.value.at, caught.value.source) == (code, at, text)


def test_a_number_that_a_saved_roll_misses_is_to_be_given_to_the_character() -> None:
    with pytest.raises(UnknownName) as caught:
        read_roll("$attack", saved=(("$attack", "1d20+@athletics"),))

    assert caught.value.hint == (
        "Give your character this number with /character set, or save it with /save."
    )


def test_an_error_inside_quotes_the_text_after_substitution() -> None:
    with pytest.raises(Refusal) as caught:
        read("2d6 + $bad(7)")

    quoted = caught.value.quoted
    assert quoted is not None
    assert (quoted.name, quoted.text, quoted.at) == ("$bad", "1d20+7junk", 6)


def test_defaults_that_contradict_each_other_are_attributed_to_the_saved_roll() -> None:
    text = "1d20+{a=1}+{a=2}"

    with pytest.raises(ConflictingDefaults) as caught:
        read_roll("2d6+$bad", saved=(("$bad", text),))

    quoted = caught.value.quoted
    assert quoted is not None
    assert (quoted.name, quoted.text, quoted.at) == ("$bad", text, 11)
    assert caught.value.at == 4


def test_a_cycle_is_named_from_where_it_begins() -> None:
    with pytest.raises(Refusal, match=r"\$ring → \$round → \$ring"):
        read("1d6 + $ring")


def test_a_text_that_its_arguments_make_too_long_is_named() -> None:
    with pytest.raises(NotationTooLong, match=r"written out in full, has 499\.") as caught:
        read_roll("1d20+$sum(1000)", saved=(("$sum", "+".join(["{x}"] * 100)),))

    assert caught.value.at == len("1d20+")
    assert caught.value.quoted is not None
    assert caught.value.quoted.name == "$sum"


def test_saved_rolls_nest_five_deep_and_no_deeper() -> None:
    saved = (*((f"$r{n}", f"$r{n + 1}") for n in range(6)), ("$r6", "1d6"))

    assert read_roll("$r2", saved=saved).notation == "1d6"
    with pytest.raises(Refusal) as caught:
        read_roll("1+$r0", saved=saved)

    assert (caught.value.code, caught.value.at) == ("saved_too_deep", 2)


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("1d20", ()),
        ("{d6}+{a1d20}+{dp}+{2d6,3d8}kh1+d[1,2]", ()),
        ("2d6[{words}] # {words}", ()),
        ("1d20+{bonus}", (Parameter("bonus"),)),
        ("{B = {1,2}kh1 }+{b}+{c=}", (Parameter("b", "{1,2}kh1"), Parameter("c"))),
        ("{foo}+{n=1}", (Parameter("foo"), Parameter("n", "1"))),
        ("{add}+{damage}", (Parameter("add"), Parameter("damage"))),
    ],
)
def test_parameters_are_words_in_braces(text: str, parameters: tuple[Parameter, ...]) -> None:
    assert parameters_in(text) == parameters


def test_a_call_shows_what_it_takes() -> None:
    assert call_of("$a", parameters_in("{x}+{y=2d6}")) == "$a(x, y=2d6)"
    assert call_of("$a", ()) == "$a"


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("1d20+{b=junk}+1", "unreadable_notation", 8),
        ("{n=3}d6+junk", "unreadable_notation", 8),
        ("1{n}", "runs_together", 1),
        ("1d20+{n}.5", "runs_together", 5),
        ("{a}+{b}+{c}+{d}+{e}+{f}", "too_many_parameters", 20),
        ("{a=1}+{a=2}", "default_twice", 6),
        ("1d20+$me", "saved_cycle", 5),
        ("1d20+$ring", "saved_cycle", 5),
        ("1d20+{a", "unreadable_notation", 6),
        ("1d20 + {a={b}}", "parameter_outside", 10),
        ("0d6", "no_dice", 0),
        (" ", "empty_notation", 0),
    ],
)
def test_a_roll_that_no_call_can_make_is_not_saved(text: str, code: str, at: int) -> None:
    with pytest.raises(Refusal) as caught:
        read_saved("$me", text, SAVED)

    assert (caught.value.code, caught.value.at, caught.value.source) == (code, at, text)


@pytest.mark.parametrize("text", ["1d6!>={n}", "1d{n}", "2d20kh{n}", "1d20 vs {n}", "{n}x1d6"])
def test_a_parameter_may_be_used_wherever_a_number_may(text: str) -> None:
    assert read_saved("$me", text, SAVED) == (Parameter("n"),)


@steady
@given(notations(), some.integers(0, 1_000_000))
def test_a_number_given_is_as_if_it_were_typed(notation: str, number: int) -> None:
    notation = notation.partition("#")[0]
    text = f"{notation}+{{n}}"
    typed = f"{notation}+{number}"
    try:
        meant = read_roll(typed, saved=NEVER_CALLED)
    except Refusal:
        return

    assert fill_parameters(text, {"n": str(number)}) == typed
    called = read_roll(f"$me({number})", saved=(("$me", text),))
    assert called.pools == meant.pools
    assert called.repeats == meant.repeats


@steady
@given(notations(), notations())
def test_an_argument_stays_one_value_whatever_surrounds_it(notation: str, argument: str) -> None:
    try:
        meant = read_roll(f"({argument})*2-({argument})", saved=NEVER_CALLED)
    except Refusal:
        return

    if meant.comment is not None or meant.pools[0].label is not None:
        return  # no value
    try:
        called = read_roll(f"$me({argument})", saved=(("$me", "{n}*2-{n}"),))
    except TooManyArguments:  # a group without braces
        assert "," in argument
        return
    assert called.pools == meant.pools


def refusal_of(read: Callable[..., object], *given: object) -> Refusal | None:
    try:
        read(*given)
    except Refusal as refusal:
        return refusal
    return None


@steady
@given(some.text(max_size=60), some.text("{}=nab1+d(),$[]#: ", max_size=120))
def test_no_text_can_do_more_than_be_refused(typed: str, saved: str) -> None:
    texts = (typed, f"$me({typed})", "$me", "$me(1,2)")
    refusals = [refusal_of(read_roll, text, False, (("$me", saved),)) for text in texts]
    refusals.append(refusal_of(read_saved, "$me", saved, {}))

    for refusal in filter(None, refusals):
        assert refusal.source is not None
        assert refusal.at is None or 0 <= refusal.at <= len(refusal.source)


HOSTILE = {
    "wide": ("+".join(["$a"] * 133)[:399], {"$a": ("(" * 18 + "1" + ")" * 18 + "+1") * 9}),
    "inside itself": ("$a(" * 19 + "1" + ")" * 19, {"$a": "{x}+1"}),
    "growing": ("$a($b($c($d($e(1)))))", {f"${c}": "+".join(["{x}"] * 60) for c in "abcde"}),
    "slowly growing": ("$a($b($c($d(1))))", {f"${c}": "+".join(["{x}"] * 3) for c in "abcd"}),
    "many": ("+".join(["$a"] * 40), {"$a": "+".join(["1"] * 199)}),
    "deep": ("+".join(["$a"] * 40), {"$a": "{" * 19 + "1" + "}" * 19 + "+1" * 150}),
    "whole rolls": (",".join(["$a"] * 40), {"$a": "1,1,1,1,1"}),
    "braces": ("$a", {"$a": "{a=" * 133}),
    "long arguments": (f"$a({'1+' * 190}1)", {"$a": "+".join(["{x}"] * 100)}),
}


@pytest.mark.parametrize("story", HOSTILE)
def test_hostile_saved_texts_are_refused_quickly(story: str) -> None:
    text, texts = HOSTILE[story]

    def refuse() -> None:
        with pytest.raises(Refusal):
            read_roll(text, saved=tuple(texts.items()))

    quickest = min_cpu_seconds(refuse)
    tracemalloc.start()
    refuse()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert quickest < AT_ONCE
    assert most < 2**20


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("＄attack(＠ＬＵＣＫ)", ("$attack", "@luck")),
        ("1d20 # @nobody", ()),
        ("\u200f@x", ()),
        ("@größe", ("@größe",)),
    ],
)
def test_names_are_found_as_they_are_read(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names
