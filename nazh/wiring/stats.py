"""The container of the statistics: the use case over the counts, and who asks."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.stats import stats_command
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.ports.statistics import RollTallies
from nazh.application.dice.show_stats import ShowStats
from nazh.application.shared.charts import Charts


class StatsContainer(containers.DeclarativeContainer):
    """Who is given what."""

    tallies: providers.Dependency[RollTallies] = providers.Dependency()
    saved_names: providers.Dependency[SavedNames] = providers.Dependency()
    houses: providers.Dependency[Houses] = providers.Dependency(instance_of=Houses)
    charts: providers.Dependency[Charts] = providers.Dependency()
    door: providers.Dependency[Door] = providers.Dependency(instance_of=Door)
    complete: providers.Dependency[Autocomplete] = providers.Dependency()

    show_stats = providers.Factory(ShowStats, tallies, saved_names)
    command = providers.Singleton(stats_command, show_stats, houses, charts, door, complete)
