"""Connects only to addresses that a policy allows."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nazh.adapters.outbound.consoles.wire import Wire
from nazh.domain.keep.consoles.addresses import AddressPolicy

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Returns the IP addresses of a host, at least one, or raises OSError."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of the host by the system's resolver. Raises OSError."""
    loop = asyncio.get_running_loop()
    try:
        answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # labels that are empty or too long
        raise socket.gaierror(f"not a host: {error}") from error
    return [str(sockaddr[0]) for *_, sockaddr in answers]


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Resolves a host once and connects to the checked addresses.

    A host is refused if any of its addresses is.
    """

    policy: AddressPolicy
    resolve: Resolve = resolve

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
