"""Wires what every context is given: settings, clock, stores, metrics, pipeline and events."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.interactions.log_context import log_fields
from nazh.adapters.inbound.discord.invite import Intents
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.charts.subprocesses import SubprocessChartRenderer
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics, new_registry
from nazh.adapters.outbound.null.crash_reports import NullCrashReports
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.chains import Migrations
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.shared.event_bus import EventBus
from nazh.application.shared.store_group import StoreGroup
from nazh.wiring.discord import ResponseContainer
from nazh.wiring.redis import RedisContainer, merge_stores
from nazh.wiring.stores import StoresContainer
from nazh.wiring.telemetry import log_fields_with_trace, new_reports, new_traces


class PlatformContainer(containers.DeclarativeContainer):
    """What the contexts share. Any part may be overridden in a test."""

    settings = providers.Dependency(instance_of=Settings)
    channel = providers.Object("gateway")
    """How Discord reaches the program: by the ``gateway``, or over ``http``."""

    migrations: providers.Object[Sequence[Migrations]] = providers.Object(())
    """The chains of the contexts, besides the platform's own."""

    intents = providers.Dependency(instance_of=Intents)
    """What the contexts need from the gateway; nothing can build the bot before it is known."""

    clock = providers.Singleton(SystemClock)
    rng = providers.Selector(
        settings.provided.rng.value,
        system=providers.Singleton(SecretsRng),
        seeded=providers.Singleton(SeededRng, settings.provided.rng_seed),
    )
    registry = providers.Singleton(new_registry, version("nazh"), settings.provided.commit)
    metrics = providers.Singleton(PrometheusMetrics, registry)
    events = providers.Singleton(EventBus, metrics)
    charts = providers.Singleton(SubprocessChartRenderer)
    traces = providers.Singleton(new_traces, settings, metrics)
    facts = providers.Selector(
        settings.provided.tracing,
        off=providers.Object(log_fields),
        on=providers.Singleton(log_fields_with_trace, traces),
    )
    reports = providers.Selector(
        settings.provided.reporting,
        off=providers.Singleton(NullCrashReports),
        on=providers.Singleton(new_reports, settings, facts, metrics),
    )

    stores = providers.Container(StoresContainer, settings=settings, migrations=migrations)
    database = stores.database
    guild_store = stores.guilds
    gateway_sessions = stores.gateway_sessions
    job_claims = stores.job_claims
    outbox = stores.outbox
    settings_of = providers.Singleton(CachedSettings, guild_store, clock)
    shared_state = providers.Container(
        RedisContainer, settings=settings, clock=clock, outages=metrics
    )
    redis = shared_state.redis
    idempotency = shared_state.idempotency
    debouncer = shared_state.debouncer
    store = providers.Singleton(StoreGroup, stores.store, shared_state.store)
    remote_stores = providers.Callable(
        merge_stores, stores.remote_stores, shared_state.remote_stores
    )

    responses = providers.Container(
        ResponseContainer,
        settings=settings,
        channel=channel,
        intents=intents,
        rate_limiter=shared_state.rate_limiter,
        idempotency=idempotency,
        metrics=metrics,
        traces=traces,
        reports=reports,
    )
    token = responses.token
    hello_listener = responses.hello_listener
    gateway = responses.gateway
    rest_retries = responses.rest_retries
    pipeline = responses.pipeline
    rest_app = responses.rest_app
    responder = responses.responder
    followups = responses.followups
    admission_queue = responses.admission_queue
