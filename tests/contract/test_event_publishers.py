"""Tests the contract of event publishers (nazh.application.shared.ports)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.application.shared.event_bus import EventBus, on
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dice.events import PlotDieAdded, Rolled
from nazh.domain.kernel.events import Event
from tests.doubles.event_publisher import RecordingFailures, RecordingPublisher

Published = tuple[EventPublisher, Sequence[Event] | None]
"""A publisher, and the events of its listener; ``None`` without a listener."""


@dataclass(frozen=True, slots=True)
class SunHasRisen(Event):
    """An event without a listener of its own."""


def bus() -> Published:
    failures, events = RecordingFailures(), list[Event]()
    publisher = EventBus(failures)

    async def listen(event: Event) -> None:
        events.append(event)

    publisher.subscribe([on(kind, _fail) for kind in (Rolled, PlotDieAdded, SunHasRisen)])
    publisher.subscribe([on(kind, listen) for kind in (Rolled, PlotDieAdded, SunHasRisen)])
    return publisher, events


def null() -> Published:
    return NullPublisher(), None


def recording() -> Published:
    publisher = RecordingPublisher()
    return publisher, publisher.events


@pytest.fixture(params=[bus, null, recording])
def published(request: pytest.FixtureRequest) -> Published:
    make_published: Callable[[], Published] = request.param
    return make_published()


async def test_listeners_get_every_event_once_and_in_order(published: Published) -> None:
    publisher, events_heard = published
    events = (Rolled(3), SunHasRisen(), PlotDieAdded(1), Rolled(3))

    for event in events:
        await publisher.publish(event)

    assert events_heard is None or tuple(events_heard) == events


async def test_an_event_is_delivered_before_publish_returns(published: Published) -> None:
    publisher, events_heard = published

    await publisher.publish(Rolled(3))

    assert events_heard is None or list(events_heard) == [Rolled(3)]


async def _fail(event: Event) -> None:
    raise LookupError(event)
