"""Wires Discord, on the gateway or over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.gateway.command_client import CommandClient
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_bot import new_gateway_bot
from nazh.adapters.inbound.discord.gateway.gateway_service import DiscordService
from nazh.adapters.inbound.discord.gateway.message_filter import NoInteractions
from nazh.adapters.inbound.discord.gateway.message_service import MessageReader, MessageService
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.guilds.channel_readers import DiscordReaders
from nazh.adapters.inbound.discord.guilds.guild_sync import GuildSync
from nazh.adapters.inbound.discord.http.endpoint import Endpoint
from nazh.adapters.inbound.discord.http.http_service import HttpService, PublicKey
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.inbound.discord.interactions.commands import Guard, Offer
from nazh.adapters.inbound.discord.interactions.component_router import ComponentRouter
from nazh.adapters.inbound.discord.interactions.pipeline import InteractionPipeline
from nazh.adapters.inbound.discord.interactions.router import InteractionRouter
from nazh.adapters.inbound.discord.interactions.sending.followup_client import FollowupClient
from nazh.adapters.inbound.discord.interactions.sending.followups import FollowupDispatcher
from nazh.adapters.inbound.discord.interactions.sending.responder import Responder
from nazh.adapters.inbound.discord.interactions.sending.rest_retry_counter import RestRetryCounter
from nazh.adapters.inbound.discord.interactions.telemetry import CrashReports, Tracer
from nazh.adapters.inbound.discord.invite import Intents
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from nazh.adapters.inbound.jobs.work_service import WorkService
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.application.shared.idempotency import IdempotencyStore
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.rate_limits import RateLimiter
from nazh.wiring.shards import ShardsContainer


class ResponseContainer(containers.DeclarativeContainer):
    """The parts through which a response passes, from the pipeline to Discord."""

    settings = providers.Dependency(instance_of=Settings)
    channel: providers.Dependency[str] = providers.Dependency(instance_of=str)
    intents = providers.Dependency(instance_of=Intents)
    rate_limiter: providers.Dependency[RateLimiter] = providers.Dependency()
    idempotency: providers.Dependency[IdempotencyStore] = providers.Dependency()
    metrics = providers.Dependency(instance_of=PrometheusMetrics)
    traces: providers.Dependency[Tracer] = providers.Dependency()
    reports: providers.Dependency[CrashReports] = providers.Dependency()

    token = settings.provided.discord.token.reveal.call()
    frame_reader = providers.Singleton(FrameReader)
    gateway = providers.Singleton(
        new_gateway_bot, token, settings.provided.discord.api_url, frame_reader, intents
    )
    rest_app = providers.Selector(
        channel,
        gateway=gateway,
        http=providers.Singleton(new_rest_bot, token, settings.provided.discord.api_url),
        work=gateway,
        messages=gateway,
    )
    rest_retries = providers.Singleton(RestRetryCounter)
    responder = providers.Singleton(
        Responder, rest_app, settings.provided.discord.api_url, metrics, rest_retries
    )
    channel_readers = providers.Singleton(DiscordReaders, rest_app.provider)
    followup_client = providers.Singleton(FollowupClient, rest_app)
    followups = providers.Singleton(
        FollowupDispatcher, responder, followup_client, metrics, idempotency
    )
    pipeline = providers.Singleton(
        InteractionPipeline,
        followups,
        rate_limiter,
        metrics,
        reports,
        providers.Selector(settings.provided.traces.state, off=providers.Object(None), on=traces),
    )
    admission_queue = providers.Singleton(
        AdmissionQueue,
        pipeline,
        metrics,
        # Over HTTP, responses answer the request.
        providers.Selector(channel, gateway=responder, http=providers.Object(None)),
    )


class DiscordServiceContainer(containers.DeclarativeContainer):
    """Listens to Discord, with the commands and components of all contexts."""

    platform = providers.DependenciesContainer()
    commands: providers.Dependency[Mapping[str, Sequence[Offer]]] = providers.Dependency()
    guards: providers.Dependency[Mapping[str, Guard]] = providers.Dependency()
    components = providers.Dependency(instance_of=ComponentRouter)
    forget_guilds = providers.Dependency(instance_of=ForgetGuilds)
    message_reader: providers.Dependency[MessageReader] = providers.Dependency()

    settings = platform.settings
    channel = platform.channel
    clock = platform.clock
    rest_app = platform.rest_app
    pipeline = platform.pipeline
    router = providers.Singleton(
        InteractionRouter, rest_app, commands, components, pipeline, guards
    )
    client = providers.Singleton(
        CommandClient,
        platform.gateway,
        router,
        components,
        syncs=settings.provided.discord.sync_commands,
    )
    guild_count = providers.Singleton(GuildCount, rest_app)
    guild_sync = providers.Singleton(
        GuildSync, rest_app, platform.guild_store, forget_guilds, clock
    )
    jobs = providers.List(
        providers.Factory(Job, "guild_count", timedelta(minutes=5), guild_count),
        providers.Factory(Job, "guild_sync", timedelta(hours=1), guild_sync, Scope.CLUSTER),
    )
    shards = providers.Container(
        ShardsContainer,
        settings=settings,
        gateway=platform.gateway,
        admission=platform.admission_queue,
        sessions=platform.gateway_sessions,
        clock=clock,
        redis=platform.redis,
    )
    message_shards = providers.Container(
        ShardsContainer,
        settings=settings,
        gateway=platform.gateway,
        admission=providers.Singleton(NoInteractions),
        # The stored sessions belong to the process that answers interactions.
        sessions=providers.Singleton(MemoryGatewaySessionStore),
        clock=clock,
        redis=platform.redis,
    )
    service = providers.Selector(
        channel,
        gateway=providers.Singleton(
            DiscordService,
            shards.owned,
            client,
            pipeline,
            platform.responder,
            platform.followups,
            guild_count,
            platform.admission_queue,
        ),
        http=providers.Singleton(
            HttpService,
            rest_app,
            router,
            providers.Singleton(
                Endpoint,
                router,
                rest_app.provided.entity_factory,
                platform.metrics,
                platform.admission_queue,
                platform.connections,
            ),
            providers.Singleton(
                PublicKey, rest_app, settings.provided.discord.public_key, clock.provided.now
            ),
            pipeline,
            platform.responder,
            platform.followups,
            guild_count,
            platform.admission_queue,
            settings.provided.http.drain_seconds,
        ),
        work=providers.Singleton(WorkService),
        messages=providers.Singleton(
            MessageService, platform.gateway, message_shards.owned, message_reader
        ),
    )
