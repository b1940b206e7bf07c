"""NoteServers: which servers the bot is in, so that it is known which it has left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nazh.application.dice.ports import ServerRegister
from nazh.application.dice.ports.servers import EVERY_SERVER, Span
from nazh.application.shared.ports import Clock
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class NoteServers:
    """Note a departure at the instant when it is noticed, and strike it when the bot is back."""

    register: ServerRegister
    clock: Clock

    async def __call__(
        self, present: Collection[ServerId], among: Span = EVERY_SERVER
    ) -> tuple[int, int]:
        """Return how many servers were left, and how many come back to. Raises ``Unavailable``.

        ``present`` are all ``among`` which the bot is: nobody needs to know of more at a time.
        """
        return await self.register.note(present, self.clock.now(), among)
