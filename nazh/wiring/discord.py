"""Discord on either channel, the gateway or HTTP: how it is answered, and how it is listened to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.body_answers import BodyAnswers
from nazh.adapters.inbound.discord.client import Command, CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.courier import BegunErrands, Courier
from nazh.adapters.inbound.discord.door import CrashReports, Door, Turnstile
from nazh.adapters.inbound.discord.endpoint import Endpoint
from nazh.adapters.inbound.discord.gateway import new_gateway
from nazh.adapters.inbound.discord.gateway_truth import HelloListener
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.post_office import PostOffice
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from nazh.adapters.inbound.discord.rest_retries import RestRetries
from nazh.adapters.inbound.discord.roll_call import RollCall
from nazh.adapters.inbound.discord.service import DiscordService
from nazh.adapters.inbound.discord.serving import HttpService, KnownKey
from nazh.adapters.inbound.discord.switchboard import Switchboard
from nazh.adapters.inbound.discord.traced import TracedAnswering, TracedDoor, Traces
from nazh.adapters.inbound.discord.waiting_room import WaitingRoom
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.metrics.prometheus import PrometheusListener
from nazh.application.dice.forget_servers import ForgetServers
from nazh.application.dice.note_servers import NoteServers
from nazh.application.shared.gateway import GatewaySessions
from nazh.application.shared.ports import Clock
from nazh.wiring.shards import ShardsContainer

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.connecting import Client

Action = TypeVar("Action")


def all_actions(*parts: Mapping[str, Action]) -> dict[str, Action]:
    """Return what answers each press; raises ValueError where two would answer the same."""
    actions = {name: action for part in parts for name, action in part.items()}
    if len(actions) != sum(map(len, parts)):
        raise ValueError("two buttons have the same inscription")
    return actions


class AnsweringContainer(containers.DeclarativeContainer):
    """What an answer goes through, from the door to Discord."""

    settings = providers.Dependency(instance_of=Settings)
    channel: providers.Dependency[str] = providers.Dependency(instance_of=str)
    turnstile: providers.Dependency[Turnstile] = providers.Dependency()
    begun: providers.Dependency[BegunErrands] = providers.Dependency()
    metrics = providers.Dependency(instance_of=PrometheusListener)
    traces: providers.Dependency[Traces] = providers.Dependency()
    reports: providers.Dependency[CrashReports] = providers.Dependency()

    token = settings.provided.token.reveal.call()
    hello = providers.Singleton(HelloListener)
    gateway = providers.Singleton(new_gateway, token, settings.provided.discord_api_url, hello)
    requesting = providers.Selector(
        channel,
        gateway=gateway,
        http=providers.Singleton(new_rest_bot, token, settings.provided.discord_api_url),
    )
    rest_retries = providers.Singleton(RestRetries)
    responder = providers.Singleton(
        Responder, requesting, settings.provided.discord_api_url, metrics, rest_retries
    )
    post_office = providers.Singleton(PostOffice, requesting)
    by_callback = providers.Singleton(
        Courier,
        providers.Selector(
            settings.provided.tracing,
            off=responder,
            on=providers.Singleton(TracedAnswering, responder, traces),
        ),
        post_office,
        metrics,
        begun,
    )
    behind_the_response = providers.Singleton(Courier, responder, post_office, metrics, begun)
    courier = providers.Selector(channel, gateway=by_callback, http=behind_the_response)
    in_the_response = providers.Singleton(BodyAnswers, behind_the_response, metrics)
    answering = providers.Selector(
        channel,
        gateway=by_callback,
        http=providers.Selector(
            settings.provided.tracing,
            off=in_the_response,
            on=providers.Singleton(TracedAnswering, in_the_response, traces),
        ),
    )
    door = providers.Selector(
        settings.provided.tracing,
        off=providers.Singleton(Door, answering, turnstile, metrics, reports),
        on=providers.Singleton(TracedDoor, answering, turnstile, metrics, reports, traces),
    )
    waiting_room = providers.Singleton(WaitingRoom, door, metrics)


class ListeningContainer(containers.DeclarativeContainer):
    """Who listens to Discord, for the commands and buttons that the program has."""

    settings = providers.Dependency(instance_of=Settings)
    channel: providers.Dependency[str] = providers.Dependency(instance_of=str)
    answering = providers.DependenciesContainer()
    commands: providers.Dependency[list[Command]] = providers.Dependency()
    components = providers.Dependency(instance_of=ComponentRouter)
    note_servers = providers.Dependency(instance_of=NoteServers)
    forget_servers = providers.Dependency(instance_of=ForgetServers)
    sessions: providers.Dependency[GatewaySessions] = providers.Dependency()
    begun: providers.Dependency[BegunErrands] = providers.Dependency()
    redis: providers.Dependency[Client] = providers.Dependency()
    metrics = providers.Dependency(instance_of=PrometheusListener)
    clock: providers.Dependency[Clock] = providers.Dependency()

    requesting = answering.requesting
    door = answering.door
    client = providers.Singleton(
        CommandClient,
        answering.gateway,
        commands,
        components,
        door,
        syncs=settings.provided.syncs_commands,
    )
    switchboard = providers.Singleton(Switchboard, requesting, commands, components, door)
    guild_count = providers.Singleton(GuildCount, requesting)
    roll_call = providers.Singleton(
        RollCall, requesting, note_servers, forget_servers, begun, clock
    )
    shards = providers.Container(
        ShardsContainer,
        settings=settings,
        gateway=answering.gateway,
        waiting_room=answering.waiting_room,
        sessions=sessions,
        clock=clock,
        redis=redis,
    )
    service = providers.Selector(
        channel,
        gateway=providers.Singleton(
            DiscordService,
            shards.own,
            client,
            door,
            answering.responder,
            answering.courier,
            guild_count,
            roll_call,
            answering.waiting_room,
        ),
        http=providers.Singleton(
            HttpService,
            requesting,
            switchboard,
            providers.Singleton(
                Endpoint,
                switchboard,
                requesting.provided.entity_factory,
                metrics,
                answering.waiting_room,
            ),
            providers.Singleton(
                KnownKey, requesting, settings.provided.public_key, clock.provided.now
            ),
            door,
            answering.responder,
            answering.courier,
            guild_count,
            roll_call,
            answering.waiting_room,
            settings.provided.drain_seconds,
        ),
    )
