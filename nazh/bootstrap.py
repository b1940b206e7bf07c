"""THE composition root: settings in, running program out."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from importlib.metadata import version
from typing import Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.discord.client import CommandClient
from nazh.adapters.inbound.discord.components import ComponentRouter
from nazh.adapters.inbound.discord.courier import Courier
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
from nazh.adapters.inbound.discord.dice.message_rolls import message_command
from nazh.adapters.inbound.discord.dice.presenter import (
    AGAIN,
    COPIED,
    COPY,
    MORE,
    PICK,
    PLOT,
    SHOW,
)
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.secret_rolls import reveal_button
from nazh.adapters.inbound.discord.dice.suggestions import roll_autocomplete
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused
from nazh.adapters.inbound.discord.gateway import new_gateway
from nazh.adapters.inbound.discord.post_office import PostOffice
from nazh.adapters.inbound.discord.responder import Responder
from nazh.adapters.inbound.discord.service import DiscordService
from nazh.adapters.inbound.settings import BadSettings, Settings, read_settings
from nazh.adapters.inbound.web.server import WebServer
from nazh.adapters.outbound.clock.system_clock import SystemClock
from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
from nazh.adapters.outbound.entropy.seeded_rng import SeededRng
from nazh.adapters.outbound.memory.dice import MemoryLedgers, NothingSaved
from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusExporter,
    PrometheusListener,
    new_registry,
    refusal_codes,
)
from nazh.application.dice.add_plot_die import AddPlotDie
from nazh.application.dice.judge_faces import JudgeFaces
from nazh.application.dice.open_builder import OpenBuilder
from nazh.application.dice.pick_plot_face import PickPlotFace
from nazh.application.dice.recall_roll import RecallRoll
from nazh.application.dice.reveal_roll import RevealRoll
from nazh.application.dice.roll_dice import RollDice
from nazh.application.dice.suggest_rolls import SuggestRolls

OK: Final = 0
UNAVAILABLE: Final = 69
BAD_CONFIGURATION: Final = 78
PATIENCE: Final = 10.0
"""Seconds that work in flight is given when the program is told to stop."""
INVITE_SCOPES: Final = "bot+applications.commands"
INVITE_PERMISSIONS: Final = 2_048 + 16_384 + 262_144
"""Send Messages, Embed Links, Use External Emojis."""
_LOG: Final = logging.getLogger(__name__)


class NazhContainer(containers.DeclarativeContainer):
    """Who is given what. Every part may be overridden in a test."""

    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    rng = providers.Selector(
        settings.provided.rng.value,
        system=providers.Singleton(SecretsRng),
        seeded=providers.Singleton(SeededRng, settings.provided.rng_seed),
    )
    registry = providers.Singleton(new_registry, version("nazh"), settings.provided.commit)
    metrics = providers.Singleton(PrometheusListener, registry, providers.Factory(refusal_codes))
    open_ledger = providers.Singleton(MemoryLedgers)
    saved_names = providers.Singleton(NothingSaved)

    roll_dice = providers.Factory(
        RollDice,
        rng=rng,
        open_ledger=open_ledger,
        saved_names=saved_names,
        clock=clock,
        announcer=metrics,
    )
    add_plot_die = providers.Factory(
        AddPlotDie, rng=rng, open_ledger=open_ledger, clock=clock, announcer=metrics
    )
    pick_plot_face = providers.Factory(
        PickPlotFace, open_ledger=open_ledger, clock=clock, announcer=metrics
    )
    recall_roll = providers.Factory(RecallRoll, open_ledger=open_ledger)
    reveal_roll = providers.Factory(
        RevealRoll, open_ledger=open_ledger, clock=clock, announcer=metrics
    )
    suggest_rolls = providers.Factory(SuggestRolls, open_ledger=open_ledger)
    judge_faces = providers.Factory(JudgeFaces)
    open_builder = providers.Factory(OpenBuilder, saved_names=saved_names, announcer=metrics)

    web_server = providers.Singleton(
        WebServer, settings.provided.port, providers.Factory(PrometheusExporter, registry)
    )
    token = settings.provided.token.reveal.call()
    gateway = providers.Singleton(new_gateway, token, settings.provided.discord_api_url)
    responder = providers.Singleton(Responder, gateway, settings.provided.discord_api_url, metrics)
    post_office = providers.Singleton(PostOffice, gateway)
    courier = providers.Singleton(Courier, responder, post_office, metrics)
    door = providers.Singleton(Door, courier, metrics)
    seals = providers.Singleton(Seals, token)
    taps = providers.Singleton(Taps)
    roll = providers.Singleton(
        roll_command,
        roll_dice,
        settings.provided.ruleset,
        seals,
        door,
        metrics,
        providers.Singleton(roll_autocomplete, suggest_rolls, door),
        settings.provided.game_master_channel,
    )
    build = providers.Singleton(build_command, open_builder, settings.provided.ruleset, door)
    roll_this = providers.Singleton(
        message_command, roll_dice, settings.provided.ruleset, seals, door, metrics
    )
    helping = providers.Singleton(help_command, door)
    components = providers.Singleton(
        ComponentRouter,
        door,
        providers.Dict(
            {
                PLOT: providers.Singleton(add_plot_button, add_plot_die, seals),
                PICK: providers.Singleton(pick_button, pick_plot_face, seals),
                AGAIN: providers.Singleton(
                    again_button,
                    roll_dice,
                    settings.provided.ruleset,
                    seals,
                    taps,
                    metrics,
                    settings.provided.game_master_channel,
                ),
                SHOW: providers.Singleton(reveal_button, reveal_roll, seals),
                MORE: providers.Singleton(details_button, recall_roll, seals),
                COPY: providers.Object(copy_command),
                PAGE: providers.Object(turn_page),
                TRY: providers.Singleton(
                    try_button, roll_dice, settings.provided.ruleset, seals, taps, metrics
                ),
                BUILD: providers.Singleton(
                    build_button, roll_dice, settings.provided.ruleset, seals, metrics
                ),
            }
        ),
        providers.Dict(
            {
                COPIED: providers.Object(close_copy_form),
                BUILD: providers.Singleton(words_action, settings.provided.ruleset),
            }
        ),
    )
    client = providers.Singleton(
        CommandClient, gateway, providers.List(roll, build, helping, roll_this), components, door
    )
    discord = providers.Singleton(DiscordService, gateway, client, door, responder)


def new_container(settings: Settings) -> NazhContainer:
    """Return a container whose every use case has been built once, so that nothing is missing."""
    container = NazhContainer(settings=settings)
    for use_case in (
        container.roll_dice,
        container.add_plot_die,
        container.pick_plot_face,
        container.recall_roll,
        container.reveal_roll,
        container.suggest_rolls,
        container.judge_faces,
        container.open_builder,
    ):
        use_case()
    return container


def run() -> int:
    """Read the settings and run the bot; return the exit status, 78 for bad settings."""
    try:
        settings = read_settings()
    except BadSettings as error:
        return _complain(str(error))
    return run_bot(settings)


def run_bot(settings: Settings) -> int:
    """Run the bot until it is told to stop; return the exit status.

    SIGTERM and SIGINT finish what is in flight; a second one ends at once.
    """
    configure_logging(settings)
    return asyncio.run(_run(new_container(settings)))


def invite_link(settings: Settings) -> str:
    """Return the address where the owner of a server adds the bot to it."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={settings.application_id}"
        f"&scope={INVITE_SCOPES}&permissions={INVITE_PERMISSIONS}"
    )


def configure_logging(settings: Settings) -> None:
    """Send every record, the libraries' too, to standard error as one line without secrets."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(settings.token.reveal()))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)


class _Discreet(logging.Formatter):
    """Writes records without the token, whoever put it in."""

    def __init__(self, secret: str) -> None:
        super().__init__("%(asctime)s %(levelname)-8s %(name)s: %(message)s")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._secret, "…")


async def _run(container: NazhContainer) -> int:
    web = container.web_server()
    try:
        port = await web.start()
    except OSError as error:
        return _complain(f"PORT cannot be used ({error.strerror}). Choose another, or 0 for any.")
    sys.stdout.write(f"metrics: http://0.0.0.0:{port}/metrics\n")
    sys.stdout.flush()
    try:
        await _serve(container.discord())
    except TokenRefused:
        return _complain(
            "Discord refuses DISCORD_TOKEN. Reset it in the Developer Portal "
            "(your application, Bot, Reset Token) and set the new one."
        )
    except CannotStart as error:
        return _complain(str(error), UNAVAILABLE)
    finally:
        await web.stop()
    return OK


async def _serve(discord: DiscordService) -> None:
    told_to_stop = _listen_for_signals()
    try:
        await _unless(told_to_stop, discord.start())
        _settle_memory()
        await _unless(told_to_stop, discord.run())
    finally:
        if not await discord.stop(PATIENCE):
            _LOG.warning("some interactions were still unanswered after %s s", PATIENCE)


def _listen_for_signals() -> asyncio.Event:
    told_to_stop = asyncio.Event()

    def stop(number: int) -> None:
        if told_to_stop.is_set():
            os._exit(128 + number)
        _LOG.info("%s: finishing what is in flight", signal.Signals(number).name)
        told_to_stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return told_to_stop


async def _unless(told_to_stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Do the work; give it up as soon as the program is told to stop."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(told_to_stop.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.wait((working,))
    return None


def _settle_memory() -> None:
    """Keep the collector off what lives as long as the process: a third of the cost of a roll."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _complain(sentence: str, status: int = BAD_CONFIGURATION) -> int:
    sys.stderr.write(f"{sentence}\n")
    return status
