"""Wires the commands ``nazh keep``, which work without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from nazh.adapters.inbound.cli.keep import keep_group
from nazh.adapters.inbound.cli.keep.bridge import bridge_command
from nazh.adapters.inbound.cli.keep.console import console_command
from nazh.adapters.inbound.cli.keep.faces import faces_command
from nazh.adapters.inbound.cli.keep.logs import logs_command
from nazh.adapters.inbound.cli.keep.options import Address
from nazh.adapters.inbound.cli.keep.rotate_key import rotate_key_command
from nazh.adapters.inbound.cli.keep.simulate import simulate_group
from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.keep.logs.show_logs import ShowLogs
from nazh.application.keep.servers.ports import Console
from nazh.application.keep.servers.rotate_key import RotateKey
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.wiring.channels import MESSAGES
from nazh.wiring.operator_settings import settings
from nazh.wiring.stores import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from nazh.adapters.inbound.cli.program import Command
    from nazh.adapters.inbound.settings import ContextSections


def keep_commands(
    migrations: Migrations, sections: ContextSections, run_process: Callable[[str, str], int]
) -> tuple[Command, ...]:
    """Return the group of commands."""

    @asynccontextmanager
    async def open_rotation() -> AsyncIterator[RotateKey]:
        from nazh.adapters.inbound.settings.keep import KeepSettings
        from nazh.adapters.outbound.sql.keep.sealed_passwords import SqlSealedPasswords
        from nazh.wiring.sealer import new_sealer

        configured = settings(sections)
        sealer = new_sealer(configured, "keep", configured.section(KeepSettings).keys)
        address = configured.database.address.reveal()
        async with open_database(address, (migrations,)) as database:
            yield RotateKey(SqlSealedPasswords(database), sealer, SystemClock())

    @asynccontextmanager
    async def open_logs() -> AsyncIterator[ShowLogs]:
        from nazh.adapters.inbound.settings.keep import KeepSettings
        from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
        from nazh.wiring.keep.logs import log_files, logs_over_consoles

        configured = settings(sections)
        address, named = configured.database.address.reveal(), configured.section(KeepSettings)
        async with open_database(address, (migrations,)) as database:
            yield ShowLogs(
                log_files(named), SqlLogStore(database), PROFILES, logs_over_consoles(named)
            )

    return (
        keep_group(
            console_command(_open_console, PROFILES),
            simulate_group(_start_ark),
            rotate_key_command(open_rotation),
            bridge_command(partial(run_process, "keep", MESSAGES)),
            logs_command(open_logs),
            faces_command(_run_faces),
        ),
    )


def _open_console(profile: Profile, address: Address, password: Password) -> Console:
    return new_console(profile.wire, Endpoint(address.host, address.port, password))


async def _start_ark(password: Password, host: str, port: int) -> int:
    return await SimulatedArk(password).start(host, port)


def _run_faces(directory: Path) -> int:
    from nazh.wiring.keep.faces import run_faces

    return run_faces(directory)
