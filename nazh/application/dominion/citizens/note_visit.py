"""Notes that a user has used a command which does not touch the world."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import note_visit
from nazh.application.dominion.ports import Requester, World


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Keeps a citizen active who reads boards or help, or whose command is refused (REG-08).

    Commands that run in a transaction of the world are noted there.
    """

    world: World

    async def __call__(self, requester: Requester) -> None:
        """Note the visit of a citizen of the server's nation, and of those who govern it."""
        await self.world.look(requester, lambda world: note_visit(world, requester))
