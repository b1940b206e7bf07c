"""Wires the commands ``nazh keep``, which work without Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nazh.adapters.inbound.cli.keep import keep_group
from nazh.adapters.inbound.cli.keep.console import console_command
from nazh.adapters.inbound.cli.keep.options import Address
from nazh.adapters.inbound.cli.keep.simulate import simulate_group
from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.application.keep.ports import Console
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES

if TYPE_CHECKING:
    from nazh.adapters.inbound.cli.program import Command


def keep_commands() -> tuple[Command, ...]:
    """Return the group of commands."""
    return (keep_group(console_command(_open_console, PROFILES), simulate_group(_start_ark)),)


def _open_console(profile: Profile, address: Address, password: Password) -> Console:
    return new_console(profile.wire, Endpoint(address.host, address.port, password))


async def _start_ark(password: Password, host: str, port: int) -> int:
    return await SimulatedArk(password).start(host, port)
