"""Wires the queue of messages to Discord, which every context shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nazh.adapters.inbound.discord.queued_message_sender import DiscordMessageSender
from nazh.adapters.inbound.texts.guilds.queued_messages import message_own_data
from nazh.adapters.outbound.metrics.queued_messages import queue_metrics
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.messages import deliver_messages
from nazh.application.shared.messages.deliver_messages import (
    DeliverMessages,
    ObserveMessages,
    PruneMessages,
)
from nazh.wiring.channels import ANSWERING
from nazh.wiring.context import Context, merge_handlers
from nazh.wiring.platform import PlatformContainer


def queued_messages(platform: PlatformContainer, others: Iterable[Context]) -> Iterator[Context]:
    """Yield the platform's own context for queued messages, if there is a database.

    Stored messages are deleted even if no enabled context writes any.
    """
    composers = merge_handlers(*(other.composers for other in others))
    queue, records = platform.message_queue(), platform.message_records()
    if queue is None or records is None:
        return
    clock, events = platform.clock(), platform.events()
    prune = Job(
        "prune_messages",
        deliver_messages.PRUNE_PERIOD,
        PruneMessages(queue, clock, events),
        Scope.CLUSTER,
    )
    if not composers:
        yield Context(name="messages", jobs=(prune,), personal_data=records)
        return
    jobs = [
        Job(
            "observe_messages",
            deliver_messages.OBSERVATION_PERIOD,
            ObserveMessages(queue, clock, events),
        ),
        prune,
    ]
    if platform.channel() in ANSWERING:
        sender = DiscordMessageSender(platform.rest_app)
        deliver = DeliverMessages(
            queue, sender, composers, platform.send_budget(), clock, events, platform.rng()
        )
        jobs.append(
            Job(
                "deliver_messages",
                deliver_messages.DELIVERY_PERIOD,
                deliver,
                Scope.CLUSTER,
                deliver_messages.DELIVERY_TIMEOUT,
            )
        )
    yield Context(
        name="messages",
        jobs=jobs,
        subscriptions=queue_metrics(platform.registry()),
        personal_data=records,
        own_data=message_own_data(records.messages_to),
    )
