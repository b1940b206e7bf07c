"""KnownNames: what names mean to a player, from the player's shelf and the server's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import shelves_before
from nazh.domain.dice.saved_rolls import texts_behind
from nazh.domain.dice.shelves import known_texts, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Answers ``SavedNames`` by the rules of the shelves: whose name wins, and what is inside."""

    shelves: SavedShelves

    async def find(
        self, by: PlayerId, names: Collection[str], server: ServerId | None = None
    ) -> Mapping[str, str]:
        """Return what each of ``names``, and each name inside it, stands for."""
        if not names:
            return {}
        own, servers = await shelves_before(self.shelves, by, server)
        return texts_behind(names, known_texts(own, servers, server))

    async def playing(self, by: PlayerId, server: ServerId | None) -> str | None:
        """Return the name of the character that ``by`` plays on ``server``."""
        owner = shelf_of_player(by)
        character = (await self.shelves.read([owner]))[owner].playing(server)
        return None if character is None else character.name
