"""Delivers events to subscribed listeners within this process."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from nazh.domain.kernel.events import Event

_LOG: Final = logging.getLogger(__name__)
_Event = TypeVar("_Event", bound=Event)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A listener and the one type of event that it receives. Created by ``on``."""

    event_type: type[Event]
    deliver: Callable[[Event], Awaitable[None]]


class ListenerFailures(Protocol):
    """Counts listeners that failed. No call raises; ``event`` is the name of an event's type."""

    def register_event(self, event: str) -> None:
        """Start the count of an event at 0, so that its first failure is seen as an increase."""
        ...

    def count_listener_failure(self, event: str) -> None:
        """Count a listener of an event that raised."""
        ...


def on(event_type: type[_Event], listener: Callable[[_Event], Awaitable[None]]) -> Subscription:
    """Return the subscription of ``listener`` to ``event_type``; subtypes are not included."""

    async def deliver(event: Event) -> None:
        assert isinstance(event, event_type)
        await listener(event)

    return Subscription(event_type, deliver)


class EventBus:
    """Satisfies ``EventPublisher``. Delivery is in memory: a crash loses it.

    Publishers wait for the listeners, so a listener must be quick; facts that must survive a crash
    belong in the outbox.
    """

    def __init__(self, failures: ListenerFailures) -> None:
        self._failures = failures
        self._listeners: dict[type[Event], list[Callable[[Event], Awaitable[None]]]] = {}

    def subscribe(self, subscriptions: Iterable[Subscription]) -> None:
        """Add listeners; listeners of one event are called in the order they were added."""
        for subscription in subscriptions:
            self._failures.register_event(subscription.event_type.__name__)
            self._listeners.setdefault(subscription.event_type, []).append(subscription.deliver)

    async def publish(self, event: Event) -> None:
        """Call each listener. A failure is logged and counted, and the others still run."""
        for deliver in self._listeners.get(type(event), ()):
            try:
                await deliver(event)
            except Exception:  # noqa: BLE001  # the fact is already committed
                name = type(event).__name__
                _LOG.exception("a listener of %s failed", name)
                self._failures.count_listener_failure(name)
