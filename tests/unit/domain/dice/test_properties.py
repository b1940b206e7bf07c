"""Tests properties of every roll, whatever its notation and its faces."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

from hypothesis import assume, example, given, reject
from hypothesis import strategies as st

from nazh.domain.dice import (
    RULESETS,
    Mark,
    Roll,
    RollPlan,
    Ruleset,
    Throw,
    add_plot_die,
    judge,
    throw,
)
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Explode, Explosion, Reroll, Unique
from nazh.domain.dice.notation import names_in, read_roll
from nazh.domain.dice.pools import Dice, PoolKind, Tag, counts_successes
from nazh.domain.dice.ranges import value_range
from nazh.domain.dice.throwing import throw_physical_dice
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.scripted_rolls import results_of
from tests.unit.domain.dice.strategies import (
    Luck,
    WrittenRoll,
    garbled,
    luck,
    notations,
    steady,
    written_rolls,
)

_BEYOND = {"division_by_zero", "too_many_dice_in_all", "notation_too_long"}


def plan_of(text: str) -> RollPlan:
    """The plan of a text that is a roll, unless arithmetic or a limit says no."""
    try:
        return read_roll(text)
    except Refusal as refusal:
        if refusal.code not in _BEYOND:
            raise
        reject()


def thrown(text: str, dice: Luck) -> tuple[RollPlan, Throw, Roll]:
    """A plan, thrown and judged, unless a divisor fell zero."""
    plan = plan_of(text)
    try:
        fallen = throw(plan, dice)
        return plan, fallen, judge(fallen)
    except DivisionByZero:
        reject()


@steady
@given(written_rolls())
def test_every_spelling_parses_to_the_intended_roll(written: WrittenRoll) -> None:
    plan = plan_of(written.text)

    assert plan.pools == written.pools
    assert (plan.repeats, plan.comment) == (written.repeats, written.comment)


@steady
@given(notations())
def test_reading_what_we_write_gives_the_same_roll(text: str) -> None:
    plan = plan_of(text)

    again = read_roll(plan.notation)

    assert (again.pools, again.repeats) == (plan.pools, plan.repeats)
    assert again.notation == plan.notation


@steady
@given(notations())
def test_canonical_notation_is_plain_and_within_the_limit(text: str) -> None:
    plan = plan_of(text)

    assert len(plan.notation) <= Limits.NOTATION_LENGTH
    assert "\n" not in plan.notation
    assert plan.notation == plan.notation.strip()


@steady
@given(notations(), luck())
def test_every_total_lies_within_the_bounds_of_its_notation(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    for result in roll.pools:
        reach = value_range(result.pool.expression)
        if reach is not None and result.raw is not None:
            assert math.trunc(reach.low) <= result.raw <= math.trunc(reach.high)


@steady
@given(notations(), luck(), st.sampled_from(list(RULESETS.values())))
def test_judging_the_same_throw_gives_the_same_roll(
    text: str, dice: Luck, ruleset: Ruleset
) -> None:
    _, fallen, _ = thrown(text, dice)

    first, second = judge(fallen, ruleset), judge(fallen, ruleset)

    assert results_of(first) == results_of(second)


@steady
@given(notations(), luck())
def test_the_faces_of_a_throw_may_be_given_as_physical_dice(text: str, dice: Luck) -> None:
    plan, fallen, roll = thrown(text, dice)
    assume(plan.repeats == 1)

    (by_hand,) = throw_physical_dice(plan, list(fallen.faces))

    assert tuple(by_hand.faces) == tuple(fallen.faces)
    assert results_of(judge(by_hand)) == results_of(roll)


@steady
@given(notations(), luck())
def test_the_canonical_notation_replays_the_same_roll(text: str, dice: Luck) -> None:
    plan, fallen, roll = thrown(text, dice)

    replayed = judge(Throw(read_roll(plan.notation), fallen.faces))

    assert results_of(replayed) == results_of(roll)


@steady
@given(notations(), luck())
def test_a_label_or_a_neighbour_changes_nothing_in_a_pool(text: str, dice: Luck) -> None:
    plan, fallen, roll = thrown(text, dice)
    assume(len(plan.pools) < 5)

    beside = judge(Throw(plan_of(f"{plan.notation}, 7"), fallen.faces))

    assert results_of(roll._replace(pools=beside.pools[:-1])) == results_of(roll)


@steady
@given(st.text())
@example("")
@example("\ud800")
@example("1d20" + "\u0660" * 400)
def test_any_text_raises_nothing_but_refusals(text: str) -> None:
    refusal = answer(text)

    assert refusal is None or refusal.code


@steady
@given(garbled())
def test_no_text_that_is_nearly_a_roll_does_either(text: str) -> None:
    refusal = answer(text)

    assert refusal is None or refusal.code


@steady
@given(st.text(alphabet="0123456789adnpkhlmxvs!<>=rofcu+-*/%()[]{},;:#@$ .FDe", max_size=60))
def test_texts_in_the_letters_of_the_notation_raise_nothing_but_refusals(text: str) -> None:
    refusal = answer(text)

    assert refusal is None or refusal.code


def answer(text: str) -> Refusal | None:
    """The refusal of ``text``, held to its promises, or ``None`` when it is a roll."""
    names_in(text)
    begun = time.thread_time()
    read = read_or_refused(text)
    assert time.thread_time() - begun < 0.5
    if isinstance(read, RollPlan):
        assert read_roll(read.notation).pools == read.pools
        return None
    assert read.source == text
    assert read.at is None or 0 <= read.at <= len(text)
    assert str(read).endswith((".", "?"))
    assert read.hint
    return read


def read_or_refused(text: str) -> RollPlan | Refusal:
    try:
        return read_roll(text)
    except Refusal as refusal:
        return refusal


@steady
@given(notations(), luck())
def test_a_throw_of_a_valid_plan_raises_nothing_but_a_refusal(text: str, dice: Luck) -> None:
    plan = plan_of(text)

    try:
        fallen = throw(plan, dice)
        for ruleset in RULESETS.values():
            judge(fallen, ruleset)
    except DivisionByZero as refusal:
        place = refusal.at
    else:
        return
    assert place is None or 0 <= place < len(text)


@steady
@given(notations(), luck())
def test_values_of_simple_terms_are_the_sum_of_the_dice_kept(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)

    for pool, result in zip(plan.pools, roll.pools, strict=True):
        node = pool.expression
        if isinstance(node, Dice) and not pool.counts and result.raw is not None:
            assert result.raw == sum(die.value for die in result.dice if die.kept)


@steady
@given(notations(), luck())
def test_the_dice_shown_are_the_dice_thrown_and_their_further_ones(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)

    for pool, result in zip(plan.pools, roll.pools, strict=True):
        drawing = (Explode, Reroll)
        grows = any(isinstance(m, drawing) for term in pool.terms for m in term.modifiers)
        assert pool.dice <= len(result.dice) <= pool.dice + (Limits.FURTHER_DICE if grows else 0)


@steady
@given(notations(), luck())
def test_every_face_drawn_is_shown_once(text: str, dice: Luck) -> None:
    _, fallen, roll = thrown(text, dice)

    faces_shown = [face for result in roll.pools for die in result.dice for face in die.faces]

    assert sorted(faces_shown) == sorted(fallen.faces)


@steady
@given(notations(), luck())
def test_no_pool_draws_more_than_a_hundred_further_faces(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)

    for pool, result in zip(plan.pools, roll.pools, strict=True):
        faces = sum(len(die.faces) for die in result.dice)
        further = faces - sum(term.count + term.edges for term in pool.terms)
        capped = any(Mark.CAPPED in die.marks for die in result.dice)
        assert 0 <= further <= Limits.FURTHER_DICE
        assert further == Limits.FURTHER_DICE or not capped


@steady
@given(notations())
def test_dice_that_never_stop_are_stopped_and_say_so(text: str) -> None:
    plan, _, roll = thrown(text, Luck(0, "always highest"))

    for pool, result in zip(plan.pools, roll.pools, strict=True):
        endless = [
            term.modifiers[:1] in {(Explode(style),) for style in Explosion}
            and term.plot_dice < term.count
            and term.die.highest == term.die.shapes[-1]
            for term in pool.terms
        ]
        if any(endless):
            assert any(Mark.CAPPED in die.marks for die in result.dice)


@steady
@given(notations(), luck())
def test_the_better_and_the_worse_face_of_an_edge(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    for result in roll.pools:
        for die in result.dice:
            if die.is_plot or len(die.faces) != 2 or Mark.EXPLODED in die.marks:
                continue
            if die.edge is Tag.ADVANTAGE and Mark.REROLLED not in die.marks:
                assert die.faces[0] == max(die.faces)
            if die.edge is Tag.DISADVANTAGE and Mark.REROLLED not in die.marks:
                assert die.faces[0] == min(die.faces)


@steady
@given(st.integers(1, 20), st.integers(0, 25), st.sampled_from("hlm"), luck())
def test_keep_and_drop_part_the_dice_between_them(
    count: int, amount: int, end: str, dice: Luck
) -> None:
    amount = max(1, amount)
    faces = dice.faces(count, 6)
    (kept_throw,) = throw_physical_dice(read_roll(f"{count}d6k{end}{amount}"), list(faces))
    keeps = [die.kept for die in judge(kept_throw).pools[0].dice]

    assert sum(keeps) == min(count, amount)
    if end != "m":
        (dropped,) = throw_physical_dice(read_roll(f"{count}d6d{end}{amount}"), list(faces))
        left = [die.kept for die in judge(dropped).pools[0].dice]
        assert sum(left) == count - min(count, amount)
        stay = sorted(face for face, stays in zip(faces, left, strict=True) if stays)
        rest = sorted(faces)[amount:] if end == "l" else sorted(faces)[: max(0, count - amount)]
        assert stay == rest


@steady
@given(notations(), luck())
def test_dropped_dice_have_no_marks_of_counting(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    counting = set(Mark) - {Mark.EXPLODED, Mark.REROLLED, Mark.CAPPED}
    for result in roll.pools:
        for die in result.dice:
            assert die.kept or not counting & set(die.marks)


@steady
@given(notations(), luck())
def test_success_counts_lie_between_minus_and_plus_the_dice(text: str, dice: Luck) -> None:
    plan, _, roll = thrown(text, dice)

    for pool, result in zip(plan.pools, roll.pools, strict=True):
        node = pool.expression
        if isinstance(node, Dice) and counts_successes(node.modifiers) and result.raw is not None:
            wins = sum(Mark.SUCCESS in die.marks for die in result.dice)
            losses = sum(Mark.FAILURE in die.marks for die in result.dice)
            assert result.raw == wins - losses
            assert -len(result.dice) <= result.raw <= len(result.dice)


@steady
@given(notations(), luck(), st.integers(1, 6))
def test_adding_the_plot_die_keeps_every_face_and_every_die(
    text: str, dice: Luck, face: int
) -> None:
    plan, fallen, before = thrown(text, dice)
    assume(not plan.has_plot_die)

    beside = add_plot_die(fallen, _Loaded(face))
    after = judge(beside)

    assert tuple(beside.faces) == (*fallen.faces, face)
    assert [result.pieces for result in after.pools[:-1]] == [
        result.pieces for result in before.pools
    ]
    assert [result.raw for result in after.pools[:-1]] == [result.raw for result in before.pools]
    assert after.plot is not None
    for result in after.pools[:-1]:
        gains = after.plot.bonus if result.pool.kind is PoolKind.SKILL else 0
        assert result.plot_bonus == gains


class _Loaded:
    """A die that was told what to show."""

    def __init__(self, face: int) -> None:
        self.face = face

    def below(self, bound: int) -> int:
        return self.face - 1

    def faces(self, count: int, sides: int) -> Sequence[int]:
        assert sides == 6
        return bytes([self.face]) * count


@steady
@given(notations(), luck())
def test_the_nazh_total_is_the_raw_one_with_its_bonus_and_never_below_one(
    text: str, dice: Luck
) -> None:
    _, _, roll = thrown(text, dice)

    for result in roll.pools:
        if result.raw is None or result.total is None:
            assert result.pool.is_only_plot_die
            continue
        reckoned = result.raw + result.plot_bonus
        terms = result.pool.terms
        is_positive = bool(terms) and all(term.die.lowest > 0 for term in terms)
        floored = reckoned < 1 and is_positive and not result.pool.counts
        assert (result.total, result.floored) == (1 if floored else reckoned, floored)


@steady
@given(notations(), luck())
def test_unique_dice_differ_unless_they_were_stopped(text: str, dice: Luck) -> None:
    _, _, roll = thrown(text, dice)

    for result in roll.pools:
        node = result.pool.expression
        if not isinstance(node, Dice) or not node.modifiers:
            continue
        if any(Mark.CAPPED in die.marks for die in result.dice):
            continue
        if isinstance(node.modifiers[-1], Unique):
            values = [die.value for die in result.dice if die.kept and not die.is_plot]
            assert len(set(values)) == len(values)
