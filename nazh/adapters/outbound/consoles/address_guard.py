"""Connects only to addresses that a policy allows."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from nazh.adapters.outbound.consoles.wire import Wire
from nazh.application.shared.daemon_threads import in_daemon_thread
from nazh.domain.keep.consoles.addresses import AddressPolicy

MAX_LOOKUPS: Final = 32
"""Look-ups at a time; others wait."""
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the IP addresses of a host, at least one, or raises OSError."""


class SystemResolver:
    """Satisfies ``Resolve`` by the system's resolver.

    Users choose the hosts, and name servers may answer late or never. A look-up that nobody waits
    for any longer counts until it ends.
    """

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(MAX_LOOKUPS)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of the host. Raises OSError."""
        await self._free.acquire()
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        lookup = in_daemon_thread(look_up, "nazh-resolver")
        lookup.add_done_callback(partial(self._release, asyncio.get_running_loop()))
        try:
            answers = await asyncio.wrap_future(lookup)
        except UnicodeError as error:  # labels that are empty or too long
            raise socket.gaierror(f"not a host: {error}") from error
        return [str(sockaddr[0]) for *_, sockaddr in answers]

    def _release(self, loop: asyncio.AbstractEventLoop, _: object) -> None:
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(self._free.release)


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Resolves a host once and connects to the checked addresses.

    A host is refused if any of its addresses is.
    """

    policy: AddressPolicy
    resolve: Resolve = field(default_factory=SystemResolver)

    async def connect(self, wire: Wire, host: str, port: int) -> None:
        """Connect to the first address that answers. Raises AddressRefused or OSError."""
        self.policy.check_port(port)
        addresses = await self.resolve(host, port)
        for address in addresses:
            self.policy.check(address)
        await _connect_to_any(wire, addresses, port)


async def _connect_to_any(wire: Wire, addresses: Sequence[str], port: int) -> None:
    loop = asyncio.get_running_loop()
    failure = OSError("the host has no address")
    for address in addresses:
        try:
            await loop.create_connection(lambda: wire, address, port)
        except OSError as error:
            failure = error
        else:
            return
    raise failure
