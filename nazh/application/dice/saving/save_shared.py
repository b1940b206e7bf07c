"""Saves a roll that another user has shared, with the rolls that it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.dice.errors import NameTaken
from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saving.saved_collections import SavedCollection, user_owner
from nazh.domain.dice.saving.saved_rolls import saved_name, saved_text
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class SaveShared:
    """Saves all texts or none; equal texts that are already saved are not changed."""

    saved_rolls: SavedRollStore

    async def __call__(self, by: UserId, shared: Mapping[str, str]) -> tuple[str, ...]:
        """Return the new names. Raises NameTaken, TooManySaved and what SaveRoll raises."""
        texts = {saved_name(name): text for name, text in shared.items()}
        checked = {name: saved_text(name, text, texts) for name, text in texts.items()}
        added: list[str] = []

        def with_shared(collection: SavedCollection) -> SavedCollection:
            added.clear()
            for name, text in checked.items():
                existing = collection.texts.get(name)
                if existing is None:
                    collection = collection.with_text(name, text)
                    added.append(name)
                elif existing != text:
                    raise NameTaken(name)
            return collection

        await update_saved_rolls(self.saved_rolls, user_owner(by), with_shared)
        return tuple(added)
