"""ListSaved: what a player can call by name, and who can be played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import Scope, shelves_before
from nazh.domain.dice.saved_rolls import ROLL, texts_behind
from nazh.domain.dice.shelves import Character
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class Entry:
    """One saved roll or number; ``scope`` is for whom it is saved."""

    name: str
    text: str
    scope: Scope

    @property
    def is_roll(self) -> bool:
        """Whether it is a roll, and no number."""
        return self.name.startswith(ROLL)


@dataclass(frozen=True, slots=True)
class SavedList:
    """What names mean to a player here: ``entries`` in the order of their names, rolls first."""

    entries: tuple[Entry, ...]
    characters: tuple[Character, ...] = ()
    playing: Character | None = None

    def entry(self, name: str) -> Entry | None:
        """Return what ``name`` (with sign) means; ``None`` where it is not saved."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def behind(self, name: str) -> Mapping[str, str]:
        """Return the rolls inside the roll ``name``; numbers are everybody's own."""
        known = {entry.name: entry.text for entry in self.entries if entry.is_roll}
        return {one: text for one, text in texts_behind([name], known).items() if one != name}


@dataclass(frozen=True, slots=True)
class ListSaved:
    """Look onto the shelf of a player and onto that of the server."""

    shelves: SavedShelves

    async def __call__(self, player: PlayerId, server: ServerId | None) -> SavedList:
        """Return what is saved. A player's own name hides the server's. Raises Unavailable."""
        own, servers = await shelves_before(self.shelves, player, server)
        found = {name: Entry(name, text, Scope.SERVER) for name, text in servers.texts.items()}
        found |= {name: Entry(name, text, Scope.MINE) for name, text in own.texts.items()}
        entries = sorted(found.values(), key=lambda entry: (not entry.is_roll, entry.name))
        return SavedList(tuple(entries), own.characters_at(server), own.playing(server))
