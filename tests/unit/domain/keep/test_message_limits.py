"""Tests that a user may send a limited number of messages in any period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.message_limits import MessageLimit
from nazh.domain.kernel.identity import UserId

MAX_MESSAGES, PERIOD = 3, timedelta(seconds=10)
START = datetime(2026, 1, 1, tzinfo=UTC)
ALICE, BOB = UserId(1), UserId(2)


@given(st.lists(st.integers(0, 8), max_size=60))
def test_no_period_exceeds_the_limit(pauses: list[int]) -> None:
    limit, now = MessageLimit(MAX_MESSAGES, PERIOD), START
    allowed: list[datetime] = []
    for pause in pauses:
        now += timedelta(seconds=pause)
        is_full = sum(now - sent_at < PERIOD for sent_at in allowed) >= MAX_MESSAGES
        assert limit.allows(ALICE, now) is not is_full
        if not is_full:
            allowed.append(now)


def test_users_are_limited_apart() -> None:
    limit = MessageLimit(1, PERIOD)

    assert limit.allows(ALICE, START)
    assert limit.allows(BOB, START)
    assert not limit.allows(ALICE, START)


def test_users_are_forgotten() -> None:
    limit = MessageLimit(1, PERIOD)
    for number in range(10_000):
        assert limit.allows(UserId(number), START + timedelta(seconds=number))

    assert len(limit._done) <= 1_000
