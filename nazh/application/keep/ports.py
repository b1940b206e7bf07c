"""Defines the ports of Keep."""

from __future__ import annotations

from typing import Protocol

from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply


class Console(Protocol):
    """The console of one game server."""

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        """Send the command and return its whole reply, or raise a ConsoleError in time.

        Commands run one at a time, in the order of the calls. A command is sent at most once, or
        twice if it is read-only. A cancelled command leaves nothing that a later one could take for
        its own reply.
        """
        ...

    async def close(self) -> None:
        """Close the connection. The next command opens another."""
        ...
