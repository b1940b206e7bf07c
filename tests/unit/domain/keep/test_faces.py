"""Tests when a face that has ended is started again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.faces import (
    DEFAULT_POLICY,
    Ended,
    FaceState,
    NoRestart,
    Restart,
    RestartHistory,
    decide,
)

CRASHES = st.sampled_from([1, 69, 70, 71, 255, -9, -11])
CHANCES = st.floats(0, 1, exclude_max=True)


def crashed(at: float, uptime: float = 0.0, status: int = 1) -> Ended:
    return Ended(status, uptime, at)


@pytest.mark.parametrize("status", [0, 130, 143, -2, -15])
def test_a_face_that_was_told_to_stop_has_not_crashed(status: int) -> None:
    decision = decide(crashed(0, status=status), RestartHistory(), DEFAULT_POLICY, 0)

    assert decision == NoRestart(FaceState.STOPPED)


def test_an_invalid_configuration_is_not_tried_again() -> None:
    decision = decide(crashed(0, status=78), RestartHistory(), DEFAULT_POLICY, 0)

    assert decision == NoRestart(FaceState.MISCONFIGURED)


def test_the_delay_doubles_up_to_a_minute() -> None:
    delays, history, now = [], RestartHistory(), 0.0
    for _ in range(10):
        decision = decide(crashed(now), history, DEFAULT_POLICY, 0)
        assert isinstance(decision, Restart)
        delays.append(decision.delay)
        history, now = decision.history, now + decision.delay

    assert delays == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert decide(crashed(now), history, DEFAULT_POLICY, 0) == NoRestart(FaceState.QUARANTINED)


def test_a_face_that_was_up_for_five_minutes_resets_its_delay() -> None:
    history = RestartHistory(8, (0.0,))

    early = decide(crashed(1_000, uptime=299.0), history, DEFAULT_POLICY, 0)
    late = decide(crashed(1_000, uptime=300.0), history, DEFAULT_POLICY, 0)

    assert isinstance(early, Restart)
    assert isinstance(late, Restart)
    assert (early.delay, late.delay) == (60, 1)


def test_a_restart_counts_until_the_window_is_over() -> None:
    policy = DEFAULT_POLICY
    history = RestartHistory(0, (0.0,) * policy.most_restarts)

    before = decide(crashed(policy.window - 1), history, policy, 0)
    after = decide(crashed(policy.window), history, policy, 0)

    assert before == NoRestart(FaceState.QUARANTINED)
    assert after == Restart(policy.first_delay, RestartHistory(1, (policy.window,)))


@given(st.lists(st.tuples(st.floats(0, 3_000), CRASHES, CHANCES), max_size=60))
def test_restarts_are_delayed_and_limited(runs: list[tuple[float, int, float]]) -> None:
    history, now, restarts = RestartHistory(), 0.0, list[float]()
    for uptime, status, chance in runs:
        now += uptime
        decision = decide(crashed(now, uptime, status), history, DEFAULT_POLICY, chance)
        recent = [at for at in restarts if at > now - DEFAULT_POLICY.window]
        if isinstance(decision, NoRestart):
            assert decision.state is FaceState.QUARANTINED
            assert len(recent) == DEFAULT_POLICY.most_restarts
            break
        assert 1 <= decision.delay < 60 * 1.25
        assert len(recent) < DEFAULT_POLICY.most_restarts
        restarts.append(now)
        history, now = decision.history, now + decision.delay
