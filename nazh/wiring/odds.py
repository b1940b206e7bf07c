"""The container of the odds: what reckons, what draws, and who asks."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.odds import OddsDesk, odds_button, odds_command
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.outbound.charts.processes import ChartProcesses
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.recall_roll import RecallRoll
from nazh.application.dice.reckoning import Reckoner
from nazh.application.dice.show_odds import ShowOdds


class OddsContainer(containers.DeclarativeContainer):
    """Who is given what."""

    saved_names: providers.Dependency[SavedNames] = providers.Dependency()
    recall_roll: providers.Dependency[RecallRoll] = providers.Dependency(instance_of=RecallRoll)
    houses: providers.Dependency[Houses] = providers.Dependency(instance_of=Houses)
    seals: providers.Dependency[Seals] = providers.Dependency(instance_of=Seals)
    door: providers.Dependency[Door] = providers.Dependency(instance_of=Door)
    complete: providers.Dependency[Autocomplete] = providers.Dependency()

    reckoner = providers.Singleton(Reckoner)
    charts = providers.Singleton(ChartProcesses)
    show_odds = providers.Factory(ShowOdds, saved_names, reckoner)
    desk = providers.Singleton(OddsDesk, show_odds, houses, charts)
    command = providers.Singleton(odds_command, desk, door, complete)
    button = providers.Singleton(odds_button, desk, recall_roll, seals)
