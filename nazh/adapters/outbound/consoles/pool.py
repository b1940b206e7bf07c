"""Pools the consoles of game servers, one per server."""

from __future__ import annotations

import asyncio
from typing import Final

from nazh.adapters.outbound.consoles.address_guard import AddressGuard
from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint, SessionLimits
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId

_Target = tuple[str, str, int, str]
"""The profile and the address of a console, and the entry of its password."""
LIMITS: Final = SessionLimits(is_rate_limited=True)
CLOSE_TIMEOUT: Final = 0.5
"""Seconds to wait for running commands; a user waits for three seconds at most."""


class ConsolePool:
    """Satisfies ``ServerConsoles``. Idle consoles close their connections."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard
        self._consoles: dict[GameServerId, tuple[_Target, ConsoleSession]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def console_of(
        self, server: GameServer, profile: Profile, password: Password, entry: str
    ) -> ConsoleSession:
        """Return the server's console; a new one if its address or the entry has changed.

        The old one is closed, because some games accept one connection from each address.
        """
        target = (server.profile, server.host, server.port, entry)
        known = self._consoles.get(server.id)
        if known is not None and known[0] == target:
            return known[1]
        if known is not None:
            self._track(asyncio.create_task(known[1].close()))
        endpoint = Endpoint(server.host, server.port, password, self._guard)
        console = new_console(profile.wire, endpoint, LIMITS)
        self._consoles[server.id] = (target, console)
        return console

    async def forget(self, server: GameServerId) -> None:
        """Close the console of a server, if there is one, now or after its running commands."""
        known = self._consoles.pop(server, None)
        if known is not None:
            closing = asyncio.create_task(known[1].close())
            self._track(closing)
            await asyncio.wait((closing,), timeout=CLOSE_TIMEOUT)

    def open_circuits(self) -> int:
        """Return how many servers get no commands for now, because they failed too often."""
        return sum(console.is_left_alone for _, console in self._consoles.values())

    def _track(self, closing: asyncio.Task[None]) -> None:
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
