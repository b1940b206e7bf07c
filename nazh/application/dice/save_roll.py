"""SaveRoll: a roll or a number is kept under a name, for a player or for a server."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import (
    Asker,
    Scope,
    change_shelf,
    owner_for,
    shelves_before,
)
from nazh.domain.dice.dialects import Dialect, Translation, translated
from nazh.domain.dice.notation import Parameter, parameters_in
from nazh.domain.dice.saved_rolls import NUMBER, saved_name, saved_text


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """What to save under which name; ``dialect`` is whose notation ``text`` is written in."""

    asker: Asker
    name: str
    text: str
    scope: Scope = Scope.MINE
    dialect: Dialect = Dialect.NAZH


@dataclass(frozen=True, slots=True)
class Saved:
    """What is saved now. ``before`` is what the name stood for, ``None`` for a new one."""

    name: str
    text: str
    parameters: tuple[Parameter, ...]
    before: str | None
    translation: Translation


@dataclass(frozen=True, slots=True)
class SaveRoll:
    """Check a text against every rule of a roll, and put it on the shelf."""

    shelves: SavedShelves

    async def __call__(self, request: SaveRequest) -> Saved:
        """Return what was saved; asked twice it is the same.

        Raises the refusal of the name, of the translation or of the notation, NoServerHere,
        OnlyGameMastersSave and TooManySaved.
        """
        asker = request.asker
        owner = owner_for(asker, request.scope)
        name = saved_name(request.name)
        translation = translated(request.text, request.dialect)
        own, servers = await shelves_before(self.shelves, asker.player, asker.server)
        known = dict(servers.texts)
        if request.scope is Scope.MINE:
            known |= own.texts
        text = saved_text(name, translation.notation, known)
        before = (own if request.scope is Scope.MINE else servers).texts.get(name)
        await change_shelf(self.shelves, owner, lambda shelf: shelf.with_text(name, text))
        parameters = () if name.startswith(NUMBER) else parameters_in(text)
        return Saved(name, text, parameters, before, translation)
