"""Tests that faces are drawn in a fixed order, so that every roll can be replayed."""

from __future__ import annotations

import pytest

from nazh.domain.dice import add_plot_die, judge, throw, throw_physical_dice
from nazh.domain.dice.errors import DuplicatePlotDie, ImpossibleFace, TooFewFaces, TooManyFaces
from nazh.domain.dice.notation import read_roll
from tests.doubles.rng import ScriptedRng
from tests.unit.domain.dice.scripted_rolls import results_of, roll_faces


class RecordingRng:
    """Deals the given faces and writes down which die asked for each."""

    def __init__(self, *faces: int) -> None:
        self._rng = ScriptedRng(faces)
        self.asked: list[int] = []

    def below(self, bound: int) -> int:
        self.asked.append(bound)
        return self._rng.below(bound)

    def faces(self, count: int, sides: int) -> tuple[int, ...]:
        self.asked += [sides] * count
        return tuple(self._rng.faces(count, sides))

    @property
    def left(self) -> tuple[int, ...]:
        return self._rng.left


def drawn(text: str, *faces: int) -> str:
    """What was drawn, in order: the sides of the die and the face, as in ``20:18 6:3``."""
    scribe = RecordingRng(*faces)

    thrown = throw(read_roll(text), scribe)

    assert scribe.left == ()
    draws = zip(scribe.asked, thrown.faces, strict=True)
    return " ".join(f"{sides}:{face}" for sides, face in draws)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1d20, 2d6, 1d8", "20:9 6:1 6:2 8:3"),
        ("2d6+1d20-1d8", "6:1 6:2 20:9 8:3"),
        ("a1d20", "20:18 20:3"),
        ("ad3d20", "20:18 20:3 20:4 20:5 20:6"),
        ("na2d20+1d6", "20:18 20:3 20:4 6:5"),
        ("np3d6", "6:1 6:2 6:3"),
        ("1d20, dp, 1d8", "20:18 6:3 8:4"),
        ("a1dp, 1d8", "6:3 6:4 8:5"),
        ("{1d20,1d6}kh1+1d8", "20:1 6:2 8:3"),
        ("max(1d20,1d6)", "20:1 6:2"),
        ("-(1d20*1d6)", "20:1 6:2"),
        ("1d20>=15+1d6", "20:1 6:2"),
        ("4d6kh3mi2", "6:1 6:2 6:3 6:4"),
    ],
)
def test_pools_terms_and_dice_are_drawn_from_left_to_right(text: str, order: str) -> None:
    faces = [int(part.split(":")[1]) for part in order.split()]

    assert drawn(text, *faces) == order


def test_all_dice_of_a_term_fall_before_its_modifiers_draw() -> None:
    assert drawn("3d6!", 6, 2, 6, 6, 1, 3) == "6:6 6:2 6:6 6:6 6:1 6:3"
    assert [die.faces for die in roll_faces("3d6!", 6, 2, 6, 6, 1, 3).pools[0].dice] == [
        (6,),
        (6,),
        (1,),
        (2,),
        (6,),
        (3,),
    ]


def test_the_next_term_falls_after_the_modifiers_of_the_one_before() -> None:
    assert drawn("1d6!+1d8", 6, 4, 8) == "6:6 6:4 8:8"
    assert drawn("1d6!, 1d8", 6, 4, 8) == "6:6 6:4 8:8"


def test_a_chain_of_explosions_ends_before_the_next_die_begins_its_own() -> None:
    (first, second, third, fourth, fifth) = roll_faces("2d6!", 6, 6, 6, 1, 2).pools[0].dice

    assert [die.faces for die in (first, second, third)] == [(6,), (6,), (1,)]
    assert [die.faces for die in (fourth, fifth)] == [(6,), (2,)]


@pytest.mark.parametrize("text", ["2d6!!", "x: 2d6!", "2d6!=6", "2d6!p"])
def test_compounding_and_penetrating_draw_in_the_same_order(text: str) -> None:
    assert drawn(text, 6, 6, 6, 1, 2) == "6:6 6:6 6:6 6:1 6:2"


def test_a_die_is_rerolled_to_its_end_before_the_next_one() -> None:
    dice_shown = roll_faces("2d6r1", 1, 1, 1, 4, 5).pools[0].dice

    assert [die.faces for die in dice_shown] == [(4, 1, 1), (5, 1)]


def test_modifiers_draw_in_the_order_written() -> None:
    dice_shown = roll_faces("2d6r1!", 1, 6, 6, 2, 3).pools[0].dice

    assert [die.faces for die in dice_shown] == [(6, 1), (2,), (6,), (3,)]


def test_a_second_modifier_visits_further_dice_too() -> None:
    dice_shown = roll_faces("1d6!r1", 6, 1, 4).pools[0].dice

    assert [die.faces for die in dice_shown] == [(6,), (4, 1)]


def test_an_edged_die_draws_both_faces_before_the_next_die() -> None:
    dice_shown = roll_faces("a2d6!", 2, 6, 6, 3, 4).pools[0].dice

    assert [die.faces for die in dice_shown] == [(6, 2), (3,), (6,), (4,)]


def test_dice_are_made_unique_from_left_to_right() -> None:
    dice_shown = roll_faces("3d6u", 4, 4, 4, 4, 2, 1).pools[0].dice

    assert [die.faces for die in dice_shown] == [(4,), (2, 4, 4), (1, 4)]


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("20d6!", (6,) * 20 + (6,) * 99 + (1,)),
        ("1d6!", (6,) * 101),
        ("3d6!", (6, 6, 1, 6, 2, 6, 6, 3)),
        ("2d4!+3", (4, 4, 4, 4, 4, 1, 2)),
        ("2d20!", (20, 20, 20, 1, 1)),
    ],
)
def test_a_throw_draws_no_face_too_many(text: str, faces: tuple[int, ...]) -> None:
    rng = ScriptedRng(faces)

    thrown = throw(read_roll(text), rng)

    assert rng.left == ()
    assert tuple(thrown.faces) == faces


@pytest.mark.parametrize(
    "text",
    ["4d6kh3", "1d20+5", "2d20kh1+5", "10d6!", "3d6dl1-2", "5d6km3", "2d8kl1", "4d6d2+0", "d6"],
)
@pytest.mark.parametrize("script", [(1, 2, 3, 4, 5, 6), (6, 6, 6, 2, 6, 1), (3, 3, 3, 3, 3, 3)])
def test_a_simple_pool_says_the_same_alone_and_with_a_label(
    text: str, script: tuple[int, ...]
) -> None:
    faces = script * 40
    alone = throw(read_roll(text), ScriptedRng(faces))
    beside = throw(read_roll(f"x: {text}"), ScriptedRng(faces))

    assert tuple(alone.faces) == tuple(beside.faces)
    (quick,), (slow,) = judge(alone).pools, judge(beside).pools
    assert (quick.total, quick.raw, quick.floored) == (slow.total, slow.raw, slow.floored)
    assert quick.pieces == slow.pieces


def test_faces_thrown_by_hand_are_judged_like_any_others() -> None:
    plan = read_roll("a1d20+5, 2d6, dp")
    thrown = throw(plan, ScriptedRng((18, 3, 3, 4, 2)))
    (by_hand,) = throw_physical_dice(plan, (18, 3, 3, 4, 2))

    assert results_of(judge(by_hand)) == results_of(judge(thrown))


def test_every_repeat_is_thrown_on_its_own() -> None:
    plan = read_roll("3x2d6+1")

    throws = throw_physical_dice(plan, (1, 2, 3, 4, 5, 6))

    assert [judge(thrown).pools[0].total for thrown in throws] == [4, 8, 12]


def test_repeats_take_as_many_faces_as_they_need() -> None:
    throws = throw_physical_dice(read_roll("2x1d6!"), (6, 6, 1, 3))

    assert [tuple(thrown.faces) for thrown in throws] == [(6, 6, 1), (3,)]


@pytest.mark.parametrize(
    ("text", "faces"),
    [("2d6", (3,)), ("2d6", ()), ("a1d20", (3,)), ("1d6!", (6,)), ("2x1d6", (3,)), ("1dp", ())],
)
def test_too_few_faces_are_refused(text: str, faces: tuple[int, ...]) -> None:
    with pytest.raises(TooFewFaces) as caught:
        throw_physical_dice(read_roll(text), faces)

    assert caught.value.code == "too_few_faces"
    assert caught.value.facts["given"] == len(faces)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "faces", "used"),
    [("2d6", (3, 4, 5), 2), ("5", (1,), 0), ("1d6!", (5, 6), 1), ("2x1d6", (1, 2, 3), 2)],
)
def test_too_many_faces_are_refused(text: str, faces: tuple[int, ...], used: int) -> None:
    with pytest.raises(TooManyFaces) as caught:
        throw_physical_dice(read_roll(text), faces)

    assert caught.value.code == "too_many_faces"
    assert caught.value.facts == {"given": len(faces), "used": used}
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "faces", "face", "place"),
    [
        ("2d6", (3, 7), 7, 2),
        ("2d6", (0, 3), 0, 1),
        ("1d20, 1d6", (6, 20), 20, 2),
        ("1dF", (2,), 2, 1),
        ("1d[1,2,3,5,8]", (4,), 4, 1),
        ("dp", (7,), 7, 1),
        ("a1d20", (20, 21), 21, 2),
        ("1d6!", (6, -1), -1, 2),
    ],
)
def test_a_face_that_the_die_does_not_have_is_refused(
    text: str, faces: tuple[int, ...], face: int, place: int
) -> None:
    with pytest.raises(ImpossibleFace) as caught:
        throw_physical_dice(read_roll(text), faces)

    assert caught.value.code == "impossible_face"
    assert (caught.value.facts["face"], caught.value.facts["place"]) == (face, place)


def test_fudge_and_custom_dice_draw_one_of_their_faces() -> None:
    assert tuple(throw(read_roll("4dF"), ScriptedRng((1, 2, 3, 1))).faces) == (-1, 0, 1, -1)
    assert tuple(throw(read_roll("3d[1,2,8]"), ScriptedRng((3, 1, 2))).faces) == (8, 1, 2)


def test_the_plot_die_is_added_to_the_rolled_faces() -> None:
    before = throw(read_roll("a1d20+5, 2d6"), ScriptedRng((18, 3, 3, 4)))

    after = add_plot_die(before, ScriptedRng((2,)))

    assert tuple(after.faces) == (18, 3, 3, 4, 2)
    assert [result.total for result in judge(after).pools] == [27, 7, None]
    assert [result.total for result in judge(before).pools] == [23, 7]


def test_a_second_plot_die_cannot_be_added() -> None:
    before = throw(read_roll("1d20, dp"), ScriptedRng((18, 3)))

    with pytest.raises(DuplicatePlotDie):
        add_plot_die(before, ScriptedRng((2,)))
