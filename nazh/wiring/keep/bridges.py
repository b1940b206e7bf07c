"""Wires the bridges between game chat and Discord channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from nazh.adapters.inbound.discord.gateway.message_service import MessageReader
from nazh.adapters.inbound.discord.invite import Intents
from nazh.adapters.inbound.discord.keep.bridge import BridgeUseCases
from nazh.adapters.inbound.discord.keep.channel_messages import ChannelMessageReader
from nazh.adapters.inbound.discord.keep.chat_channels import DiscordChatChannels
from nazh.adapters.inbound.texts.keep.chat import chat_post
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.listeners import SqlListenerLease
from nazh.adapters.outbound.sql.keep.mutes import SqlMuteStore
from nazh.application.keep.bridges import listen_to_channels, relay_chat
from nazh.application.keep.bridges.link_channel import LinkChannel, ShowBridges, UnlinkChannel
from nazh.application.keep.bridges.listen_to_channels import ListenToChannels
from nazh.application.keep.bridges.mute_user import MuteUser
from nazh.application.keep.bridges.pause_bridge import PauseBridge
from nazh.application.keep.bridges.relay_chat import RelayChat
from nazh.application.keep.bridges.say_message import SayMessage
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.shared.jobs import Job, Scope
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.kernel.identity import UserId
from nazh.wiring.channels import ANSWERING, MESSAGES
from nazh.wiring.platform import PlatformContainer


@dataclass(frozen=True, slots=True)
class Bridges:
    """The manifest's parts about bridges.

    ``messages`` and ``intents`` are for a process that reads messages. ``waiting_seconds`` returns
    how long chat has been waiting to be posted, in a process that posts it.
    """

    use_cases: BridgeUseCases
    jobs: tuple[Job, ...]
    messages: MessageReader | None
    intents: Intents
    waiting_seconds: Callable[[], float] = float


def new_bridges(
    platform: PlatformContainer, store: ServerStore, run_on_server: RunOnServer
) -> Bridges:
    """Return the bridges for the process on the platform's channel."""
    database, clock, events = platform.database(), platform.clock(), platform.events()
    bridges, lease = SqlBridgeStore(database), SqlListenerLease(database)
    mutes = SqlMuteStore(database)
    channels = DiscordChatChannels(platform.rest_app, platform.send_budget())
    use_cases = BridgeUseCases(
        LinkChannel(store, bridges, channels, PROFILES, clock),
        UnlinkChannel(store, bridges, clock),
        PauseBridge(store, bridges, clock),
        MuteUser(mutes, clock),
        ShowBridges(bridges, mutes, lease, clock),
    )
    if platform.channel() == MESSAGES:
        listen = ListenToChannels(bridges, lease, clock, uuid4().hex)
        messages = ChannelMessageReader(
            listen,
            SayMessage(run_on_server, PROFILES, platform.idempotency(), mutes, events, clock),
            clock,
            platform.rest_app,
            UserId(platform.settings().discord.application_id),
            ENGLISH,
        )
        job = Job("listen_to_channels", listen_to_channels.PERIOD, listen)
        return Bridges(
            use_cases, (job,), messages, Intents.GUILD_MESSAGES | Intents.MESSAGE_CONTENT
        )
    if platform.channel() not in ANSWERING:
        return Bridges(use_cases, (), None, Intents.NONE)
    compose = partial(chat_post, translator=ENGLISH)
    relay = RelayChat(bridges, run_on_server.passwords, PROFILES, channels, compose, clock, events)
    job = Job("relay_chat", relay_chat.PERIOD, relay, Scope.CLUSTER, relay_chat.TIMEOUT)
    return Bridges(use_cases, (job,), None, Intents.NONE, relay.waiting_seconds)
