"""Wires the reading of logs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.outbound.game_logs.console_log import ConsoleLog
from nazh.adapters.outbound.game_logs.file_log import FileLog
from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
from nazh.application.keep.logs import prune_logs, read_logs
from nazh.application.keep.logs.ask_for_log import AskForLog
from nazh.application.keep.logs.ports import LogSource
from nazh.application.keep.logs.prune_logs import PruneLogs
from nazh.application.keep.logs.read_logs import ReadLogs
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.shared.jobs import Job, Scope
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServerId
from nazh.wiring.platform import PlatformContainer


def new_read_logs(
    platform: PlatformContainer, settings: KeepSettings, run: RunOnServer
) -> ReadLogs:
    """Return the use case that reads the logs that the operator configured."""
    store = SqlLogStore(platform.database())
    ask = AskForLog(store, run, PROFILES)
    consoles = {id: ConsoleLog(partial(ask, id)) for id in logs_over_consoles(settings)}
    return ReadLogs(
        {**log_files(settings), **consoles},
        store,
        platform.job_claims(),
        PROFILES,
        platform.events(),
        platform.clock(),
    )


def log_files(settings: KeepSettings) -> Mapping[GameServerId, LogSource]:
    """Return the log files by their game servers."""
    return {server: FileLog(path) for server, path in settings.logs if path is not None}


def logs_over_consoles(settings: KeepSettings) -> frozenset[GameServerId]:
    """Return the game servers whose logs are read over their consoles."""
    return frozenset(server for server, path in settings.logs if path is None)


def log_jobs(read: ReadLogs) -> tuple[Job, ...]:
    """Return the jobs. Every process reads the files that it can access; one deletes old events."""
    prune = PruneLogs(read.store, read.clock)
    return (
        Job("read_logs", read_logs.PERIOD, read, Scope.PROCESS, read_logs.TIMEOUT),
        Job("prune_logs", prune_logs.PERIOD, prune, Scope.CLUSTER, prune_logs.PERIOD),
    )
