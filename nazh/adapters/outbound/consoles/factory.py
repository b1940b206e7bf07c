"""Creates the console of a game server for its protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from nazh.adapters.outbound.consoles.protocols.openttd_admin import OpenTtdAdmin
from nazh.adapters.outbound.consoles.protocols.protocol import ConsoleProtocol
from nazh.adapters.outbound.consoles.protocols.source_rcon import SourceRcon
from nazh.adapters.outbound.consoles.protocols.teeworlds_console import TeeworldsConsole
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint, SessionLimits
from nazh.domain.keep.profiles.profile import (
    OpenTtdAdminWire,
    SourceRconWire,
    TeeworldsWire,
    WireKind,
)


def new_console(
    wire: WireKind, endpoint: Endpoint, limits: SessionLimits | None = None
) -> ConsoleSession:
    """Return a session that connects when it runs its first command."""
    return ConsoleSession(endpoint, _protocol_of(wire), limits)


def _protocol_of(wire: WireKind) -> Callable[[], ConsoleProtocol]:
    match wire:
        case SourceRconWire(completion):
            return lambda: SourceRcon(completion)
        case OpenTtdAdminWire():
            return OpenTtdAdmin
        case TeeworldsWire():
            return TeeworldsConsole
        case unknown:
            assert_never(unknown)
