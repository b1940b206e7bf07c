"""Tests that nations are ranked by score, then by age, then by id."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.rankings.boards import Board, Division
from nazh.domain.dominion.rankings.ranking import Scores, rank_nations

DIVISIONS = tuple(Division)
NATIONS = st.lists(
    st.tuples(
        st.integers(0, len(DIVISIONS) - 1),
        st.integers(0, 3),
        st.lists(st.integers(-2, 2), min_size=len(Board), max_size=len(Board)),
    )
)


def scores_of(nations: list[tuple[int, int, list[int]]]) -> Scores:
    """Return the scores of nations with the ids 2, 4, 6 and so on."""
    return Scores(
        ids=array("q", (2 * number for number in range(1, len(nations) + 1))),
        divisions=array("b", (division for division, _, _ in nations)),
        founded_at=array("q", (founded for _, founded, _ in nations)),
        by_board=tuple(
            array("q", (scores[board] for _, _, scores in nations)) for board in range(len(Board))
        ),
    )


@given(NATIONS)
def test_nations_are_ranked_by_score_then_age_then_id(
    nations: list[tuple[int, int, list[int]]],
) -> None:
    ranked = rank_nations(scores_of(nations))

    for column, board in enumerate(Board):
        expected = sorted(
            (-scores[column], founded, 2 * number, DIVISIONS[division])
            for number, (division, founded, scores) in enumerate(nations, 1)
        )
        on_board = ranked[board].nations
        assert on_board[None] == [nation for _, _, nation, _ in expected]
        for division in Division:
            assert on_board[division] == [
                nation for _, _, nation, its in expected if its is division
            ]


@given(NATIONS)
def test_places_count_from_one_overall_and_within_the_division(
    nations: list[tuple[int, int, list[int]]],
) -> None:
    ranked = rank_nations(scores_of(nations))

    for board in ranked.values():
        for index, (division, _, _) in enumerate(nations):
            nation = 2 * (index + 1)
            assert board.places[index] == board.nations[None].index(nation) + 1
            alike = board.nations[DIVISIONS[division]]
            assert board.division_places[index] == alike.index(nation) + 1
