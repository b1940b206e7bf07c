"""Tests the estimate of when interactions were sent, with skewed ids and clocks that are set."""

from __future__ import annotations

from random import Random

import pytest

from nazh.adapters.inbound.discord.interactions.clock_skew import (
    SAMPLE_INTERVAL,
    WINDOW,
    ClockSkew,
    created_at,
)
from nazh.adapters.inbound.discord.interactions.sending.responder import RESPONSE_DEADLINE

EPOCH = 400_000_000.0
"""Discord's time at the start of these tests in seconds; the local clock starts at 0."""
MINUTES_3 = 180.0
SKEWS = (1.0, 4.0, 60.0, 3_600.0)


def id_at(seconds: float) -> int:
    """Return an id that Discord created this long after the start."""
    return int((EPOCH + seconds) * 1000) << 22


def learned(offset: float = 0.0) -> ClockSkew:
    """Return an estimate after a minute of interactions that took 50 ms."""
    clock_skew = ClockSkew()
    for step in range(int(WINDOW / SAMPLE_INTERVAL)):
        received_at = step * SAMPLE_INTERVAL
        clock_skew.sent_at(id_at(received_at - 0.05 + offset), received_at)
    return clock_skew


def waited(clock_skew: ClockSkew, id: int, received_at: float) -> float:
    return received_at - clock_skew.sent_at(id, received_at)


@pytest.mark.parametrize("offset", [-7_200.0, 0.0, 7_200.0])
def test_a_late_interaction_is_as_old_as_it_is_later_than_others(offset: float) -> None:
    clock_skew = learned(offset)

    assert waited(clock_skew, id_at(60 + offset - 0.05), 60.0) == pytest.approx(0)
    assert waited(clock_skew, id_at(61 + offset - 2.05), 61.0) == pytest.approx(2)


def test_without_enough_others_none_is_late() -> None:
    clock_skew = ClockSkew()

    assert waited(clock_skew, id_at(0), 0.0) == 0
    assert waited(clock_skew, id_at(-3_600), 1.0) == 0
    assert waited(clock_skew, id_at(2), 2.0) == 0


def test_no_interaction_is_dated_after_its_receipt() -> None:
    assert waited(learned(), id_at(3_660), 60.0) == 0


def test_a_burst_of_late_interactions_counts_once() -> None:
    clock_skew = learned()

    late = [waited(clock_skew, id_at(56 + n / 1_000), 60.0) for n in range(1_000)]

    assert min(late) > RESPONSE_DEADLINE - 0.1


@pytest.mark.parametrize("ahead", SKEWS)
@pytest.mark.parametrize("before", [0, 1, 5, 30])
def test_one_id_that_is_dated_ahead_moves_nothing(ahead: float, before: int) -> None:
    clock_skew = ClockSkew()
    for second in range(before):
        clock_skew.sent_at(id_at(second), float(second))
    clock_skew.sent_at(id_at(before + ahead), float(before))

    assert [waited(clock_skew, id_at(n), float(n)) for n in range(before + 1, 100)] == [
        pytest.approx(0)
    ] * (99 - before)


@pytest.mark.parametrize("per_second", [0.1, 1, 50])
@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.5])
@pytest.mark.parametrize(
    "skew", [sign * skew_seconds for skew_seconds in SKEWS for sign in (-1, 1)]
)
def test_interactions_in_time_are_not_late_among_skewed_ids(
    skew: float, share: float, per_second: float
) -> None:
    random = Random(f"{skew} {share} {per_second}")
    clock_skew, time, waits = ClockSkew(), 0.0, list[float]()

    while time < MINUTES_3:
        time += random.expovariate(per_second)
        if random.random() < share:
            clock_skew.sent_at(id_at(time + skew), time)
        else:
            waits.append(waited(clock_skew, id_at(time - random.uniform(0.03, 0.3)), time))

    assert max(waits) < 1


@pytest.mark.parametrize("share", [0.01, 0.1, 0.2])
@pytest.mark.parametrize(
    "skew", [sign * skew_seconds for skew_seconds in SKEWS for sign in (-1, 1)]
)
def test_late_interactions_are_noticed_among_skewed_ids(skew: float, share: float) -> None:
    random = Random(f"{skew} {share}")
    clock_skew, waits = ClockSkew(), list[float]()

    for number in range(9_000):
        time = number / 50
        if random.random() < share:
            clock_skew.sent_at(id_at(time + skew), time)
        elif number % 50 or time < WINDOW:
            clock_skew.sent_at(id_at(time - random.uniform(0.03, 0.3)), time)
        else:
            waits.append(waited(clock_skew, id_at(time - RESPONSE_DEADLINE - 0.3), time))

    assert min(waits) >= RESPONSE_DEADLINE - 0.01


@pytest.mark.parametrize("set_by", [-7_200.0, 7_200.0])
def test_a_clock_that_is_set_is_believed_within_a_minute(set_by: float) -> None:
    clock_skew = learned()

    waits = [waited(clock_skew, id_at(when + set_by), float(when)) for when in range(60, 180)]

    assert max(waits[int(WINDOW) :]) == pytest.approx(0)
    assert sum(wait >= RESPONSE_DEADLINE for wait in waits) <= (0 if set_by > 0 else WINDOW)


def test_after_a_long_silence_nothing_is_known() -> None:
    clock_skew = learned()

    assert waited(clock_skew, id_at(1_000), 1_005.0) == 0


def test_ids_have_discords_time() -> None:
    assert created_at(id_at(1.5)) == EPOCH + 1.5
