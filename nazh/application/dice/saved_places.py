"""Where things are saved: who asks, for whom, and a change of a shelf that loses no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from nazh.application.dice.errors import NoServerHere, OnlyGameMastersSave
from nazh.application.dice.ports import SavedShelves
from nazh.domain.dice.shelves import EMPTY, Owner, Shelf, shelf_of_player, shelf_of_server
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, ServerId

_ATTEMPTS: Final = 8


class Scope(Enum):
    """For whom something is saved; the value is its word in a command."""

    MINE = "mine"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks and where; ``server`` is ``None`` in direct messages."""

    player: PlayerId
    server: ServerId | None = None
    is_game_master: bool = False


def owner_for(asker: Asker, scope: Scope) -> Owner:
    """Return whose shelf may be changed. Raises NoServerHere and OnlyGameMastersSave."""
    if scope is Scope.MINE:
        return shelf_of_player(asker.player)
    if asker.server is None:
        raise NoServerHere
    if not asker.is_game_master:
        raise OnlyGameMastersSave
    return shelf_of_server(asker.server)


async def shelves_before(
    shelves: SavedShelves, player: PlayerId, server: ServerId | None
) -> tuple[Shelf, Shelf]:
    """Return the shelf of a player and that of the server; an empty one without a server."""
    own = shelf_of_player(player)
    if server is None:
        return (await shelves.read([own]))[own], EMPTY
    servers = shelf_of_server(server)
    found = await shelves.read([own, servers])
    return found[own], found[servers]


async def change_shelf(
    shelves: SavedShelves, owner: Owner, changed: Callable[[Shelf], Shelf]
) -> Shelf:
    """Put ``changed(shelf)`` in the shelf's place, anew where somebody else was faster.

    Returns it as it is now. Raises what ``changed`` refuses, and ``Unavailable``.
    """
    for _ in range(_ATTEMPTS):
        before = (await shelves.read([owner]))[owner]
        after = changed(before)
        if after == before or await shelves.replace(owner, before, after):
            return after
    raise Unavailable("the shelf of saved rolls")
