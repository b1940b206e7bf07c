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
from typing import Final, Protocol

from nazh.adapters.inbound.discord.client import tell_commands
from nazh.adapters.inbound.discord.door import CrashReports
from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused, WrongShards
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.outbound.logs.keeping import EndLog
from nazh.application.shared.ports import StoreTrouble
from nazh.wiring.dice import DiceContainer
from nazh.wiring.logs import log_of
from nazh.wiring.operations import OperationsContainer
from nazh.wiring.telemetry import reporting, telemetry_of

GATEWAY: Final = "gateway"
HTTP: Final = "http"
OK: Final = 0
UNAVAILABLE: Final = 69
BAD_CONFIGURATION: Final = 78
PATIENCE: Final = 10.0
"""Seconds that work in flight is given when the program is told to stop."""
LAST_LINES: Final = 0.25
"""Seconds for the log when the process leaves at once."""
INVITE_SCOPES: Final = "bot+applications.commands"
INVITE_PERMISSIONS: Final = 2_048 + 16_384 + 262_144
"""Send Messages, Embed Links, Use External Emojis."""
_REFUSED: Final = (
    "Discord refuses DISCORD_TOKEN. Reset it in the Developer Portal "
    "(your application, Bot, Reset Token) and set the new one."
)
_LOG: Final = logging.getLogger(__name__)


class Discord(Protocol):
    """The bot on one of the channels by which Discord reaches it."""

    async def start(self) -> None:
        """Return once Discord is answered. Raises TokenRefused or CannotStart."""
        ...

    async def run(self) -> None:
        """Go on until it is over. Raises as ``start``."""
        ...

    async def stop(self, patience: float) -> bool:
        """Stop; whether all was answered within ``patience`` seconds. Safe at any time."""
        ...


def new_container(settings: Settings, channel: str = GATEWAY) -> DiceContainer:
    """Return a container whose every use case has been built once, so that nothing is missing."""
    container = DiceContainer(settings=settings, channel=channel)
    for use_case in (
        container.roll_dice,
        container.add_plot_die,
        container.pick_plot_face,
        container.recall_roll,
        container.reveal_roll,
        container.suggest_rolls,
        container.judge_faces,
        container.open_builder,
        container.forget_servers,
    ):
        use_case()
    return container


def run_bot(settings: Settings, channel: str = GATEWAY) -> int:
    """Run the bot until it is told to stop; return the exit status.

    Discord reaches it on the ``channel`` GATEWAY or HTTP. SIGTERM and SIGINT finish what is in
    flight; a second one ends at once.
    """
    container = new_container(settings, channel)
    operations = OperationsContainer(settings=settings, bot=container)
    with log_of(settings, container.facts(), container.metrics()) as end_log:
        _LOG.info("nazh starts", extra={"version": version("nazh"), "commit": settings.commit})
        with telemetry_of(settings, container) as reports:
            status = asyncio.run(_run(container, operations, reports, end_log))
    if not end_log(0):
        # The log's thread hangs in a pipe that nobody reads; an ordinary exit would wait for it.
        os._exit(status)
    return status


def sync_commands(settings: Settings) -> int:
    """Tell Discord the commands, as they are in every language; return the exit status."""
    container = new_container(settings)
    with log_of(settings, container.facts(), container.metrics()):
        return asyncio.run(_tell(container))


def invite_link(settings: Settings) -> str:
    """Return the address where the owner of a server adds the bot to it."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={settings.application_id}"
        f"&scope={INVITE_SCOPES}&permissions={INVITE_PERMISSIONS}"
    )


async def _tell(container: DiceContainer) -> int:
    try:
        count = await tell_commands(container.gateway(), container.commands())
    except TokenRefused:
        return _complain(_REFUSED)
    except CannotStart as error:
        return _complain(str(error), UNAVAILABLE)
    sys.stdout.write(f"{count} commands are with Discord.\n")
    return OK


async def _run(
    container: DiceContainer,
    operations: OperationsContainer,
    reports: CrashReports,
    end_log: EndLog,
) -> int:
    asyncio.get_running_loop().set_exception_handler(reporting(reports))
    container.rest_retries().listen()
    operations.vital_signs()
    web = operations.web_server()
    try:
        port = await web.start()
    except OSError as error:
        return _complain(f"PORT cannot be used ({error.strerror}). Choose another, or 0 for any.")
    sys.stdout.write(f"metrics: http://0.0.0.0:{port}/metrics\n")
    sys.stdout.flush()
    beating = asyncio.create_task(operations.pulse().beat())
    sweeping = asyncio.create_task(operations.sweeping().keep_doing())
    store = container.store()
    chores: asyncio.Task[None] | None = None
    try:
        await store.open()
        chores = asyncio.create_task(operations.chores().keep_doing())
        await _serve(container.discord(), operations.health(), end_log)
    except TokenRefused:
        return _complain(_REFUSED)
    except WrongShards as error:
        return _complain(str(error))
    except CannotStart as error:
        return _complain(str(error), UNAVAILABLE)
    except StoreTrouble as error:
        return _complain(str(error), UNAVAILABLE if error.is_away else BAD_CONFIGURATION)
    finally:
        if chores is not None:
            chores.cancel()
        await store.close()
        await web.stop()
        sweeping.cancel()
        beating.cancel()
    return OK


async def _serve(discord: Discord, health: Health, end_log: EndLog) -> None:
    told_to_stop = _listen_for_signals(health, end_log)
    try:
        await _unless(told_to_stop, discord.start())
        if not told_to_stop.is_set():
            health.start()
        _settle_memory()
        await _unless(told_to_stop, discord.run())
    finally:
        if not await discord.stop(PATIENCE):
            _LOG.warning("some interactions were still unanswered after %s s", PATIENCE)


def _listen_for_signals(health: Health, end_log: EndLog) -> asyncio.Event:
    told_to_stop = asyncio.Event()

    def stop(number: int) -> None:
        name = signal.Signals(number).name
        if told_to_stop.is_set():
            _LOG.warning("%s again: leaving at once", name)
            end_log(LAST_LINES)
            os._exit(128 + number)
        _LOG.info("%s: finishing what is in flight", name)
        health.drain()
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
    _LOG.critical(sentence)
    return status
