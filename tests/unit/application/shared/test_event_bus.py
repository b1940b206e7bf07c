"""Tests that listeners receive only the events they subscribed to."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import pytest

from nazh.application.shared.event_bus import EventBus, on
from nazh.domain.kernel.events import Event
from tests.doubles.event_publisher import RecordingFailures


@dataclass(frozen=True, slots=True)
class Opened(Event):
    number: int


@dataclass(frozen=True, slots=True)
class Closed(Event):
    number: int


class Listener:
    def __init__(self, name: str, received: list[tuple[str, Event]]) -> None:
        self.name, self.calls = name, received

    async def __call__(self, event: Event) -> None:
        self.calls.append((self.name, event))


async def _fail(event: Opened) -> None:
    raise LookupError(event.number)


async def test_listeners_get_their_events_in_subscription_order() -> None:
    received: list[tuple[str, Event]] = []
    bus = EventBus(RecordingFailures())
    bus.subscribe(
        [on(Opened, Listener("first", received)), on(Closed, Listener("other", received))]
    )
    bus.subscribe([on(Opened, Listener("second", received))])

    await bus.publish(Opened(1))

    assert received == [("first", Opened(1)), ("second", Opened(1))]


async def test_a_failing_listener_is_logged_and_counted_and_keeps_no_other_from_the_event(
    caplog: pytest.LogCaptureFixture,
) -> None:
    received: list[tuple[str, Event]] = []
    failures = RecordingFailures()
    bus = EventBus(failures)
    bus.subscribe([on(Opened, _fail), on(Opened, Listener("after", received))])

    with caplog.at_level(logging.ERROR):
        await bus.publish(Opened(7))

    assert received == [("after", Opened(7))]
    assert failures.events == ["Opened"]
    assert caplog.records[0].exc_info is not None


def test_failures_of_an_event_are_counted_from_the_subscription_on() -> None:
    failures = RecordingFailures()

    EventBus(failures).subscribe([on(Opened, _fail)])

    assert failures.registered == ["Opened"]
