"""Wires the dice context to its adapters and builds its manifest."""

from __future__ import annotations

from typing import Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.dice.building.builder import (
    build_button,
    build_command,
    words_action,
)
from nazh.adapters.inbound.discord.dice.building.builder_messages import BUILD
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.help_examples import TRY, dice_help, try_button
from nazh.adapters.inbound.discord.dice.rolling.autocomplete import roll_autocomplete
from nazh.adapters.inbound.discord.dice.rolling.message_command import message_command
from nazh.adapters.inbound.discord.dice.rolling.presenter import (
    AGAIN,
    COPIED,
    COPY,
    MORE,
    ODDS,
    PICK,
    PLOT,
    SHOW,
)
from nazh.adapters.inbound.discord.dice.rolling.roll import roll_command
from nazh.adapters.inbound.discord.dice.rolling.roll_buttons import (
    add_plot_button,
    again_button,
    close_copy_form,
    copy_command,
    details_button,
    pick_button,
)
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.secret_rolls import reveal_button
from nazh.adapters.inbound.discord.dice.rolling.state_signer import StateSigner
from nazh.adapters.inbound.discord.invite import Permissions
from nazh.adapters.inbound.settings.dice import DiceSettings
from nazh.adapters.inbound.texts import dice as texts
from nazh.adapters.inbound.texts.dice.guild_settings import dice_offers
from nazh.adapters.inbound.texts.dice.own_data import dice_own_data
from nazh.adapters.inbound.web.dice.verify_page import VerifyPage, page_url
from nazh.adapters.outbound.metrics.counters import outcome_reader
from nazh.adapters.outbound.metrics.dice import PrometheusRollMetrics, roll_metrics
from nazh.adapters.outbound.metrics.prometheus import refusal_codes
from nazh.adapters.outbound.tracing.dice.ledgers import TracedRollLedgers
from nazh.application.dice.fair.cached_sessions import CachedSessions
from nazh.application.dice.fair.fair_rolls import FairRolls
from nazh.application.dice.history.prune_rolls import PERIOD, PruneRolls
from nazh.application.dice.privacy.export_dice import ExportDice
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.application.dice.rolling.add_plot_die import AddPlotDie
from nazh.application.dice.rolling.open_builder import OpenBuilder
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace
from nazh.application.dice.rolling.recall_roll import RecallRoll
from nazh.application.dice.rolling.reveal_roll import RevealRoll
from nazh.application.dice.rolling.roll_dice import RollDice
from nazh.application.dice.rolling.suggest_rolls import SuggestRolls
from nazh.application.dice.saving.cached_characters import CachedCharacters
from nazh.application.shared.jobs import Job, Scope
from nazh.application.shared.status_panels import StatusPanel
from nazh.wiring.context import Context, merge_handlers
from nazh.wiring.dice.fair import FairContainer
from nazh.wiring.dice.history import HistoryContainer
from nazh.wiring.dice.odds import OddsContainer
from nazh.wiring.dice.panels import PanelsContainer
from nazh.wiring.dice.saved_rolls import SavedRollsContainer
from nazh.wiring.dice.stats import StatsContainer
from nazh.wiring.dice.stores import memory_stores, sql_stores
from nazh.wiring.platform import PlatformContainer

_REFUSAL_PACKAGES: Final = ("nazh.domain.dice", "nazh.application.dice")
"""The packages that define the refusals of a roll."""


class DiceContainer(containers.DeclarativeContainer):
    """The dice use cases, their handlers, and the manifest. All parts can be overridden."""

    platform = providers.DependenciesContainer()

    settings = platform.settings
    own_settings = settings.provided.section.call(DiceSettings)
    clock = platform.clock
    rng = platform.rng
    metrics = providers.Singleton(
        PrometheusRollMetrics,
        platform.registry,
        providers.Factory(refusal_codes, _REFUSAL_PACKAGES),
    )
    publisher = platform.events
    debouncer = platform.debouncer
    stores = providers.Selector(
        settings.provided.database.address.storage,
        memory=providers.Singleton(memory_stores),
        sql=providers.Singleton(sql_stores, platform.database),
    )
    ledgers = stores.provided.ledgers
    archive = stores.provided.archive
    fair_store = stores.provided.fair_sessions
    user_records = stores.provided.user_records
    counters = stores.provided.counters
    open_ledger = providers.Selector(
        settings.provided.traces.state,
        off=ledgers,
        on=providers.Singleton(TracedRollLedgers, ledgers, platform.traces),
    )
    saved_roll_store = saved_names = providers.Singleton(
        CachedCharacters, stores.provided.saved_rolls, clock
    )
    cached_sessions = providers.Singleton(CachedSessions, fair_store, clock)
    fair_play = providers.Singleton(FairRolls, cached_sessions)

    roll_dice = providers.Factory(
        RollDice,
        rng=rng,
        open_ledger=open_ledger,
        saved_names=saved_names,
        clock=clock,
        publisher=publisher,
        fair=fair_play,
    )
    add_plot_die = providers.Factory(
        AddPlotDie,
        rng=rng,
        open_ledger=open_ledger,
        clock=clock,
        publisher=publisher,
        fair=fair_play,
    )
    pick_plot_face = providers.Factory(
        PickPlotFace, open_ledger=open_ledger, clock=clock, publisher=publisher
    )
    recall_roll = providers.Factory(RecallRoll, open_ledger=open_ledger)
    reveal_roll = providers.Factory(
        RevealRoll, open_ledger=open_ledger, clock=clock, publisher=publisher
    )
    prune_rolls = providers.Factory(
        PruneRolls, archive, clock, publisher, settings.provided.guilds.retention_days
    )
    suggest_rolls = providers.Factory(
        SuggestRolls, open_ledger=open_ledger, saved_rolls=saved_roll_store
    )
    open_builder = providers.Factory(OpenBuilder, saved_names=saved_names, publisher=publisher)

    state_signer = providers.Singleton(StateSigner, platform.token)
    guild_contexts = providers.Singleton(
        GuildContexts,
        platform.settings_of,
        own_settings.ruleset,
        own_settings.game_master_channel,
    )
    roll_responder = providers.Singleton(
        RollResponder,
        roll_dice,
        guild_contexts,
        state_signer,
        metrics,
        platform.channel_readers,
    )
    verify_page = providers.Singleton(VerifyPage)
    saved_rolls = providers.Container(
        SavedRollsContainer,
        saved_roll_store=saved_roll_store,
        roll_responder=roll_responder,
        guild_contexts=guild_contexts,
        debouncer=debouncer,
    )
    panels = providers.Container(
        PanelsContainer,
        saved_names=saved_names,
        roll_responder=roll_responder,
        guild_contexts=guild_contexts,
        debouncer=debouncer,
    )
    history = providers.Container(
        HistoryContainer,
        archive=archive,
        clock=clock,
        roll_responder=roll_responder,
        debouncer=debouncer,
    )
    fair = providers.Container(
        FairContainer,
        fair_store=fair_store,
        cached_sessions=cached_sessions,
        rng=rng,
        open_ledger=open_ledger,
        clock=clock,
        guild_contexts=guild_contexts,
        page=providers.Callable(page_url, settings.provided.http.public_url),
    )
    autocomplete = providers.Singleton(roll_autocomplete, suggest_rolls, guild_contexts)
    odds = providers.Container(
        OddsContainer,
        saved_names=saved_names,
        recall_roll=recall_roll,
        guild_contexts=guild_contexts,
        state_signer=state_signer,
        charts=platform.charts,
        autocomplete=autocomplete,
    )
    stats = providers.Container(
        StatsContainer,
        counters=counters,
        saved_names=saved_names,
        guild_contexts=guild_contexts,
        charts=platform.charts,
        autocomplete=saved_rolls.characters,
    )
    roll = providers.Singleton(roll_command, roll_responder, autocomplete)
    build = providers.Singleton(
        build_command, open_builder, guild_contexts, odds.odds_cache, autocomplete
    )
    roll_this = providers.Singleton(message_command, roll_responder)
    buttons = providers.Dict(
        {
            PLOT: providers.Singleton(add_plot_button, add_plot_die, state_signer, guild_contexts),
            PICK: providers.Singleton(pick_button, pick_plot_face, state_signer, guild_contexts),
            AGAIN: providers.Singleton(again_button, roll_responder, debouncer),
            SHOW: providers.Singleton(reveal_button, reveal_roll, state_signer, guild_contexts),
            MORE: providers.Singleton(details_button, recall_roll, fair_store, state_signer),
            ODDS: odds.button,
            COPY: providers.Object(copy_command),
            TRY: providers.Singleton(try_button, roll_responder, debouncer),
            BUILD: providers.Singleton(build_button, roll_responder, odds.odds_cache, debouncer),
        }
    )
    forms = providers.Dict(
        {
            COPIED: providers.Object(close_copy_form),
            BUILD: providers.Singleton(words_action, guild_contexts, odds.odds_cache),
        }
    )
    personal_data = providers.Singleton(
        ForgetDice, user_records, stores.provided.guild_records, saved_roll_store, publisher
    )
    own_data = providers.Singleton(
        dice_own_data,
        providers.Factory(ExportDice, archive, counters, saved_roll_store, user_records),
    )
    use_cases = providers.List(
        roll_dice,
        add_plot_die,
        pick_plot_face,
        recall_roll,
        reveal_roll,
        suggest_rolls,
        open_builder,
    )
    context = providers.Singleton(
        Context,
        name="dice",
        texts=texts.__name__,
        commands=providers.List(
            roll,
            build,
            panels.command,
            roll_this,
            saved_rolls.save,
            saved_rolls.saved,
            saved_rolls.forget,
            saved_rolls.character,
            history.command,
            odds.command,
            stats.command,
            fair.command,
        ),
        components=providers.Callable(
            merge_handlers, buttons, saved_rolls.buttons, panels.buttons, history.buttons
        ),
        modals=providers.Callable(merge_handlers, forms, saved_rolls.forms, panels.forms),
        subscriptions=providers.Callable(roll_metrics, platform.registry),
        jobs=providers.List(
            providers.Factory(Job, "prune_rolls", PERIOD, prune_rolls, Scope.CLUSTER, PERIOD)
        ),
        help_pages=providers.Callable(dice_help, own_settings.ruleset),
        routes=providers.List(verify_page),
        guild_settings=providers.Callable(dice_offers, own_settings.ruleset),
        status=providers.List(
            providers.Factory(
                StatusPanel,
                "rolls",
                providers.Callable(
                    outcome_reader,
                    platform.registry,
                    "nazh_roll_success_total",
                    "nazh_roll_failed_total",
                ),
            )
        ),
        personal_data=personal_data,
        own_data=own_data,
        permissions=Permissions.SEND_MESSAGES
        | Permissions.EMBED_LINKS
        | Permissions.USE_EXTERNAL_EMOJIS,
    )


def load_dice(platform: PlatformContainer) -> Context:
    """Return the manifest of dice. Builds every use case, so that missing parts stop the start."""
    container = DiceContainer(platform=platform)
    container.use_cases()
    return container.context()
