"""Tests that commands for one game server are rate-limited after a burst."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.rate_limit import AT_ONCE, PER_SECOND, CommandRateLimit


def test_a_burst_of_commands_is_sent_and_the_next_waits() -> None:
    limit = CommandRateLimit()
    for _ in range(AT_ONCE):
        assert limit.pause(100.0) < 1e-9
        limit = limit.sent(100.0)

    assert abs(limit.pause(100.0) - 1 / PER_SECOND) < 1e-9
    assert limit.pause(100.0 + 1 / PER_SECOND) < 1e-9
    assert CommandRateLimit(50.0).pause(100.0) == 0


@given(st.lists(st.floats(0, 3), max_size=120))
def test_no_period_has_more_commands_than_the_limit(rests: list[float]) -> None:
    limit, now, sent_times = CommandRateLimit(), 0.0, list[float]()
    for rest in rests:
        now += rest
        now += limit.pause(now)
        limit = limit.sent(now)
        sent_times.append(now)

    for first, start in enumerate(sent_times):
        for last, end in enumerate(sent_times[first:], first):
            assert last - first + 1 <= AT_ONCE + (end - start) * PER_SECOND + 1e-6
