"""Wires statistics."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.statistics.stats import stats_command
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.ports.statistics import RollCounters
from nazh.application.dice.statistics.show_stats import ShowStats
from nazh.application.shared.charts import ChartRenderer


class StatsContainer(containers.DeclarativeContainer):
    """The use case of statistics, and its handlers."""

    counters: providers.Dependency[RollCounters] = providers.Dependency()
    saved_names: providers.Dependency[SavedNames] = providers.Dependency()
    guild_contexts: providers.Dependency[GuildContexts] = providers.Dependency(
        instance_of=GuildContexts
    )
    charts: providers.Dependency[ChartRenderer] = providers.Dependency()
    autocomplete: providers.Dependency[Autocomplete] = providers.Dependency()

    show_stats = providers.Factory(ShowStats, counters, saved_names)
    command = providers.Singleton(stats_command, show_stats, guild_contexts, charts, autocomplete)
