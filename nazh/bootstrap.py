"""The composition root, which turns settings into a running program."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import resource
import signal
import sys
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from importlib.metadata import version
from typing import Final, NoReturn, Protocol

from nazh.adapters.inbound.cli.exit_status import BAD_CONFIGURATION, OK, UNAVAILABLE
from nazh.adapters.inbound.discord.errors import (
    IntentsRefused,
    InvalidShards,
    StartFailed,
    TokenRejected,
)
from nazh.adapters.inbound.discord.gateway.command_client import sync_application_commands
from nazh.adapters.inbound.discord.interactions.telemetry import CrashReports
from nazh.adapters.inbound.discord.invite import invite_link
from nazh.adapters.inbound.jobs.job_runner import JobRunner
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.web.bind_errors import explain_bind_error
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.outbound.logs.setup import EndLog
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable
from nazh.wiring.channels import ANSWERING, GATEWAY
from nazh.wiring.logs import open_log
from nazh.wiring.program import Program, new_program
from nazh.wiring.telemetry import loop_exception_handler, telemetry_of

SHUTDOWN_TIMEOUT: Final = 10.0
"""Seconds for interactions in flight when the program is told to stop."""
JOBS_SHUTDOWN_TIMEOUT: Final = 2.0
"""Seconds for jobs that were interrupted."""
STARTUP_QUIET_PERIOD: Final = 5.0
"""Seconds after a start before background work begins, so that waiting users are served first."""
MAX_OPEN_FILES: Final = 65_536
LOG_FLUSH_TIMEOUT: Final = 0.25
"""Seconds for the log if the process exits immediately."""
_LOGIN_REFUSED: Final = (
    "Discord refuses DISCORD_TOKEN. Reset it in the Developer Portal "
    "(your application, Bot, Reset Token) and set the new one."
)
_LOG: Final = logging.getLogger(__name__)


class Discord(Protocol):
    """The bot, on the gateway or over HTTP."""

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once interactions are answered, after ``stores`` have opened.

        Raises TokenRejected or StartFailed, and the errors of ``stores``.
        """
        ...

    async def run(self) -> None:
        """Run until the bot stops. Raises the same errors as ``start``."""
        ...

    async def stop(self, timeout: float) -> bool:
        """Stop; return whether ``timeout`` seconds were enough to answer all. Safe at any time."""
        ...


def run_bot(settings: Settings, channel: str = GATEWAY) -> NoReturn:
    """Run the bot until it is told to stop, and end the process.

    Discord reaches it on the ``channel`` GATEWAY, HTTP or MESSAGES, and not at all on WORK. After
    SIGTERM, SIGINT or SIGHUP, work in flight is finished; a second signal exits immediately.
    """
    _raise_file_limit()
    program = new_program(settings, channel)
    platform = program.platform
    with open_log(settings, platform.facts(), platform.metrics()) as end_log:
        _LOG.info(
            "nazh starts", extra={"version": version("nazh"), "commit": settings.program.commit}
        )
        for sentence in settings.warnings:
            _LOG.warning("%s", sentence)
        with telemetry_of(settings, platform) as reports:
            status = asyncio.run(_run(program, reports, end_log))
    # Everything is closed and written. A regular exit would tear down every module, which delays a
    # restart, and join the log's thread, which may hang on a pipe without a reader.
    os._exit(status)


def sync_commands(settings: Settings) -> int:
    """Register the commands with Discord, in every language; return the exit status."""
    program = new_program(settings)
    with open_log(settings, program.platform.facts(), program.platform.metrics()):
        return asyncio.run(_sync(program))


def invitation(settings: Settings) -> str:
    """Return the invite link, with the permissions that the enabled contexts need."""
    return invite_link(settings.discord.application_id, new_program(settings).permissions)


async def _sync(program: Program) -> int:
    try:
        commands = [command for group in program.commands.values() for command in group]
        count = await sync_application_commands(program.platform.gateway(), commands)
    except TokenRejected:
        return _exit_with(_LOGIN_REFUSED)
    except StartFailed as error:
        return _exit_with(str(error), UNAVAILABLE)
    sys.stdout.write(f"Synced {count} commands.\n")
    return OK


async def _run(
    program: Program,
    reports: CrashReports,
    end_log: EndLog,
) -> int:
    asyncio.get_running_loop().set_exception_handler(loop_exception_handler(reports))
    gc.freeze()  # before the first collection, as nearly all objects so far are permanent
    gc.set_threshold(50_000, 20, 50)
    operations = program.operations
    stop_requested = _listen_for_signals(operations.health(), end_log)
    program.platform.rest_retries().listen()
    operations.vital_signs()
    operations.job_runner()  # its series exist from the start
    web = operations.web_server()
    try:
        port = await web.start()
    except OSError as error:
        return _exit_with(explain_bind_error(error))
    host = program.platform.settings().http.host
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    sys.stdout.write(f"metrics: {address}/metrics\n")
    sys.stdout.flush()
    loop_monitoring = asyncio.create_task(operations.loop_monitor().run())
    store = program.platform.store()
    opening = asyncio.create_task(store.open())
    try:
        await _serve(program, opening, f"{address}/", stop_requested)
    except TokenRejected:
        return _exit_with(_LOGIN_REFUSED)
    except (IntentsRefused, InvalidShards) as error:
        return _exit_with(str(error))
    except StartFailed as error:
        return _exit_with(str(error), UNAVAILABLE)
    except StoreError as error:
        return _exit_with(str(error), UNAVAILABLE if error.is_unreachable else BAD_CONFIGURATION)
    finally:
        await _cancel(opening)
        await store.close()
        await web.stop()
        loop_monitoring.cancel()
    return OK


async def _serve(
    program: Program, stores: Awaitable[None], dashboard: str, stop_requested: asyncio.Event
) -> None:
    discord: Discord = program.service.service()
    operations = program.operations
    background_work: tuple[asyncio.Task[None], ...] = ()
    try:
        await _run_until_stopped(stop_requested, discord.start(stores))
        if not stop_requested.is_set():
            operations.health().start()
            background_work = (
                asyncio.create_task(_log_ready(program, dashboard)),
                asyncio.create_task(_start_background_work(operations.job_runner())),
            )
            await _run_until_stopped(stop_requested, discord.run())
    finally:
        for work in background_work:
            work.cancel()
        if not await discord.stop(SHUTDOWN_TIMEOUT):
            _LOG.warning("some interactions were still unanswered after %s s", SHUTDOWN_TIMEOUT)
        if background_work:  # jobs give their claims back before the stores are closed
            await asyncio.wait(background_work, timeout=JOBS_SHUTDOWN_TIMEOUT)


def _listen_for_signals(health: Health, end_log: EndLog) -> asyncio.Event:
    stop_requested = asyncio.Event()

    def stop(number: int) -> None:
        name = signal.Signals(number).name
        if stop_requested.is_set():
            if number == signal.SIGHUP:
                return  # the shell and the system each send it when a terminal closes
            _LOG.warning("%s again: exiting immediately", name)
            end_log(LOG_FLUSH_TIMEOUT)
            os._exit(128 + number)
        _LOG.info("%s: finishing what is in flight", name)
        health.drain()
        stop_requested.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # nohup ignores SIGHUP for the programs that it starts, and this must stay so.
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return stop_requested


async def _run_until_stopped(
    stop_requested: asyncio.Event, work: Coroutine[None, None, None]
) -> None:
    """Run ``work``, and cancel it as soon as the program is told to stop."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop_requested.wait())
    await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.wait((working,))
    return None


async def _cancel(task: asyncio.Task[None]) -> None:
    """Cancel a task and ignore its result."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _log_ready(program: Program, dashboard: str) -> None:
    """Log what is running, with the number of servers if Discord reports it."""
    running: dict[str, object] = {"dashboard": dashboard}
    if program.platform.channel() in ANSWERING:
        guild_count = program.service.guild_count()
        with suppress(Unavailable):
            await guild_count()
        running["shards"] = [shard.id for shard in program.operations.gateway_health().shards()]
        running["servers"] = guild_count.guilds
        running["commands"] = sum(map(len, program.commands.values()))
    _LOG.info("nazh is ready", extra=running)


async def _start_background_work(job_runner: JobRunner) -> None:
    """Start the jobs after the quiet period, when users who waited have been served."""
    await asyncio.sleep(STARTUP_QUIET_PERIOD)
    _freeze_long_lived_objects()
    await job_runner.run()


def _freeze_long_lived_objects() -> None:
    """Exclude all objects so far from later collections, because most are permanent.

    A full collection of them would stop the event loop for a quarter of a second; this takes about
    1 ms. It saves a third of the cost of a roll.
    """
    gc.collect()
    gc.freeze()


def _raise_file_limit() -> None:
    """Allow as many open files as the system permits; connections soon use up the usual 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _exit_with(sentence: str, status: int = BAD_CONFIGURATION) -> int:
    _LOG.critical(sentence)
    return status
