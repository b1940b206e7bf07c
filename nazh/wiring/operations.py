"""How the program is operated: its pulse, its health, and the pages that tell of both."""

from __future__ import annotations

from importlib.metadata import PackageMetadata, metadata, version

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.gateway_truth import GatewayTruth
from nazh.adapters.inbound.discord.no_lines import NoLines
from nazh.adapters.inbound.scheduler.chores import Chores
from nazh.adapters.inbound.scheduler.pulse import Pulse, Watchdog
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import Sampler
from nazh.adapters.inbound.web.server import WebServer
from nazh.adapters.inbound.web.status import Build, Reporter
from nazh.adapters.outbound.heap.spare_pages import SparePages
from nazh.adapters.outbound.metrics.prometheus import PrometheusExporter
from nazh.adapters.outbound.metrics.tallies import Tallies
from nazh.adapters.outbound.metrics.vitals import LoopLag, Signs, VitalSigns
from nazh.wiring.sharing import REDIS
from nazh.wiring.stores import ROLLS


def _source_of(package: PackageMetadata) -> str:
    """Return where pyproject.toml says that the code is."""
    written = (line.partition(", ") for line in package.get_all("Project-URL", []))
    return next((address for name, _, address in written if name == "Source"), "")


class OperationsContainer(containers.DeclarativeContainer):
    """Who looks at whom. ``bot`` is the container of what is looked at."""

    settings = providers.Dependency(instance_of=Settings)
    bot = providers.DependenciesContainer()

    gateway_truth = providers.Selector(
        bot.channel,
        gateway=providers.Singleton(GatewayTruth, bot.gateway, bot.hello),
        http=providers.Singleton(NoLines),
    )
    pulse = providers.Singleton(
        Pulse,
        providers.Singleton(Watchdog, settings.provided.watchdog_seconds),
        providers.Singleton(LoopLag, bot.registry),
        providers.List(gateway_truth.provided.look),
    )
    chores = providers.Singleton(Chores, providers.List(bot.prune_rolls, bot.prune_servers))
    sweeping = providers.Singleton(Chores, providers.List(providers.Singleton(SparePages)), 60.0)
    # Without the rolls every replica would be taken from the load balancer at once, and nobody be
    # left to apologise; a gateway bot gets its interactions either way.
    helpful = providers.Selector(
        bot.channel,
        gateway=providers.Object(frozenset({REDIS})),
        http=providers.Object(frozenset({REDIS, ROLLS})),
    )
    health = providers.Singleton(
        Health, gateway_truth, pulse, bot.visited_stores, helpful, bot.discord
    )
    sampler = providers.Singleton(Sampler, providers.Singleton(Tallies, bot.registry))
    build = providers.Singleton(
        Build, version("nazh"), settings.provided.commit, _source_of(metadata("nazh"))
    )
    dashboard = providers.Singleton(
        Dashboard,
        providers.Singleton(Reporter, build, health, gateway_truth, pulse, sampler, bot.discord),
    )
    vital_signs = providers.Singleton(
        VitalSigns,
        bot.registry,
        providers.Factory(
            Signs,
            gateway=gateway_truth,
            rest=bot.rest_retries,
            bot=bot.discord,
            loop=pulse,
            health=health,
            live=dashboard.provided.live,
        ),
    )
    web_server = providers.Singleton(
        WebServer,
        settings.provided.port,
        providers.Factory(PrometheusExporter, bot.registry),
        health,
        providers.Singleton(Probes, health, build),
        dashboard,
        sampler,
        providers.Selector(bot.channel, gateway=providers.List(), http=providers.List(bot.discord)),
    )
