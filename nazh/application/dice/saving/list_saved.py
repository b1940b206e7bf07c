"""Lists the saved rolls, numbers and characters that a player can use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import SaveScope, read_saved_rolls
from nazh.domain.dice.saving.saved_collections import Character
from nazh.domain.dice.saving.saved_rolls import ROLL, referenced_texts
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class SavedEntry:
    """One saved roll or number; ``scope`` says who can use it."""

    name: str
    text: str
    scope: SaveScope

    @property
    def is_roll(self) -> bool:
        """True for a roll, False for a number."""
        return self.name.startswith(ROLL)


@dataclass(frozen=True, slots=True)
class SavedList:
    """What a player can use here; ``entries`` are sorted by name, rolls first."""

    entries: tuple[SavedEntry, ...]
    characters: tuple[Character, ...] = ()
    active_character: Character | None = None

    def entry(self, name: str) -> SavedEntry | None:
        """Return the entry of ``name`` (with sign), or ``None`` if it is not saved."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def used_by(self, name: str) -> Mapping[str, str]:
        """Return the rolls that the roll ``name`` uses, without numbers, which differ per user."""
        saved_texts = {entry.name: entry.text for entry in self.entries if entry.is_roll}
        return {
            other: text
            for other, text in referenced_texts([name], saved_texts).items()
            if other != name
        }


@dataclass(frozen=True, slots=True)
class ListSaved:
    """Reads the collections of a player and of the guild."""

    saved_rolls: SavedRollStore

    async def __call__(self, player: UserId, guild: GuildId | None) -> SavedList:
        """Return what is saved. A player's own name hides the guild's. Raises Unavailable."""
        own_saved, guild_saved = await read_saved_rolls(self.saved_rolls, player, guild)
        saved = {
            name: SavedEntry(name, text, SaveScope.SERVER)
            for name, text in guild_saved.texts.items()
        }
        saved |= {
            name: SavedEntry(name, text, SaveScope.MINE) for name, text in own_saved.texts.items()
        }
        entries = sorted(saved.values(), key=lambda entry: (not entry.is_roll, entry.name))
        return SavedList(
            tuple(entries), own_saved.characters_in(guild), own_saved.active_character(guild)
        )
