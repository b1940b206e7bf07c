"""Tests that sessions follow from joins, leaves and starts of the game server."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.logs.events import EventKind, LogEvent, ServerStarted
from nazh.domain.keep.logs.sessions import (
    PlaySession,
    SessionOutcome,
    SessionState,
    fold_sessions,
    play_time,
)
from tests.unit.domain.keep.logs.ark_lines import PEBBLE, RIVER, at

OPEN, CLOSED, INFERRED = SessionState
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def joined(instant: datetime, player: str = PEBBLE) -> LogEvent:
    return LogEvent("", EventKind.JOIN, instant, "Name", player)


def left(instant: datetime, player: str = PEBBLE) -> LogEvent:
    return LogEvent("", EventKind.LEAVE, instant, "Name", player)


NOON = at("12.00.00")
SESSION = PlaySession(PEBBLE, NOON, number=4)


def test_a_join_opens_and_a_leave_closes() -> None:
    folded = fold_sessions((), [joined(NOON), joined(NOON, RIVER), left(NOON + MINUTE)])

    assert folded.changed == (
        PlaySession(PEBBLE, NOON, NOON + MINUTE, CLOSED),
        PlaySession(RIVER, NOON),
    )
    assert folded.counts == {
        SessionOutcome.OPENED: 2,
        SessionOutcome.CLOSED: 1,
        SessionOutcome.CLIPPED: 0,
    }


def test_a_second_join_closes_the_first_session() -> None:
    folded = fold_sessions([SESSION], [joined(NOON + MINUTE)])

    assert folded.changed == (
        PlaySession(PEBBLE, NOON, NOON + MINUTE, INFERRED, number=4),
        PlaySession(PEBBLE, NOON + MINUTE),
    )


def test_a_leave_without_a_join_is_counted_only() -> None:
    folded = fold_sessions((), [left(NOON)])

    assert (folded.changed, dict(folded.counts)) == ((), {SessionOutcome.WITHOUT_JOIN: 1})


def test_a_player_without_an_id_has_no_session() -> None:
    folded = fold_sessions((), [joined(NOON, ""), left(NOON, "")])

    assert (folded.changed, dict(folded.counts)) == ((), {})


def test_a_start_closes_all_sessions_when_the_server_was_last_seen() -> None:
    others = PlaySession(RIVER, NOON + MINUTE, number=5)
    last_seen = NOON + timedelta(hours=2)

    folded = fold_sessions([SESSION, others], [ServerStarted(NOON + timedelta(hours=9), last_seen)])

    assert folded.changed == (
        PlaySession(PEBBLE, NOON, last_seen, INFERRED, number=4),
        PlaySession(RIVER, NOON + MINUTE, last_seen, INFERRED, number=5),
    )


def test_a_start_before_a_session_does_not_close_it() -> None:
    assert fold_sessions([SESSION], [ServerStarted(NOON - MINUTE, NOON - MINUTE)]).changed == ()


@pytest.mark.parametrize(("minutes", "is_resumed"), [(4, True), (5, False)])
def test_a_short_gap_is_no_gap(minutes: int, is_resumed: bool) -> None:
    back = NOON + (1 + minutes) * MINUTE

    folded = fold_sessions([SESSION], [left(NOON + MINUTE), joined(back)])

    first = PlaySession(PEBBLE, NOON, NOON + MINUTE, CLOSED, number=4)
    assert folded.changed == (() if is_resumed else (first, PlaySession(PEBBLE, back)))


def test_a_session_of_over_a_day_is_clipped_and_not_resumed() -> None:
    back = NOON + DAY + 2 * MINUTE

    folded = fold_sessions([SESSION], [left(NOON + DAY + MINUTE), joined(back)])

    assert folded.changed == (
        PlaySession(PEBBLE, NOON, NOON + DAY, CLOSED, is_clipped=True, number=4),
        PlaySession(PEBBLE, back),
    )
    assert folded.counts[SessionOutcome.CLIPPED] == 1


@pytest.mark.parametrize("line", [joined(NOON - MINUTE), left(NOON - MINUTE)])
def test_what_comes_too_late_is_counted_only(line: LogEvent) -> None:
    folded = fold_sessions([SESSION], [line])

    assert (folded.changed, dict(folded.counts)) == ((), {SessionOutcome.LATE: 1})


HAPPENINGS = st.builds(
    lambda make, minutes, player: make(NOON + minutes * MINUTE, player),
    st.sampled_from([joined, left, lambda instant, _: ServerStarted(instant, instant)]),
    st.integers(0, 4_000),
    st.sampled_from([PEBBLE, RIVER]),
)


@given(st.lists(HAPPENINGS, max_size=30), st.booleans())
def test_sessions_of_a_player_never_overlap(
    happened: list[LogEvent | ServerStarted], is_in_order: bool
) -> None:
    if is_in_order:
        happened.sort(key=lambda event: event.at)

    folded = fold_sessions((), happened).changed

    for player in (PEBBLE, RIVER):
        sessions = [session for session in folded if session.player == player]
        ends = [session.closed_at or session.opened_at for session in sessions]
        assert all(session.state is not OPEN for session in sessions[:-1])
        assert all(session.opened_at <= end for session, end in zip(sessions, ends, strict=True))
        assert all(
            end <= later.opened_at for end, later in zip(ends[:-1], sessions[1:], strict=True)
        )


@given(st.lists(HAPPENINGS, max_size=30), st.integers(0, 30))
def test_sessions_are_the_same_in_one_step_or_in_two(
    happened: list[LogEvent | ServerStarted], cut: int
) -> None:
    stored = [
        replace(session, number=number)
        for number, session in enumerate(fold_sessions((), happened[:cut]).changed)
    ]
    latest = {session.player: session for session in stored}

    for session in fold_sessions(latest.values(), happened[cut:]).changed:
        if session.number is None:
            stored.append(session)
        else:
            stored[session.number] = session

    at_once = fold_sessions((), happened).changed
    for player in (PEBBLE, RIVER):
        assert [
            replace(session, number=None) for session in stored if session.player == player
        ] == [session for session in at_once if session.player == player]


def test_the_time_played_is_that_between_two_instants() -> None:
    sessions = (
        PlaySession(PEBBLE, NOON - 30 * MINUTE, NOON + 10 * MINUTE, CLOSED),
        PlaySession(PEBBLE, NOON + 20 * MINUTE, NOON + 25 * MINUTE, CLOSED),
        PlaySession(PEBBLE, NOON + 50 * MINUTE),
        PlaySession(PEBBLE, NOON - 90 * MINUTE, NOON - 60 * MINUTE, CLOSED),
    )

    assert play_time(sessions, NOON, NOON + 60 * MINUTE) == 25 * MINUTE


def test_a_session_that_never_ended_counts_for_its_longest_time() -> None:
    assert play_time([SESSION], NOON, NOON + 9 * DAY) == DAY


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.none() | st.integers(0, 300)), max_size=8),
    st.integers(0, 400),
    st.integers(0, 400),
)
def test_the_time_played_adds_up_over_periods(
    played: list[tuple[int, int | None]], first: int, second: int
) -> None:
    sessions = [
        PlaySession(
            PEBBLE, NOON + start * MINUTE, None if size is None else NOON + (start + size) * MINUTE
        )
        for start, size in played
    ]
    middle, end = NOON + first * MINUTE, NOON + (first + second) * MINUTE

    parts = [play_time(sessions, NOON, middle), play_time(sessions, middle, end)]

    assert sum(parts, timedelta()) == play_time(sessions, NOON, end)
    assert all(part >= timedelta() for part in parts)
