"""Tests that a process that reads messages gets only those of wanted channels."""

from __future__ import annotations

import hikari
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.message_filter import MessageFilter
from tests.unit.adapters.inbound.discord.gateway.test_replay_buffer import SHARD, Listener


class Payloads(Listener):
    """Records the channels of events, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, object]] = []

    def consume_raw_event(
        self, event_name: str, shard: hikari.api.GatewayShard, payload: JSONObject
    ) -> None:
        self.seen.append((event_name, payload.get("channel_id")))


async def test_only_messages_of_wanted_channels_and_connections_are_passed_on() -> None:
    events = Payloads()
    wanted = MessageFilter(events, lambda channel: channel == "7")

    for name in ("READY", "MESSAGE_CREATE", "MESSAGE_UPDATE", "TYPING_START", "RESUMED"):
        for channel in ("7", "8"):
            wanted.consume_raw_event(name, SHARD, {"channel_id": channel, "content": "secret"})

    assert events.seen == [
        ("READY", "7"),
        ("READY", "8"),
        ("MESSAGE_CREATE", "7"),
        ("RESUMED", "7"),
        ("RESUMED", "8"),
    ]
