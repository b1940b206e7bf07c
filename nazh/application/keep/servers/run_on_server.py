"""Runs a command on a stored game server, and publishes the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.shared.ports import EventPublisher
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply, without_filler
from nazh.domain.keep.contacts import has_answered
from nazh.domain.keep.events import CommandEnded, ServerTried
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.errors import Refusal

OK: Final = "ok"


@dataclass(frozen=True, slots=True)
class RunOnServer:
    """Decrypts the password, runs the command, and removes fillers for empty replies."""

    passwords: ServerPasswords
    events: EventPublisher

    async def __call__(
        self, server: GameServer, profile: Profile, command: ConsoleCommand
    ) -> ConsoleReply:
        """Return the reply. Raises NoSuchServer, PasswordLost and ConsoleError."""
        try:
            console = await self.passwords.console_of(server, profile)
            reply = await console.run(command)
        except Refusal as refusal:
            await self.events.publish(CommandEnded(profile.name, refusal.code))
            await publish_contact(self.events, server, refusal)
            raise
        await self.events.publish(CommandEnded(profile.name, OK, reply.seconds))
        await publish_contact(self.events, server, None)
        return without_filler(reply, profile)


async def publish_contact(
    events: EventPublisher, server: GameServer, outcome: Refusal | None
) -> None:
    """Publish whether the game server answered, unless no request was sent."""
    is_answering = has_answered(outcome)
    if is_answering is not None:
        await events.publish(ServerTried(server.guild, server.id, is_answering))
