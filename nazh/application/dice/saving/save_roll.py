"""Saves a roll or a number under a name, for a player or a guild."""

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
from nazh.domain.dice.dialects import Dialect, Translation, translate
from nazh.domain.dice.notation import Parameter, parameters_in
from nazh.domain.dice.saving.saved_rolls import NUMBER, saved_name, saved_text


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """A text to save under a name; ``dialect`` is the notation of ``text``."""

    requester: Requester
    name: str
    text: str
    scope: SaveScope = SaveScope.MINE
    dialect: Dialect = Dialect.NAZH


@dataclass(frozen=True, slots=True)
class SavedRoll:
    """What was saved. ``before`` is the name's previous text, or ``None`` for a new name."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    before: str | None
    translation: Translation


@dataclass(frozen=True, slots=True)
class SaveRoll:
    """Checks a text against all rules of rolls, and saves it."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: SaveRequest) -> SavedRoll:
        """Return what was saved; a repeated request changes nothing.

        Raises the refusal of the name, of the translation or of the notation, NoGuildToSaveFor,
        OnlyGameMastersSave and TooManySaved.
        """
        requester = request.requester
        owner = owner_for(requester, request.scope)
        name = saved_name(request.name)
        translation = translate(request.text, request.dialect)
        own_saved, guild_saved = await read_saved_rolls(
            self.saved_rolls, requester.player, requester.guild
        )
        saved_texts = dict(guild_saved.texts)
        if request.scope is SaveScope.MINE:
            saved_texts |= own_saved.texts
        text = saved_text(name, translation.notation, saved_texts)
        before = (own_saved if request.scope is SaveScope.MINE else guild_saved).texts.get(name)
        await update_saved_rolls(
            self.saved_rolls, owner, lambda collection: collection.with_text(name, text)
        )
        parameters = () if name.startswith(NUMBER) else parameters_in(text)
        return SavedRoll(name, text, parameters, before, translation)
