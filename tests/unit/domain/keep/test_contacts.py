"""Tests that the status of a game server follows from the attempts to reach it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.keep.consoles.errors import (
    AddressRefused,
    AuthRejected,
    Cause,
    CircuitOpen,
    OutcomeUnknown,
    ReplyTooLarge,
    ServerBusy,
    Unreachable,
)
from nazh.domain.keep.contacts import NOTED_EVERY, Contact, contact_after, has_answered
from nazh.domain.keep.errors import PasswordLost
from nazh.domain.kernel.errors import Refusal
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
ATTEMPTS = st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), min_size=1, max_size=30)


def at(second: int) -> datetime:
    return NOW + timedelta(seconds=second)


def known(attempts: list[tuple[bool, int]]) -> Contact:
    contact = None
    for is_answering, second in attempts:
        contact = contact_after(contact, is_answering=is_answering, at=at(second))
    assert contact is not None
    return contact


@given(ATTEMPTS)
def test_attempts_in_order_give_the_last_state_its_start_and_the_last_answer(
    attempts: list[tuple[bool, int]],
) -> None:
    attempts.sort(key=lambda attempt: attempt[1])
    last, _ = attempts[-1]
    starts = [0, *(n + 1 for n, (a, b) in enumerate(pairwise(attempts)) if a[0] is not b[0])]
    answers = [second for is_answering, second in attempts if is_answering]

    contact = known(attempts)

    assert contact.is_answering is last
    assert contact.since == at(attempts[starts[-1]][1])
    assert contact.answered_at == (at(answers[-1]) if answers else None)


@given(ATTEMPTS)
def test_an_attempt_in_the_past_moves_no_answer_back(attempts: list[tuple[bool, int]]) -> None:
    answers = [second for is_answering, second in attempts if is_answering]

    assert known(attempts).answered_at == (at(max(answers)) if answers else None)


@pytest.mark.parametrize(("later", "is_noted"), [(59, False), (60, True)])
def test_an_answer_after_an_answer_is_noted_once_a_minute(later: int, is_noted: bool) -> None:
    assert known([(True, 0)]).is_news(is_answering=True, at=at(later)) is is_noted


@given(ATTEMPTS, st.booleans(), st.integers(0, 20_000))
def test_what_is_no_news_changes_no_state_and_little_else(
    attempts: list[tuple[bool, int]], is_answering: bool, later: int
) -> None:
    attempts.sort(key=lambda attempt: attempt[1])
    before, then = known(attempts), at(attempts[-1][1] + later)

    if before.is_news(is_answering=is_answering, at=then):
        return
    after = contact_after(before, is_answering=is_answering, at=then)

    assert (after.is_answering, after.since) == (before.is_answering, before.since)
    if before.answered_at is None or after.answered_at is None:
        assert after.answered_at is before.answered_at
    else:
        assert after.answered_at - before.answered_at < NOTED_EVERY


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (None, True),
        (ReplyTooLarge(4_096), True),
        (Unreachable(Cause.REFUSED), False),
        (OutcomeUnknown(Cause.TIMED_OUT), False),
        (AuthRejected(), False),
        (CircuitOpen(15), None),
        (ServerBusy(), None),
        (AddressRefused(), None),
        (PasswordLost(name="Island"), None),
    ],
)
def test_a_server_that_was_not_asked_has_neither_answered_nor_failed(
    outcome: Refusal | None, expected: bool | None
) -> None:
    assert has_answered(outcome) is expected
