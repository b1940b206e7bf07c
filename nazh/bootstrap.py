"""THE composition root: settings in, running program out."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Coroutine
from importlib.metadata import version
from typing import Final, NoReturn, Protocol

from nazh.adapters.inbound.discord.client import tell_commands
from nazh.adapters.inbound.discord.door import CrashReports
from nazh.adapters.inbound.discord.errors import CannotStart, TokenRefused, WrongShards
from nazh.adapters.inbound.scheduler.chores import Chores
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
RUSH: Final = 5.0
"""Seconds after a start in which those who waited for it are answered, and no chores done."""
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

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once Discord is answered, which it is after ``stores`` are open.

        Raises TokenRefused or CannotStart, and what ``stores`` raise.
        """
        ...

    async def run(self) -> None:
        """Go on until it is over. Raises as ``start``."""
        ...

    async def stop(self, patience: float) -> bool:
        """Stop; whether all was answered within ``patience`` seconds. Safe at any time."""
        ...


def new_container(settings: Settings, channel: str = GATEWAY) -> DiceContainer:
    """Return a container that has built the use cases of a roll once, so that none lacks a part."""
    container = DiceContainer(settings=settings, channel=channel)
    for use_case in (
        container.roll_dice,
        container.add_plot_die,
        container.pick_plot_face,
        container.recall_roll,
        container.reveal_roll,
        container.suggest_rolls,
        container.open_builder,
        container.prune_servers,
    ):
        use_case()
    return container


def run_bot(settings: Settings, channel: str = GATEWAY) -> NoReturn:
    """Run the bot until it is told to stop, and end the process.

    Discord reaches it on the ``channel`` GATEWAY or HTTP. SIGTERM and SIGINT finish what is in
    flight; a second one ends at once.
    """
    container = new_container(settings, channel)
    operations = OperationsContainer(settings=settings, bot=container)
    with log_of(settings, container.facts(), container.metrics()) as end_log:
        _LOG.info("nazh starts", extra={"version": version("nazh"), "commit": settings.commit})
        with telemetry_of(settings, container) as reports:
            status = asyncio.run(_run(container, operations, reports, end_log))
    # All is closed and written. An ordinary exit would take every module apart, for which the next
    # process waits; and wait for the log's thread, which may hang in a pipe that nobody reads.
    os._exit(status)


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
    _postpone_collecting()
    told_to_stop = _listen_for_signals(operations.health(), end_log)
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
    opening = asyncio.create_task(store.open())
    try:
        await _serve(container.discord(), opening, operations, told_to_stop)
    except TokenRefused:
        return _complain(_REFUSED)
    except WrongShards as error:
        return _complain(str(error))
    except CannotStart as error:
        return _complain(str(error), UNAVAILABLE)
    except StoreTrouble as error:
        return _complain(str(error), UNAVAILABLE if error.is_away else BAD_CONFIGURATION)
    finally:
        await _end(opening)
        await store.close()
        await web.stop()
        sweeping.cancel()
        beating.cancel()
    return OK


async def _serve(
    discord: Discord,
    stores: Awaitable[None],
    operations: OperationsContainer,
    told_to_stop: asyncio.Event,
) -> None:
    settling: asyncio.Task[None] | None = None
    try:
        await _unless(told_to_stop, discord.start(stores))
        if not told_to_stop.is_set():
            operations.health().start()
            settling = asyncio.create_task(_settle(operations.chores()))
            await _unless(told_to_stop, discord.run())
    finally:
        if settling is not None:
            settling.cancel()
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


async def _end(task: asyncio.Task[None]) -> None:
    """Give up what may be under way; what it raises concerns nobody any more."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _settle(chores: Chores) -> None:
    """Do what nobody waits for, when those who waited for the start have been answered."""
    await asyncio.sleep(RUSH)
    _settle_memory()
    await chores.keep_doing()


def _postpone_collecting() -> None:
    """Keep the collector off all that was made so far: a look at it takes a tenth of a second."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _settle_memory() -> None:
    """Keep the collector off what lives as long as the process: a third of the cost of a roll."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _complain(sentence: str, status: int = BAD_CONFIGURATION) -> int:
    _LOG.critical(sentence)
    return status
