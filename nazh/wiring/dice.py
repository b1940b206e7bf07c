"""The container of the dice: which adapter stands behind which port."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.dice.builder import build_button, build_command, words_action
from nazh.adapters.inbound.discord.dice.builder_messages import BUILD
from nazh.adapters.inbound.discord.dice.buttons import (
    add_plot_button,
    again_button,
    close_copy_form,
    copy_command,
    details_button,
    pick_button,
)
from nazh.adapters.inbound.discord.dice.commands import roll_command
from nazh.adapters.inbound.discord.dice.help import (
    PAGE,
    TRY,
    help_command,
    try_button,
    turn_page,
)
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.message_rolls import message_command
from nazh.adapters.inbound.discord.dice.presenter import (
    AGAIN,
    COPIED,
    COPY,
    MORE,
    ODDS,
    PICK,
    PLOT,
    SHOW,
)
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.secret_rolls import reveal_button
from nazh.adapters.inbound.discord.dice.suggestions import roll_autocomplete
from nazh.adapters.inbound.discord.in_hand import facts_in_hand
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.clock.system_clock import SystemClock
from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
from nazh.adapters.outbound.entropy.seeded_rng import SeededRng
from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusListener,
    new_registry,
    refusal_codes,
)
from nazh.adapters.outbound.silence.reports import NoReports
from nazh.adapters.outbound.tracing.ledgers import TracedLedgers
from nazh.application.dice.add_plot_die import AddPlotDie
from nazh.application.dice.fair_play import FairPlay
from nazh.application.dice.known_characters import KnownCharacters
from nazh.application.dice.known_sessions import KnownSessions
from nazh.application.dice.known_settings import KnownSettings
from nazh.application.dice.open_builder import OpenBuilder
from nazh.application.dice.pick_plot_face import PickPlotFace
from nazh.application.dice.prune_rolls import PruneRolls
from nazh.application.dice.recall_roll import RecallRoll
from nazh.application.dice.reveal_roll import RevealRoll
from nazh.application.dice.roll_dice import RollDice
from nazh.application.dice.suggest_rolls import SuggestRolls
from nazh.application.shared.stores import AllStores
from nazh.wiring.discord import AnsweringContainer, ListeningContainer, all_actions
from nazh.wiring.fair import FairContainer
from nazh.wiring.history import HistoryContainer
from nazh.wiring.houses import HousesContainer
from nazh.wiring.odds import OddsContainer
from nazh.wiring.saving import SavingContainer
from nazh.wiring.sharing import SharingContainer, all_visited
from nazh.wiring.stats import StatsContainer
from nazh.wiring.stores import StoresContainer
from nazh.wiring.telemetry import facts_with_trace, new_reports, new_traces

_ROOMS_OF_REFUSALS: Final = ("nazh.domain", "nazh.application", "nazh.adapters.inbound.discord")
"""Where the refusals live that the bot can meet."""


class DiceContainer(containers.DeclarativeContainer):
    """Who is given what. Every part may be overridden in a test."""

    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    rng = providers.Selector(
        settings.provided.rng.value,
        system=providers.Singleton(SecretsRng),
        seeded=providers.Singleton(SeededRng, settings.provided.rng_seed),
    )
    registry = providers.Singleton(new_registry, version("nazh"), settings.provided.commit)
    metrics = providers.Singleton(
        PrometheusListener, registry, providers.Factory(refusal_codes, _ROOMS_OF_REFUSALS)
    )
    traces = providers.Singleton(new_traces, settings, metrics)
    facts = providers.Selector(
        settings.provided.tracing,
        off=providers.Object(facts_in_hand),
        on=providers.Singleton(facts_with_trace, traces),
    )
    reports = providers.Selector(
        settings.provided.reporting,
        off=providers.Singleton(NoReports),
        on=providers.Singleton(new_reports, settings, facts, metrics),
    )
    stores = providers.Container(StoresContainer, settings=settings)
    sharing = providers.Container(SharingContainer, settings=settings, clock=clock, outages=metrics)
    store = providers.Singleton(AllStores, stores.store, sharing.store)
    visited_stores = providers.Callable(all_visited, stores.visited, sharing.visited)
    ledgers = stores.ledgers
    archive = stores.archive
    open_ledger = providers.Selector(
        settings.provided.tracing,
        off=ledgers,
        on=providers.Singleton(TracedLedgers, ledgers, traces),
    )
    shelves = saved_names = providers.Singleton(KnownCharacters, stores.shelves, clock)
    known_settings = providers.Singleton(KnownSettings, stores.servers, clock)
    known_sessions = providers.Singleton(KnownSessions, stores.fair_book, clock)
    fair_play = providers.Singleton(FairPlay, known_sessions)

    roll_dice = providers.Factory(
        RollDice,
        rng=rng,
        open_ledger=open_ledger,
        saved_names=saved_names,
        clock=clock,
        announcer=metrics,
        fair=fair_play,
    )
    add_plot_die = providers.Factory(
        AddPlotDie, rng=rng, open_ledger=open_ledger, clock=clock, announcer=metrics, fair=fair_play
    )
    pick_plot_face = providers.Factory(
        PickPlotFace, open_ledger=open_ledger, clock=clock, announcer=metrics
    )
    recall_roll = providers.Factory(RecallRoll, open_ledger=open_ledger)
    reveal_roll = providers.Factory(
        RevealRoll, open_ledger=open_ledger, clock=clock, announcer=metrics
    )
    prune_rolls = providers.Factory(
        PruneRolls, archive, clock, metrics, settings.provided.keep_rolls_days
    )
    suggest_rolls = providers.Factory(SuggestRolls, open_ledger=open_ledger, shelves=shelves)
    open_builder = providers.Factory(OpenBuilder, saved_names=saved_names, announcer=metrics)

    channel = providers.Object("gateway")
    """How Discord reaches us: by the ``gateway``, or over ``http``."""
    answering = providers.Container(
        AnsweringContainer,
        settings=settings,
        channel=channel,
        turnstile=sharing.turnstile,
        begun=sharing.begun_errands,
        metrics=metrics,
        traces=traces,
        reports=reports,
    )
    hello = answering.hello
    gateway = answering.gateway
    rest_retries = answering.rest_retries
    door = answering.door
    seals = providers.Singleton(Seals, answering.token)
    taps = sharing.taps
    houses = providers.Singleton(
        Houses,
        known_settings,
        settings.provided.ruleset,
        settings.provided.game_master_channel,
    )
    table = providers.Singleton(
        Table,
        roll_dice,
        houses,
        seals,
        metrics,
    )
    saving = providers.Container(
        SavingContainer, shelves=shelves, table=table, houses=houses, door=door, taps=taps
    )
    history = providers.Container(
        HistoryContainer, archive=archive, clock=clock, table=table, door=door, taps=taps
    )
    fair = providers.Container(
        FairContainer,
        book=stores.fair_book,
        known=known_sessions,
        rng=rng,
        open_ledger=open_ledger,
        clock=clock,
        houses=houses,
        door=door,
    )
    housing = providers.Container(
        HousesContainer,
        settings=settings,
        servers=stores.servers,
        archive=archive,
        tallies=stores.tallies,
        shelves=shelves,
        player_records=stores.player_records,
        server_records=stores.server_records,
        known_settings=known_settings,
        clock=clock,
        announcer=metrics,
        door=door,
    )
    prune_servers = housing.prune_servers
    complete = providers.Singleton(roll_autocomplete, suggest_rolls, door)
    odds = providers.Container(
        OddsContainer,
        saved_names=saved_names,
        recall_roll=recall_roll,
        houses=houses,
        seals=seals,
        door=door,
        complete=complete,
    )
    stats = providers.Container(
        StatsContainer,
        tallies=stores.tallies,
        saved_names=saved_names,
        houses=houses,
        charts=odds.charts,
        door=door,
        complete=saving.characters,
    )
    roll = providers.Singleton(roll_command, table, door, complete)
    build = providers.Singleton(build_command, open_builder, houses, door, odds.reckoner, complete)
    roll_this = providers.Singleton(message_command, table, door)
    helping = providers.Singleton(help_command, door)
    buttons = providers.Dict(
        {
            PLOT: providers.Singleton(add_plot_button, add_plot_die, seals, houses),
            PICK: providers.Singleton(pick_button, pick_plot_face, seals, houses),
            AGAIN: providers.Singleton(again_button, table, taps),
            SHOW: providers.Singleton(reveal_button, reveal_roll, seals, houses),
            MORE: providers.Singleton(details_button, recall_roll, fair.find_digest, seals),
            ODDS: odds.button,
            COPY: providers.Object(copy_command),
            PAGE: providers.Object(turn_page),
            TRY: providers.Singleton(try_button, table, taps),
            BUILD: providers.Singleton(build_button, table, odds.reckoner, taps),
        }
    )
    forms = providers.Dict(
        {
            COPIED: providers.Object(close_copy_form),
            BUILD: providers.Singleton(words_action, houses, odds.reckoner),
        }
    )
    components = providers.Singleton(
        ComponentRouter,
        door,
        providers.Callable(all_actions, buttons, housing.buttons, saving.buttons, history.buttons),
        providers.Callable(all_actions, forms, saving.forms),
    )
    commands = providers.List(
        roll,
        build,
        helping,
        roll_this,
        saving.save,
        saving.saved,
        saving.forget,
        saving.character,
        housing.chosen_command,
        housing.privacy_command,
        history.command,
        odds.command,
        stats.command,
        fair.command,
    )
    listening = providers.Container(
        ListeningContainer,
        settings=settings,
        channel=channel,
        answering=answering,
        commands=commands,
        components=components,
        note_servers=housing.note_servers,
        forget_servers=housing.forget_servers,
        sessions=stores.gateway_sessions,
        begun=sharing.begun_errands,
        redis=sharing.redis,
        metrics=metrics,
        clock=clock,
    )
    discord = listening.service
