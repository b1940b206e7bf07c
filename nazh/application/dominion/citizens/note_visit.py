"""Records that a user has used a command that does not touch the world."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import note_visit
from nazh.application.dominion.ports import Requester, World


@dataclass(frozen=True, slots=True)
class NoteVisit:
    """Keeps citizens active who only read boards or help, or whose command was refused (REG-08).

    Commands that run in a transaction of the world are recorded there.
    """

    world: World

    async def __call__(self, requester: Requester) -> None:
        """Record the visit of a user who is a citizen of the server's nation or governs it."""
        await self.world.look(requester, lambda world: note_visit(world, requester))
