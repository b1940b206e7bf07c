"""Tests that every reachable draft is a roll, and that no offered step is impossible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice import parse_roll
from nazh.domain.dice.building.draft_pools import DRAFTABLE_DICE, DraftPool
from nazh.domain.dice.building.drafting import (
    STEPS,
    Draft,
    change_bonus,
    change_count,
    change_edge,
    choose_die,
    draft_of,
    is_possible,
    labelled_pool,
    mix_dice,
    read_draft,
    selectable_dice,
    stage_pool,
    with_label,
)
from nazh.domain.dice.canonical_notation import write_roll
from nazh.domain.dice.errors import InvalidDifficulty, InvalidLabel, NotationTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.pools import PLOT_DIE, numbered_die
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.strategies import steady

BEGINNINGS = (
    "",
    "1d20",
    "Attack: a1d20+5 vs 15, 2d6[fire] # en garde",
    "6x4d6kh3",
    "20d6, 20d6, 20d6, 20d6, 19d6",
    "1d4, 1d4, 1d4, 1d4, 1d4, dp",
    "1d20+999999998",
    f"{'x' * 380}: 1d20",
    "2 swords: 1d8",
    "Bless: a1d20+1d4+5 vs 15",
    "1d20+2d6-3d8",
    "1d20+1dp",
)
WORDS = (("", ""), ("Stealth", "15"), ("2 swords", ""), ("剣 🎲", "0"), ("x" * 370, "1000000000"))


@some.composite
def drafts(draw: some.DrawFn) -> Draft:
    """A draft that users can reach."""
    beginning = draw(some.sampled_from(BEGINNINGS))
    draft = draft_of(parse_roll(beginning)) if beginning else Draft()
    for _ in range(draw(some.integers(0, 25))):
        name = draw(some.sampled_from((*STEPS, *DRAFTABLE_DICE, "words")))
        if name in STEPS:
            draft = STEPS[name](draft)
        elif name in DRAFTABLE_DICE:
            draft = choose_die(draft, DRAFTABLE_DICE[name])
        else:
            label, difficulty = draw(some.sampled_from(WORDS))
            try:
                draft = with_label(draft, label, difficulty)
            except NotationTooLong:
                pass
    return draft


def draft_from(text: str) -> Draft:
    return draft_of(parse_roll(text))


@steady
@given(drafts())
def test_every_draft_is_empty_or_a_roll(draft: Draft) -> None:
    if draft.is_empty:
        assert draft.text == ""
        return
    plan = parse_roll(draft.text)

    assert plan.pools == draft.pools
    assert plan.repeats == draft.repeats
    assert plan.comment == draft.comment


@steady
@given(drafts())
def test_a_draft_is_parsed_back_from_its_message(draft: Draft) -> None:
    staged = write_roll(draft.staged, draft.repeats) if draft.staged else ""
    making = write_roll((draft.open_pool.pool,), 1) if draft.open_pool else ""

    assert read_draft(staged, making, draft.comment) == draft


@steady
@given(drafts(), some.sampled_from(sorted(STEPS)))
def test_a_step_is_impossible_exactly_where_the_rules_forbid_it(draft: Draft, name: str) -> None:
    making = draft.open_pool
    is_plot = making is not None and making.die.is_plot
    if name == "clear":
        expected = draft != Draft()
    elif name == "undo":
        expected = bool(draft.staged)
    elif making is None:
        expected = False
    elif name == "add":
        expected = True
    elif name == "fewer":
        expected = making.count > 1 or bool(making.finished)
    elif is_plot and name == "mix":
        expected = False
    elif is_plot:
        expected = (name, making.edges) in {
            *(("better", 0), ("better", -1), ("worse", 0), ("worse", 1)),
        } and reads(draft, replace(making, edges=making.edges + (1 if name == "better" else -1)))
    elif name == "mix":
        expected = reads(draft, making.with_more_dice())
    elif name == "more":
        expected = reads(draft, replace(making, count=making.count + 1))
    elif name in ("better", "worse"):
        edges = making.edges + (1 if name == "better" else -1)
        expected = abs(edges) <= making.count and reads(draft, replace(making, edges=edges))
    else:
        by = {"less5": -5, "less1": -1, "plus1": 1, "plus5": 5}[name]
        expected = reads(draft, replace(making, bonus=making.bonus + by))

    assert is_possible(draft, STEPS[name]) == expected


def reads(draft: Draft, making: DraftPool) -> bool:
    try:
        parse_roll(replace(draft, open_pool=making).text)
    except Refusal:
        return False
    return True


def test_dice_of_several_kinds_are_mixed_in_one_pool() -> None:
    draft = mix_dice(draft_from("Bless: a1d20+5 vs 15"))
    assert draft.text == "Bless: a1d20+1d20+5 vs 15"
    draft = change_count(choose_die(draft, DRAFTABLE_DICE["d4"]), 1)
    assert draft.text == "Bless: a1d20+2d4+5 vs 15"

    assert change_edge(draft, -1).text == "Bless: a1d20+d2d4+5 vs 15"
    assert choose_die(draft, PLOT_DIE) == draft
    assert change_count(change_count(draft, -1), -1) == draft_from("Bless: a1d20+5 vs 15")


@steady
@given(drafts())
def test_a_die_is_offered_exactly_where_it_can_be_chosen(draft: Draft) -> None:
    offered = selectable_dice(draft)

    for name, die in DRAFTABLE_DICE.items():
        chosen = choose_die(draft, die)
        chosen_die = None if chosen.open_pool is None else chosen.open_pool.die
        assert (chosen_die == die) == (name in offered)


@steady
@given(drafts(), some.text(max_size=30), some.text(max_size=5))
def test_any_words_are_taken_whole_or_refused(draft: Draft, label: str, difficulty: str) -> None:
    try:
        worded = with_label(draft, label, difficulty)
    except (InvalidLabel, InvalidDifficulty, NotationTooLong):
        return

    if labelled_pool(draft) is None:
        assert worded is draft
        return
    assert worded.pools[:-1] == draft.pools[:-1]
    assert (worded.pools[-1].label or "") == " ".join(label.split())
    assert parse_roll(worded.text).pools == worded.pools


def test_a_pool_grows_step_by_step() -> None:
    draft = choose_die(Draft(), numbered_die(20))
    draft = change_edge(change_bonus(change_count(draft, 1), 5), 1)

    assert draft.text == "a2d20+5"
    assert change_edge(draft, -1).text == "2d20+5"
    assert change_edge(change_edge(draft, -1), -1).text == "d2d20+5"
    assert change_count(draft, -1).text == "a1d20+5"
    assert change_bonus(change_bonus(draft, -5), -5).text == "a2d20-5"
    assert with_label(draft, " Sneak  up ", "15").text == "Sneak up: a2d20+5 vs 15"


def test_the_pool_just_staged_can_be_named_again() -> None:
    draft = stage_pool(draft_from("1d4, Hit: 1d20+5 vs 12"))

    assert with_label(draft, "Strike", "15").text == "1d4, Strike: 1d20+5 vs 15"
    assert with_label(draft, "", "").text == "1d4, 1d20+5"
    assert with_label(Draft(), "Strike", "15") == Draft()


def test_the_plot_die_is_alone_and_appears_once() -> None:
    draft = choose_die(draft_from("Hit: a2d6+3 vs 5"), PLOT_DIE)

    assert draft.text == "a1dp"
    for name in ("fewer", "more", "less5", "less1", "plus1", "plus5", "better"):
        assert not is_possible(draft, STEPS[name])
    assert labelled_pool(draft) is None
    assert "plot" in selectable_dice(draft)
    assert "plot" not in selectable_dice(stage_pool(draft))


def test_the_plot_die_is_not_offered_where_it_is_off_but_an_open_one_stays() -> None:
    assert "plot" not in selectable_dice(Draft(), with_plot_die=False)
    assert "plot" in selectable_dice(draft_from("a1dp"), with_plot_die=False)


def test_the_plot_die_comes_on_top_of_five_pools() -> None:
    full = stage_pool(draft_from("1d4, 1d4, 1d4, 1d4, 1d4"))

    assert selectable_dice(full) == ("plot",)
    assert selectable_dice(stage_pool(choose_die(full, PLOT_DIE))) == ()


def test_twenty_dice_are_enough() -> None:
    assert not is_possible(draft_from("20d6"), STEPS["more"])
    assert is_possible(draft_from("19d6"), STEPS["more"])


def test_a_hundred_dice_are_enough() -> None:
    draft = choose_die(draft_from("2x20d6, 20d6, 9d6"), numbered_die(8))

    assert not is_possible(draft, STEPS["more"])
    assert is_possible(choose_die(draft_from("2x20d6, 20d6, 8d6"), numbered_die(8)), STEPS["more"])


@pytest.mark.parametrize(
    ("text", "staged", "making"),
    [
        ("1d20", 0, "1d20"),
        ("2d6, Stealth: d1d20-3 vs 12", 1, "Stealth: d1d20-3 vs 12"),
        ("1d20, dp", 1, "dp"),
        ("4d6kh3", 1, None),
        ("ad2d20", 1, None),
        ("1d7", 1, None),
        ("1d20+0", 1, None),
        ("1d20+1.5", 1, None),
        ("p1d6+1", 1, None),
        ("Fate: dp", 1, None),
        ("2d6[fire]", 1, None),
        ("1d20+1d4", 0, "1d20+1d4"),
        ("1d20+d1d4-2", 0, "1d20+d1d4-2"),
        ("1d20-1d4", 1, None),
        ("4d6kh3+1d6", 1, None),
        ("1d20+1dp", 1, None),
        ("5+5", 1, None),
        ("6x1d20", 1, None),
    ],
)
def test_a_pool_that_the_buttons_can_make_can_be_edited(
    text: str, staged: int, making: str | None
) -> None:
    draft = draft_from(text)

    assert len(draft.staged) == staged
    assert (draft.open_pool and write_roll((draft.open_pool.pool,), 1)) == making
    assert parse_roll(draft.text) == parse_roll(text)


def test_repeats_end_with_the_pools_they_repeat() -> None:
    draft = STEPS["undo"](draft_from("6x4d6kh3"))

    assert draft == Draft()


def test_a_roll_too_long_when_written_out_is_refused() -> None:
    text = ", ".join(["4d6" + "k3" * 12] * 5)
    plan = replace(parse_roll(text), comment="x" * (Limits.NOTATION_LENGTH - len(text)))

    with pytest.raises(NotationTooLong) as caught:
        draft_of(plan)

    assert caught.value.at is None


@pytest.mark.parametrize("label", ["a, 1d6", "a: b", "a # b", "a;b", "{", "@me", "a\u200bb", "`"])
def test_a_label_that_would_be_more_than_a_label_is_refused(label: str) -> None:
    with pytest.raises(InvalidLabel):
        with_label(draft_from("1d20"), label, "")


@pytest.mark.parametrize("difficulty", ["x", "-1", "1.5", "1000000001", "9" * 4000, "²"])
def test_a_difficulty_is_a_whole_number(difficulty: str) -> None:
    with pytest.raises(InvalidDifficulty):
        with_label(draft_from("1d20"), "", difficulty)


@pytest.mark.parametrize(
    ("staged", "making"),
    [("junk", ""), ("", "junk"), ("", "4d6kh3"), ("", "1d4, 1d6"), ("dp", "dp")],
)
def test_other_texts_are_not_read_as_drafts(staged: str, making: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_draft(staged, making, None)
