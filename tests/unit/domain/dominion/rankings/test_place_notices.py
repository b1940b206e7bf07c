"""Tests what nations are told about their places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rankings.place_notices import is_compared, place_notices
from nazh.domain.dominion.world_time import standing_at

HOUR = 491_208
A, B, C, D = map(NationId, (1, 2, 3, 4))
LISTS = st.lists(st.integers(1, 30).map(NationId), unique=True, max_size=25)


def test_nations_that_move_enter_and_leave_are_told() -> None:
    notices = dict(place_notices([A, B, C], [B, A, D], HOUR))

    assert {nation: (notice.kind, dict(notice.facts)) for nation, notice in notices.items()} == {
        B: (NoticeKind.RANK_CHANGED, {"place": 1, "before": 2}),
        A: (NoticeKind.RANK_CHANGED, {"place": 2, "before": 1}),
        D: (NoticeKind.RANK_ENTERED, {"place": 3, "first": 25}),
        C: (NoticeKind.RANK_LEFT, {"first": 25}),
    }
    assert {(notice.at, notice.cause) for notice in notices.values()} == {
        (standing_at(HOUR), f"standing {HOUR}")
    }


def test_places_are_compared_once_a_day() -> None:
    hours = [hour for hour in range(HOUR, HOUR + 72) if is_compared(hour)]

    assert len(hours) == 3
    assert {(standing_at(hour).hour, standing_at(hour).minute) for hour in hours} == {(23, 45)}


@given(LISTS, LISTS)
def test_each_nation_is_told_at_most_once_and_only_of_a_change(
    before: list[NationId], after: list[NationId]
) -> None:
    nations = [nation for nation, _ in place_notices(before, after, HOUR)]

    moved = {
        nation for nation in {*before, *after} if _place(nation, before) != _place(nation, after)
    }
    assert len(nations) == len(set(nations))
    assert set(nations) == (moved if before else set())


def _place(nation: NationId, places: list[NationId]) -> int | None:
    return places.index(nation) if nation in places else None
