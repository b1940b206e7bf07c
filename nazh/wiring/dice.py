"""The container of the dice: which adapter stands behind which port."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.body_answers import BodyAnswers
from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.courier import Courier
from nazh.adapters.inbound.discord.dice import (
    history_messages,
    privacy,
    saved_messages,
    settings_messages,
)
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
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.endpoint import Endpoint
from nazh.adapters.inbound.discord.gateway import new_gateway
from nazh.adapters.inbound.discord.gateway_truth import HelloListener
from nazh.adapters.inbound.discord.guild_count import GuildCount
from nazh.adapters.inbound.discord.in_hand import facts_in_hand
from nazh.adapters.inbound.discord.post_office import PostOffice
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from nazh.adapters.inbound.discord.rest_retries import RestRetries
from nazh.adapters.inbound.discord.roll_call import RollCall
from nazh.adapters.inbound.discord.service import DiscordService
from nazh.adapters.inbound.discord.serving import HttpService, KnownKey
from nazh.adapters.inbound.discord.switchboard import Switchboard
from nazh.adapters.inbound.discord.traced import TracedAnswering, TracedDoor
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
from nazh.application.dice.judge_faces import JudgeFaces
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
from nazh.wiring.fair import FairContainer
from nazh.wiring.history import HistoryContainer
from nazh.wiring.houses import HousesContainer
from nazh.wiring.odds import OddsContainer
from nazh.wiring.saving import SavingContainer
from nazh.wiring.shards import ShardsContainer
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
    judge_faces = providers.Factory(JudgeFaces)
    open_builder = providers.Factory(OpenBuilder, saved_names=saved_names, announcer=metrics)

    token = settings.provided.token.reveal.call()
    channel = providers.Object("gateway")
    """How Discord reaches us: by the ``gateway``, or over ``http``."""
    hello = providers.Singleton(HelloListener)
    gateway = providers.Singleton(new_gateway, token, settings.provided.discord_api_url, hello)
    requesting = providers.Selector(
        channel,
        gateway=gateway,
        http=providers.Singleton(new_rest_bot, token, settings.provided.discord_api_url),
    )
    rest_retries = providers.Singleton(RestRetries)
    responder = providers.Singleton(
        Responder, requesting, settings.provided.discord_api_url, metrics, rest_retries
    )
    answering = providers.Selector(
        settings.provided.tracing,
        off=responder,
        on=providers.Singleton(TracedAnswering, responder, traces),
    )
    post_office = providers.Singleton(PostOffice, requesting)
    by_callback = providers.Singleton(
        Courier, answering, post_office, metrics, sharing.begun_errands
    )
    in_the_response = providers.Singleton(
        BodyAnswers,
        providers.Singleton(Courier, responder, post_office, metrics, sharing.begun_errands),
        metrics,
    )
    courier = providers.Selector(
        channel,
        gateway=by_callback,
        http=providers.Selector(
            settings.provided.tracing,
            off=in_the_response,
            on=providers.Singleton(TracedAnswering, in_the_response, traces),
        ),
    )
    turnstile = sharing.turnstile
    door = providers.Selector(
        settings.provided.tracing,
        off=providers.Singleton(Door, courier, turnstile, metrics, reports),
        on=providers.Singleton(TracedDoor, courier, turnstile, metrics, reports, traces),
    )
    seals = providers.Singleton(Seals, token)
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
    forget_servers = housing.forget_servers
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
    components = providers.Singleton(
        ComponentRouter,
        door,
        providers.Dict(
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
                settings_messages.SETTING: housing.setting,
                settings_messages.CHOICE: housing.choice,
                settings_messages.USUAL: housing.usual,
                settings_messages.CHANGES: housing.changes,
                privacy.OWN_DATA: housing.own_data,
                privacy.FORGET: providers.Object(privacy.ask_first),
                privacy.SURE: housing.forget,
                privacy.KEEP: providers.Object(privacy.keep_all),
                saved_messages.PAGE: saving.page,
                saved_messages.CHOSEN: saving.chosen,
                saved_messages.DROP: saving.drop,
                saved_messages.USE: saving.use,
                saved_messages.SHARE: saving.share,
                saved_messages.KEEP: saving.keep,
                saved_messages.BORROW: saving.borrow,
                history_messages.OLDER: history.older,
                history_messages.NEWER: history.newer,
                history_messages.CHOSEN: history.chosen,
                history_messages.AGAIN: history.again,
                history_messages.CSV: history.csv,
                history_messages.JSON: history.jsonl,
            }
        ),
        providers.Dict(
            {
                COPIED: providers.Object(close_copy_form),
                BUILD: providers.Singleton(words_action, houses, odds.reckoner),
                saved_messages.USE: saving.filled_in,
                saved_messages.BORROW: saving.borrowed,
            }
        ),
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
    client = providers.Singleton(
        CommandClient,
        gateway,
        commands,
        components,
        door,
        syncs=settings.provided.syncs_commands,
    )
    switchboard = providers.Singleton(Switchboard, requesting, commands, components, door)
    guild_count = providers.Singleton(GuildCount, requesting)
    roll_call = providers.Singleton(
        RollCall, requesting, housing.note_servers, sharing.begun_errands, clock
    )
    shards = providers.Container(
        ShardsContainer,
        settings=settings,
        gateway=gateway,
        sessions=stores.gateway_sessions,
        clock=clock,
        redis=sharing.redis,
    )
    discord = providers.Selector(
        channel,
        gateway=providers.Singleton(
            DiscordService, shards.own, client, door, responder, guild_count, roll_call
        ),
        http=providers.Singleton(
            HttpService,
            requesting,
            switchboard,
            providers.Singleton(Endpoint, switchboard, requesting.provided.entity_factory, metrics),
            providers.Singleton(
                KnownKey, requesting, settings.provided.public_key, clock.provided.now
            ),
            door,
            responder,
            guild_count,
            roll_call,
            settings.provided.drain_seconds,
        ),
    )
