"""Wires and runs the process that supervises faces."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from nazh.adapters.inbound.cli.output import has_styles
from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.discord.http.null_gateway import NullGateway
from nazh.adapters.inbound.jobs.loop_monitor import FaulthandlerWatchdog, LoopMonitor
from nazh.adapters.inbound.settings import (
    InvalidSettings,
    SupervisorSettings,
    read_supervisor_settings,
)
from nazh.adapters.inbound.settings.faces import FaceFile, read_faces
from nazh.adapters.inbound.web.bind_errors import explain_bind_error
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.keep.face_pages import FacePages, face_checks
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.status import Build
from nazh.adapters.outbound.logs.setup import LogChoices, configured_log
from nazh.adapters.outbound.metrics.keep.faces import FaceCollector, LogLosses, export_readiness
from nazh.adapters.outbound.metrics.prometheus import PrometheusExporter, new_registry
from nazh.adapters.outbound.metrics.runtime import LoopLagHistogram
from nazh.adapters.outbound.processes.face_subprocesses import FaceSubprocesses
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.application.keep.faces.supervise_faces import SuperviseFaces
from nazh.domain.keep.faces import DEFAULT_POLICY, RestartPolicy

_OWN: Final = ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "NAZH_LOG_FILE")
"""Variables of this process that no face inherits; processes cannot share a log file."""
_LOG: Final = logging.getLogger(__name__)


def run_faces(directory: Path, policy: RestartPolicy = DEFAULT_POLICY) -> int:
    """Run the faces in ``directory`` until SIGTERM or SIGINT; return the exit status.

    Raises CannotRun if a file or a setting is invalid, or ``PORT`` is in use.
    """
    try:
        settings = read_supervisor_settings()
        faces = read_faces(directory)
    except InvalidSettings as error:
        raise CannotRun(str(error)) from error
    registry = new_registry(version("nazh"), settings.program.commit)
    environments = {face.name: _environment(face, os.environ) for face in faces}
    supervise = SuperviseFaces(FaceSubprocesses(environments), environments, SecretsRng(), policy)
    FaceCollector(registry, supervise.statuses)
    choices = LogChoices(
        level=settings.log.level,
        is_json=settings.log.is_json(settings.program.environment),
        is_coloured=has_styles(sys.stderr),
        secrets=tuple(face.token for face in faces),
        file=None,
        megabytes=settings.log.file_megabytes,
        keep=settings.log.file_keep,
    )
    monitor = LoopMonitor(
        FaulthandlerWatchdog(settings.program.watchdog_seconds), LoopLagHistogram(registry), ()
    )
    health = Health(NullGateway(), monitor, {}, further_checks=face_checks(supervise.statuses))
    export_readiness(registry, health)
    pages = FacePages(
        settings.http.host,
        settings.http.port,
        PrometheusExporter(registry),
        Probes(health, Build(version("nazh"), settings.program.commit)),
    )
    with configured_log(choices, dict, LogLosses(registry)):
        for face in faces:
            if face.is_public:
                _LOG.warning("all users of this machine can read the file of face %s", face.name)
        return asyncio.run(_run(supervise, settings, monitor, health, pages))


def _environment(face: FaceFile, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of this process, with those of the face; its port is any free one."""
    shared = {name: value for name, value in inherited.items() if name.upper() not in _OWN}
    return {**shared, "PORT": "0", **face.variables}


async def _run(
    supervise: SuperviseFaces,
    settings: SupervisorSettings,
    monitor: LoopMonitor,
    health: Health,
    pages: FacePages,
) -> int:
    stop_requested = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop_requested.set)
    try:
        port = await pages.start()
    except OSError as error:
        raise CannotRun(explain_bind_error(error)) from error
    sys.stdout.write(f"metrics: http://{settings.http.host}:{port}/metrics\n")
    sys.stdout.flush()
    async with asyncio.TaskGroup() as tasks:  # if one of them fails, the program ends
        running = tasks.create_task(monitor.run()), tasks.create_task(supervise())
        health.start()
        await stop_requested.wait()
        health.drain()
        _LOG.info("stopping all faces")
        for task in running:
            task.cancel()
    await pages.stop()
    return 0
