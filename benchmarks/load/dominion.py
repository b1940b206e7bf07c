"""Founds nations of Dominion, and lists the commands that their citizens use."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from benchmarks.load.arrivals import Action
from localcord import ChannelUser
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS

OLD_ENOUGH: Final = timedelta(days=30)
"""The age of accounts, which must be a week to join a nation."""
LEADER: Final = DEFAULT_PERMISSIONS | ADMINISTRATOR
"""The permissions that founding a nation needs."""
NAME: Final = "Keep {}"
"""The name of a server, and of its nation, by the number of the server."""
FOUNDED_AT_ONCE: Final = 4
AMOUNT: Final = 100
"""Resources per allocation, as many as two contributions of a citizen bring."""
COMMANDS: Final[Mapping[Action, Sequence[tuple[str, Mapping[str, str | int]]]]] = {
    Action.NATION: (
        ("nation info", {}),
        ("citizen info", {}),
        ("nation info", {"nation": NAME.format(0)}),
    ),
    Action.CONTRIBUTE: (("citizen contribute", {}),),
    Action.ALLOCATE: tuple(
        ("treasury allocate", {"category": category, "amount": AMOUNT})
        for category in ("economy", "military", "research")
    ),
    Action.RANK: (("rank board", {}), ("rank nation", {}), ("rank board", {"type": "economy"})),
}
"""The commands of each action with their options, used in rotation."""


class NationNotFounded(Exception):
    """The bot refused to found a nation or to register a citizen; the message is its response."""


@dataclass(frozen=True, slots=True)
class Nation:
    """A server that becomes a nation. Its first citizen founds and leads it."""

    name: str
    citizens: Sequence[ChannelUser]

    @property
    def leader(self) -> ChannelUser:
        return self.citizens[0]

    async def found(self) -> None:
        """Found the nation, and register its citizens. Raises NationNotFounded, NotAnswered."""
        await _register(self.leader, "nation register", name=self.name)
        for citizen in self.citizens:
            await _register(citizen, "citizen register")


async def found_all(nations: Sequence[Nation]) -> None:
    """Found nations, a few at a time. Raises NationNotFounded and NotAnswered."""
    for first in range(0, len(nations), FOUNDED_AT_ONCE):
        together = nations[first : first + FOUNDED_AT_ONCE]
        await asyncio.gather(*(nation.found() for nation in together))


async def _register(user: ChannelUser, command: str, **options: str) -> None:
    reply = (await user.slash(command, **options)).reply
    if not reply.embeds:
        raise NationNotFounded(f"/{command}: {reply.text}")
