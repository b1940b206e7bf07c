"""Defines the metrics of queued messages."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge

from nazh.application.shared.event_bus import Subscription, on
from nazh.application.shared.messages.queued_messages import (
    MessageOutcome,
    MessagesEnded,
    QueueObserved,
)


def queue_metrics(registry: CollectorRegistry) -> tuple[Subscription, ...]:
    """Return the listeners that count messages and export the length of the queue."""
    messages = Counter(
        "nazh_queued_messages",
        "Queued messages to channels and users, by outcome.",
        ["outcome"],
        registry=registry,
    )
    batches = Counter(
        "nazh_queued_batches",
        "Messages to Discord that carried queued messages, by outcome.",
        ["outcome"],
        registry=registry,
    )
    for outcome in MessageOutcome:
        messages.labels(outcome.value)
        batches.labels(outcome.value)
    waiting = Gauge(
        "nazh_queued_messages_waiting",
        "Queued messages that are due and not sent yet. Every process exports the same value.",
        registry=registry,
    )
    oldest = Gauge(
        "nazh_queued_messages_oldest_seconds",
        "How long the oldest queued message has been due.",
        registry=registry,
    )

    async def count(event: MessagesEnded) -> None:
        messages.labels(event.outcome.value).inc(event.messages)
        batches.labels(event.outcome.value).inc()

    async def observe(event: QueueObserved) -> None:
        waiting.set(event.waiting)
        oldest.set(event.oldest.total_seconds())

    return on(MessagesEnded, count), on(QueueObserved, observe)
