"""Deletes a saved roll or number."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import (
    Requester,
    SaveScope,
    owner_for,
    read_saved_rolls,
    update_saved_rolls,
)
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.saving.saved_rolls import saved_name


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """The name to delete. Without a ``scope`` it is resolved as in a roll."""

    requester: Requester
    name: str
    scope: SaveScope | None = None


@dataclass(frozen=True, slots=True)
class ForgottenRoll:
    """The deleted name, with its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ForgetSaved:
    """Deletes a name from the collection that contains it."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: ForgetRequest) -> ForgottenRoll:
        """Return what was deleted.

        Raises InvalidSavedName, UnknownName, NoGuildToSaveFor and OnlyGameMastersSave.
        """
        requester = request.requester
        name = saved_name(request.name)
        own_saved, guild_saved = await read_saved_rolls(
            self.saved_rolls, requester.player, requester.guild
        )
        scope = request.scope
        if scope is None:
            is_guilds = name in guild_saved.texts and name not in own_saved.texts
            scope = SaveScope.SERVER if is_guilds else SaveScope.MINE
        owner = owner_for(requester, scope)
        text = (own_saved if scope is SaveScope.MINE else guild_saved).texts.get(name)
        if text is None:
            raise UnknownName(name)
        await update_saved_rolls(
            self.saved_rolls, owner, lambda collection: collection.without_text(name)
        )
        return ForgottenRoll(name, text)
