"""Wires what every context shares (settings, clock, stores, metrics, pipeline and events)."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from importlib.metadata import version

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.log_context import log_fields
from nazh.adapters.inbound.discord.invite import Intents
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.web.connection_limits import connection_limits
from nazh.adapters.inbound.web.connections import ConnectionLimiter
from nazh.adapters.outbound.charts.subprocesses import SubprocessChartRenderer
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics, new_registry
from nazh.adapters.outbound.null.crash_reports import NullCrashReports
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.shared.event_bus import EventBus
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.application.shared.store_group import StoreGroup
from nazh.wiring.channels import GATEWAY
from nazh.wiring.discord import ResponseContainer
from nazh.wiring.redis import local_state, new_redis, redis_state
from nazh.wiring.stores import memory_stores, new_database, sql_stores
from nazh.wiring.telemetry import log_fields_with_trace, new_reports, new_traces


class PlatformContainer(containers.DeclarativeContainer):
    """The shared parts. Any part may be overridden in a test."""

    settings = providers.Dependency(instance_of=Settings)
    channel = providers.Object(GATEWAY)
    """How Discord reaches the program: GATEWAY, HTTP, MESSAGES, or not at all (WORK)."""

    migrations: providers.Object[Sequence[Migrations]] = providers.Object(())
    """The chains of the contexts, without the platform's own."""

    intents = providers.Dependency(instance_of=Intents)
    """The intents of all contexts; the gateway bot cannot be built before they are known."""

    clock = providers.Singleton(SystemClock)
    rng = providers.Selector(
        settings.provided.program.rng.value,
        system=providers.Singleton(SecretsRng),
        seeded=providers.Singleton(SeededRng, settings.provided.program.rng_seed),
    )
    registry = providers.Singleton(new_registry, version("nazh"), settings.provided.program.commit)
    metrics = providers.Singleton(PrometheusMetrics, registry)
    events = providers.Singleton(EventBus, metrics)
    send_budget = providers.Singleton(SendBudget)
    connections = providers.Singleton(ConnectionLimiter, providers.Callable(connection_limits))
    charts = providers.Singleton(SubprocessChartRenderer)
    traces = providers.Singleton(new_traces, settings, metrics)
    facts = providers.Selector(
        settings.provided.traces.state,
        off=providers.Object(log_fields),
        on=providers.Singleton(log_fields_with_trace, traces),
    )
    reports = providers.Selector(
        settings.provided.sentry.state,
        off=providers.Singleton(NullCrashReports),
        on=providers.Singleton(new_reports, settings, facts, metrics),
    )

    database = providers.Singleton(
        new_database, settings.provided.database.address.reveal.call(), migrations
    )
    stores = providers.Selector(
        settings.provided.database.address.storage,
        memory=providers.Singleton(memory_stores),
        sql=providers.Singleton(sql_stores, database),
    )
    guild_store = stores.provided.guilds
    gateway_sessions = stores.provided.gateway_sessions
    job_claims = stores.provided.job_claims
    outbox = stores.provided.outbox
    audit = stores.provided.audit
    message_queue = stores.provided.messages
    message_records = stores.provided.message_records
    settings_of = providers.Singleton(CachedSettings, guild_store, clock)
    redis = providers.Singleton(new_redis, settings.provided.redis.url.reveal.call())
    shared_state = providers.Selector(
        settings.provided.redis.state,
        off=providers.Singleton(local_state, settings, clock),
        on=providers.Singleton(redis_state, redis, settings, clock, metrics),
    )
    idempotency = shared_state.provided.idempotency
    debouncer = shared_state.provided.debouncer
    store = providers.Singleton(StoreGroup, stores.provided.store, shared_state.provided.store)
    remote_stores = providers.Callable(
        ChainMap, shared_state.provided.remote, stores.provided.remote
    )

    responses = providers.Container(
        ResponseContainer,
        settings=settings,
        channel=channel,
        intents=intents,
        rate_limiter=shared_state.provided.rate_limiter,
        idempotency=idempotency,
        metrics=metrics,
        traces=traces,
        reports=reports,
    )
    token = responses.token
    component_signer = providers.Singleton(ComponentSigner, token)
    frame_reader = responses.frame_reader
    gateway = responses.gateway
    rest_retries = responses.rest_retries
    pipeline = responses.pipeline
    rest_app = responses.rest_app
    channel_readers = responses.channel_readers
    responder = responses.responder
    followups = responses.followups
    admission_queue = responses.admission_queue
