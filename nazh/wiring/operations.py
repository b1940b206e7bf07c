"""Wires health, metrics, the status page and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.gateway.gateway_health import GatewayHealth
from nazh.adapters.inbound.discord.gateway.gateway_service import DiscordService
from nazh.adapters.inbound.discord.gateway.message_service import MessageService
from nazh.adapters.inbound.discord.http.http_service import HttpService
from nazh.adapters.inbound.discord.http.null_gateway import NullGateway
from nazh.adapters.inbound.jobs.job_runner import JobRunner
from nazh.adapters.inbound.jobs.loop_monitor import FaulthandlerWatchdog, LoopMonitor
from nazh.adapters.inbound.jobs.work_service import WorkService
from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import Sampler
from nazh.adapters.inbound.web.server import RouteProvider, WebServer
from nazh.adapters.inbound.web.status import Build, StatusReporter
from nazh.adapters.outbound.metrics.counters import response_time_reader
from nazh.adapters.outbound.metrics.jobs import JobMetrics
from nazh.adapters.outbound.metrics.prometheus import PrometheusExporter
from nazh.adapters.outbound.metrics.runtime import (
    LoopLagHistogram,
    RuntimeCollector,
    RuntimeSources,
)
from nazh.adapters.outbound.system.malloc_trim import MallocTrim
from nazh.application.shared.jobs import Job
from nazh.application.shared.status_panels import StatusPanel
from nazh.wiring.package_metadata import source_url
from nazh.wiring.redis import REDIS
from nazh.wiring.stores import DATABASE


def _with_memory_trimming(jobs: Sequence[Job]) -> list[Job]:
    return [*jobs, Job("trim_memory", timedelta(minutes=1), MallocTrim())]


def _with_interactions(
    routes: Sequence[RouteProvider], discord: RouteProvider
) -> list[RouteProvider]:
    return [*routes, discord]


class OperationsContainer(containers.DeclarativeContainer):
    """Health, metrics, status page and periodic jobs of the running program."""

    platform = providers.DependenciesContainer()
    discord: providers.Dependency[DiscordService | HttpService | WorkService | MessageService] = (
        providers.Dependency()
    )
    jobs: providers.Dependency[list[Job]] = providers.Dependency()
    routes: providers.Dependency[list[RouteProvider]] = providers.Dependency()
    panels: providers.Dependency[list[StatusPanel]] = providers.Dependency()

    settings = platform.settings

    gateway_health = providers.Selector(
        platform.channel,
        gateway=providers.Singleton(GatewayHealth, platform.gateway, platform.frame_reader),
        http=providers.Singleton(NullGateway),
        work=providers.Singleton(NullGateway),
        messages=providers.Singleton(GatewayHealth, platform.gateway, platform.frame_reader),
    )
    loop_monitor = providers.Singleton(
        LoopMonitor,
        providers.Singleton(FaulthandlerWatchdog, settings.provided.program.watchdog_seconds),
        providers.Singleton(LoopLagHistogram, platform.registry),
        providers.List(gateway_health.provided.poll),
    )
    job_runner = providers.Singleton(
        JobRunner,
        providers.Callable(_with_memory_trimming, jobs),
        platform.job_claims,
        platform.clock,
        providers.Singleton(JobMetrics, platform.registry),
    )
    # The database is optional over HTTP: otherwise all replicas would leave the load balancer
    # together, and no instance would be left to return an error message. A gateway bot receives
    # its interactions anyway.
    optional_dependencies = providers.Selector(
        platform.channel,
        gateway=providers.Object(frozenset({REDIS})),
        http=providers.Object(frozenset({REDIS, DATABASE})),
        work=providers.Object(frozenset({REDIS})),
        messages=providers.Object(frozenset({REDIS})),
    )
    health = providers.Singleton(
        Health,
        gateway_health,
        loop_monitor,
        platform.remote_stores,
        optional_dependencies,
        discord,
    )
    sampler = providers.Singleton(
        Sampler, panels, providers.Callable(response_time_reader, platform.registry)
    )
    build = providers.Singleton(
        Build, version("nazh"), settings.provided.program.commit, source_url()
    )
    dashboard = providers.Singleton(
        Dashboard,
        providers.Singleton(
            StatusReporter, build, health, gateway_health, loop_monitor, sampler, discord
        ),
    )
    # This process has a connection of its own, whose health says nothing about commands.
    shard_prefix = providers.Selector(
        platform.channel,
        gateway=providers.Object(""),
        http=providers.Object(""),
        work=providers.Object(""),
        messages=providers.Object("messages-"),
    )
    vital_signs = providers.Singleton(
        RuntimeCollector,
        platform.registry,
        providers.Factory(
            RuntimeSources,
            gateway=gateway_health,
            rest=platform.rest_retries,
            bot=discord,
            loop=loop_monitor,
            health=health,
            live=dashboard.provided.live,
            connections=platform.connections,
            shard_prefix=shard_prefix,
        ),
    )
    web_server = providers.Singleton(
        WebServer,
        settings.provided.http.host,
        settings.provided.http.port,
        providers.Factory(PrometheusExporter, platform.registry),
        health,
        providers.Singleton(Probes, health, build),
        dashboard,
        sampler,
        platform.connections,
        providers.Selector(
            platform.channel,
            gateway=routes,
            http=providers.Callable(_with_interactions, routes, discord),
            work=routes,
            messages=routes,
        ),
    )
