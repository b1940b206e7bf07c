"""Tests what each modifier does to thrown dice (docs/dice.md, "Modifiers")."""

from __future__ import annotations

import pytest

from tests.unit.domain.dice.scripted_rolls import dice, kept_values, marks, raw


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("5d6kh3", [5, 6, 4]),
        ("5d6k3", [5, 6, 4]),
        ("5d6kh", [6]),
        ("5d6k", [6]),
        ("5d6kl2", [3, 1]),
        ("5d6kl", [1]),
        ("5d6km3", [3, 5, 4]),
        ("5d6km1", [4]),
        ("5d6km", [4]),
        ("5d6k>3", [5, 6, 4]),
        ("5d6k>=5", [5, 6]),
        ("5d6k<3", [1]),
        ("5d6k<=3", [3, 1]),
        ("5d6k=4", [4]),
        ("5d6k==4", [4]),
        ("5d6k<>4", [3, 5, 1, 6]),
        ("5d6dh1", [3, 5, 1, 4]),
        ("5d6dh", [3, 5, 1, 4]),
        ("5d6dh3", [3, 1]),
        ("5d6dl1", [3, 5, 6, 4]),
        ("5d6dl2", [5, 6, 4]),
        ("5d6d1", [3, 5, 6, 4]),
        ("5d6d2", [5, 6, 4]),
        ("5d6d", [3, 5, 6, 4]),
    ],
)
def test_keep_and_drop_leave_these_dice(text: str, stays: list[int]) -> None:
    assert kept_values(text, 3, 5, 1, 6, 4) == stays
    assert raw(text, 3, 5, 1, 6, 4) == sum(stays)


def test_dropped_dice_are_still_shown() -> None:
    assert [(die.value, die.kept) for die in dice("3d6kh1", 2, 6, 4)] == [
        (2, False),
        (6, True),
        (4, False),
    ]


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("3d6kh1", [True, False, False]),
        ("3d6kl1", [True, False, False]),
        ("3d6dh1", [True, True, False]),
        ("3d6dl1", [True, True, False]),
    ],
)
def test_in_a_tie_the_die_further_left_stays(text: str, stays: list[bool]) -> None:
    assert [die.kept for die in dice(text, 4, 4, 4)] == stays


def test_of_an_odd_surplus_the_middle_loses_one_more_high_die() -> None:
    assert kept_values("4d6km1", 1, 2, 5, 6) == [2]


@pytest.mark.parametrize("text", ["2d6kh9", "2d6kl9", "2d6km9"])
def test_keeping_more_dice_than_there_are_keeps_all(text: str) -> None:
    assert kept_values(text, 1, 6) == [1, 6]


@pytest.mark.parametrize("text", ["2d6dh9", "2d6dl9", "2d6d9", "2d6k>6"])
def test_dropping_every_die_leaves_nothing(text: str) -> None:
    assert kept_values(text, 1, 6) == []
    assert raw(text, 1, 6) == 0


def test_the_second_keep_applies_to_the_kept_dice() -> None:
    assert kept_values("5d6kh3kl1", 3, 5, 1, 6, 4) == [4]


@pytest.mark.parametrize(
    ("text", "faces", "values"),
    [
        ("2d6!", (6, 3, 2), [6, 3, 2]),
        ("2d6!", (2, 6, 6, 1), [2, 6, 6, 1]),
        ("2d6!>=5", (5, 3, 2), [5, 3, 2]),
        ("2d6!>4", (5, 3, 2), [5, 3, 2]),
        ("2d6!<2", (1, 3, 2), [1, 3, 2]),
        ("2d6!<=2", (2, 3, 5), [2, 3, 5]),
        ("2d6!=6", (6, 3, 2), [6, 3, 2]),
        ("2d6!=3", (6, 3, 2), [6, 3, 2]),
        ("2d6!3", (6, 3, 2), [6, 3, 2]),
        ("2d6!<>3", (3, 2, 3), [3, 2, 3]),
        ("2d6e", (6, 3, 2), [6, 3, 2]),
        ("2d6e5", (5, 6, 2), [5, 2, 6]),
        ("2d6ie5", (5, 6, 2), [5, 2, 6]),
        ("2d6e>=5", (5, 4, 2), [5, 2, 4]),
        ("2d6ie>=5", (5, 4, 2), [5, 2, 4]),
        ("1dF!", (1, 1, 0), [1, 1, 0]),
        ("1d[1,2,3,5,8]!", (8, 8, 5), [8, 8, 5]),
    ],
)
def test_an_exploding_die_adds_further_dice(
    text: str, faces: tuple[int, ...], values: list[int]
) -> None:
    assert sorted(kept_values(text, *faces)) == sorted(values)
    assert raw(text, *faces) == sum(values)


def test_further_dice_follow_the_die_that_exploded() -> None:
    assert [die.value for die in dice("3d6!", 6, 2, 6, 6, 1, 3)] == [6, 6, 1, 2, 6, 3]


def test_only_dice_that_exploded_say_so() -> None:
    assert marks("2d6!", 6, 2, 3) == [{"max", "exploded"}, set(), set()]


def test_e5_means_exactly_five() -> None:
    assert raw("1d6e5", 6) == 6


def test_a_compounding_die_adds_up_on_itself() -> None:
    (first, second) = dice("2d10!!", 10, 4, 10, 3)

    assert (first.value, first.faces, first.kept) == (23, (10, 10, 3), True)
    assert second.value == 4


@pytest.mark.parametrize(
    ("text", "faces", "values"),
    [
        ("2d10!!>=9", (9, 4, 9, 2), [20, 4]),
        ("2d10!!=4", (4, 10, 4, 2), [10, 10]),
        ("2d10!!4", (4, 10, 4, 2), [10, 10]),
    ],
)
def test_compounding_on_a_condition(text: str, faces: tuple[int, ...], values: list[int]) -> None:
    assert kept_values(text, *faces) == values


def test_keep_after_compound_keeps_whole_explosions() -> None:
    assert kept_values("5d10!!kh3", 10, 1, 9, 8, 2, 10, 5) == [25, 9, 8]


@pytest.mark.parametrize(
    ("text", "faces", "values"),
    [
        ("1d6!p", (6, 6, 3), [6, 5, 2]),
        ("2d6!p", (6, 2, 6, 1), [6, 5, 0, 2]),
        ("1d6!p>=5", (5, 6, 5, 1), [5, 5, 4, 0]),
        ("1d6!p5", (5, 5, 6), [5, 4, 5]),
    ],
)
def test_each_further_die_of_a_penetrating_one_counts_one_less(
    text: str, faces: tuple[int, ...], values: list[int]
) -> None:
    assert kept_values(text, *faces) == values
    assert raw(text, *faces) == sum(values)


def test_a_penetrating_die_shows_its_face_beside_its_value() -> None:
    (_, further) = dice("1d6!p", 6, 4)

    assert (further.faces, further.value) == ((4,), 3)


def test_further_dice_may_be_kept_instead_of_the_first() -> None:
    assert kept_values("2d6!kh2", 6, 2, 5) == [6, 5]


def test_dropped_dice_do_not_explode() -> None:
    assert [die.value for die in dice("2d6kl1!", 6, 2)] == [6, 2]


@pytest.mark.parametrize(
    ("text", "faces", "values"),
    [
        ("2d6r<=2", (1, 5, 2, 4), [4, 5]),
        ("2d6r1", (1, 5, 1, 1, 6), [6, 5]),
        ("2d6r=1", (1, 5, 1, 1, 6), [6, 5]),
        ("2d6rr1", (1, 5, 1, 1, 6), [6, 5]),
        ("2d6rr<3", (2, 5, 1, 3), [3, 5]),
        ("2d6r>5", (6, 5, 6, 5), [5, 5]),
        ("2d6r<>5", (6, 5, 6, 5), [5, 5]),
        ("2d6ro<=2", (1, 5, 2), [2, 5]),
        ("2d6ro1", (1, 1, 1, 6), [1, 6]),
    ],
)
def test_a_rerolled_die_counts_its_last_face(
    text: str, faces: tuple[int, ...], values: list[int]
) -> None:
    assert kept_values(text, *faces) == values


def test_a_rerolled_die_remembers_its_faces_the_last_one_first() -> None:
    (die,) = dice("1d6r<=2", 1, 2, 4)

    assert die.faces == (4, 2, 1)
    assert [mark.value for mark in die.marks] == ["rerolled"]


def test_reroll_once_adding_throws_one_further_die() -> None:
    assert [die.value for die in dice("2d6ra6", 6, 2, 6)] == [6, 6, 2]
    assert raw("2d6ra6", 6, 2, 6) == 14


def test_reroll_once_may_ask_for_every_face() -> None:
    assert raw("2d6ro<=6", 1, 2, 3, 4) == 7
    assert raw("2d6ra<=6", 1, 2, 3, 4) == 10


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4d6mi3", [3, 3, 5, 6]),
        ("4d6min3", [3, 3, 5, 6]),
        ("4d6ma5", [1, 3, 5, 5]),
        ("4d6max5", [1, 3, 5, 5]),
        ("4d6mi3ma5", [3, 3, 5, 5]),
    ],
)
def test_a_value_beyond_the_bound_counts_as_the_bound(text: str, values: list[int]) -> None:
    assert kept_values(text, 1, 3, 5, 6) == values
    assert raw(text, 1, 3, 5, 6) == sum(values)


def test_the_face_is_unchanged() -> None:
    (die,) = dice("1d20mi10", 4)

    assert (die.faces, die.value) == ((4,), 10)


def test_a_least_value_may_be_below_zero() -> None:
    assert raw("1dF+2d[-5,5]mi-2", 0, -5, 5) == 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5d10>=8", 2),
        ("5d10≥8", 2),
        ("5d10>8", 1),
        ("5d10=8", 1),
        ("5d10==8", 1),
        ("5d10<=2", 2),
        ("5d10≤2", 2),
        ("5d10<2", 1),
        ("5d10<>1", 4),
        ("5d10≠1", 4),
    ],
)
def test_a_comparison_after_dice_counts_them(text: str, count: int) -> None:
    assert raw(text, 1, 2, 5, 8, 10) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5d10>=8f=1", 1),
        ("5d10>=8f1", 1),
        ("5d10>=8f<=2", 0),
        ("5d10>=8f<3", 0),
        ("5d10>=11f<=5", -3),
        ("5d10>=8f>5", 0),
    ],
)
def test_failures_are_taken_off_the_successes(text: str, count: int) -> None:
    assert raw(text, 1, 2, 5, 8, 10) == count


def test_dice_that_count_say_so() -> None:
    assert marks("3d10>=8f=1", 9, 1, 5) == [{"success"}, {"failure", "min"}, set()]


def test_dropped_dice_are_not_counted() -> None:
    assert raw("3d10>=8kh1", 9, 8, 1) == 1


def test_counting_looks_at_values_after_all_modifiers() -> None:
    assert raw("2d10mi8>=8", 1, 9) == 2
    assert raw("1d6!p>=6>=5", 6, 6, 3) == 2


def test_a_second_comparison_compares_the_successes() -> None:
    assert raw("5d10>=8>=3", 8, 9, 10, 1, 1) == 1
    assert raw("5d10>=8>=3", 8, 9, 1, 1, 1) == 0


@pytest.mark.parametrize("text", ["3d20cs>=19cf<=2", "3d20cs>18cf<3", "3d20cf<=2cs>=19"])
def test_critical_ranges_mark_and_change_no_total(text: str) -> None:
    assert raw(text, 19, 2, 10) == 31
    assert [words - {"max", "min"} for words in marks(text, 19, 2, 10)] == [
        {"critical_success"},
        {"critical_failure"},
        set(),
    ]


def test_a_bare_number_is_exactly_that_face() -> None:
    assert marks("2d20cs15cf7", 15, 7) == [{"critical_success"}, {"critical_failure"}]


def test_repeated_values_are_rerolled_until_all_differ() -> None:
    assert kept_values("3d6u", 4, 4, 4, 4, 2, 4, 2, 1) == [4, 2, 1]


def test_as_many_unique_dice_as_faces_are_possible() -> None:
    assert sorted(kept_values("3dFu", 0, 0, 0, 1, 1, -1)) == [-1, 0, 1]


@pytest.mark.parametrize(("text", "shown"), [("4d6s", [1, 3, 5, 6]), ("4d6sd", [6, 5, 3, 1])])
def test_dice_are_shown_sorted(text: str, shown: list[int]) -> None:
    assert [die.value for die in dice(text, 5, 1, 6, 3)] == shown
    assert raw(text, 5, 1, 6, 3) == 15


def test_sorting_shows_dropped_dice_too() -> None:
    assert [(die.value, die.kept) for die in dice("3d6kh1s", 5, 1, 3)] == [
        (1, False),
        (3, False),
        (5, True),
    ]


def test_modifiers_act_in_the_order_written() -> None:
    assert raw("2d6mi3kl1", 1, 5) == 3
    assert raw("2d6kh1r6", 6, 5, 2) == 2
    assert raw("2d6r6kh1", 6, 5, 2) == 5
    assert raw("1d6r6!", 6, 5) == 5
    assert raw("1d6!r6", 6, 5, 1) == 6


def test_a_die_lifted_to_its_maximum_explodes() -> None:
    assert raw("1d6mi6!", 2, 3) == 9


@pytest.mark.parametrize(
    ("text", "faces", "shown"),
    [
        ("a1d20", (18, 3), (18, 3)),
        ("a1d20", (3, 18), (18, 3)),
        ("d1d20", (18, 3), (3, 18)),
        ("d1d20", (3, 18), (3, 18)),
        ("a1d20", (7, 7), (7, 7)),
    ],
)
def test_an_edged_die_shows_the_kept_face_first(
    text: str, faces: tuple[int, int], shown: tuple[int, int]
) -> None:
    (die,) = dice(text, *faces)

    assert (die.faces, die.value, die.kept) == (shown, shown[0], True)


def test_tags_belong_to_the_dice_one_by_one() -> None:
    dice_shown = dice("ad3d20", 4, 15, 9, 2, 11)

    assert [(die.edge.name, die.value) for die in dice_shown] == [
        ("ADVANTAGE", 15),
        ("DISADVANTAGE", 2),
        ("PLAIN", 11),
    ]


def test_n_leaves_a_die_plain() -> None:
    dice_shown = dice("na2d20", 4, 15, 9)

    assert [(die.edge.name, die.faces) for die in dice_shown] == [
        ("PLAIN", (4,)),
        ("ADVANTAGE", (15, 9)),
    ]


def test_p_makes_one_die_the_plot_die() -> None:
    dice_shown = dice("np3d6", 4, 5, 6)

    assert [(die.is_plot, die.value) for die in dice_shown] == [(False, 4), (True, 0), (False, 6)]
    assert raw("np3d6", 4, 5, 6) == 10


@pytest.mark.parametrize(
    ("text", "faces", "value"),
    [
        ("a1d10>=8", (3, 9), 1),
        ("d1d10>=8", (3, 9), 0),
        ("d1d10>=2f=9", (9, 3), 1),
        ("a1d6r1", (1, 6), 6),
        ("d1d6!", (6, 5), 5),
        ("d1d6mi4", (6, 2), 4),
    ],
)
def test_a_discarded_face_has_no_effect(text: str, faces: tuple[int, ...], value: int) -> None:
    assert raw(text, *faces) == value


def test_a_discarded_maximum_is_not_marked() -> None:
    assert marks("d1d20", 20, 5) == [set()]
    assert marks("a1d20", 1, 5) == [set()]


def test_an_edged_die_is_one_die_for_keep_and_drop() -> None:
    dice_shown = dice("ad3d20kh1", 4, 15, 20, 2, 11)

    assert [(die.value, die.kept) for die in dice_shown] == [(15, True), (2, False), (11, False)]


def test_further_dice_and_rerolls_of_an_edged_die_draw_one_face() -> None:
    assert [die.faces for die in dice("a1d6!", 6, 2, 3)] == [(6, 2), (3,)]
    assert [die.faces for die in dice("a1d6r6", 6, 2, 3)] == [(3, 6, 2)]


@pytest.mark.parametrize(
    ("text", "dice_shown", "value"),
    [("1d6!", 101, 606), ("1d6!!", 1, 606), ("1d6!p", 101, 506)],
)
def test_explosions_stop_after_a_hundred_further_dice(
    text: str, dice_shown: int, value: int
) -> None:
    faces = (6,) * 101

    assert len(dice(text, *faces)) == dice_shown
    assert raw(text, *faces) == value


def test_the_die_that_was_stopped_says_so() -> None:
    marks_of_dice = marks("2d6!", *(6,) * 102)

    assert [place for place, words in enumerate(marks_of_dice) if "capped" in words] == [100, 101]


def test_rerolls_stop_after_a_hundred_too() -> None:
    (die,) = dice("1d6r6", *(6,) * 101)

    assert die.value == 6
    assert "capped" in {mark.value for mark in die.marks}


def test_the_limit_counts_a_pool_and_not_a_term() -> None:
    assert raw("1d6!+1d6!", *(6,) * 102) == 612


def test_every_pool_has_its_own_further_dice() -> None:
    assert raw("1d6!,1d6!", *(6,) * 202) == 606
