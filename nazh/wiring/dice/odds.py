"""Wires odds."""

from __future__ import annotations

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.odds.odds import OddsResponder, odds_button, odds_command
from nazh.adapters.inbound.discord.dice.rolling.state_signer import StateSigner
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.odds.show_odds import ShowOdds
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.rolling.recall_roll import RecallRoll
from nazh.application.shared.charts import ChartRenderer


class OddsContainer(containers.DeclarativeContainer):
    """The use cases of odds, and their handlers."""

    saved_names: providers.Dependency[SavedNames] = providers.Dependency()
    recall_roll: providers.Dependency[RecallRoll] = providers.Dependency(instance_of=RecallRoll)
    guild_contexts: providers.Dependency[GuildContexts] = providers.Dependency(
        instance_of=GuildContexts
    )
    state_signer: providers.Dependency[StateSigner] = providers.Dependency(instance_of=StateSigner)
    charts: providers.Dependency[ChartRenderer] = providers.Dependency()
    autocomplete: providers.Dependency[Autocomplete] = providers.Dependency()

    odds_cache = providers.Singleton(OddsCache)
    show_odds = providers.Factory(ShowOdds, saved_names, odds_cache)
    odds_responder = providers.Singleton(OddsResponder, show_odds, guild_contexts, charts)
    command = providers.Singleton(odds_command, odds_responder, autocomplete)
    button = providers.Singleton(odds_button, odds_responder, odds_cache, recall_roll, state_signer)
