"""ForgetSaved: a name is free again."""

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
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.saved_rolls import saved_name


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """Which name to forget. Without a ``scope`` it is what the name means to the one who asks."""

    asker: Asker
    name: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten: the name, and what it stood for."""

    name: str
    text: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class ForgetSaved:
    """Take a name from the shelf where it is."""

    shelves: SavedShelves

    async def __call__(self, request: ForgetRequest) -> Forgotten:
        """Return what was forgotten.

        Raises UnfitName, UnknownName, NoServerHere and OnlyGameMastersSave.
        """
        asker = request.asker
        name = saved_name(request.name)
        own, servers = await shelves_before(self.shelves, asker.player, asker.server)
        scope = request.scope
        if scope is None:
            is_servers = name in servers.texts and name not in own.texts
            scope = Scope.SERVER if is_servers else Scope.MINE
        owner = owner_for(asker, scope)
        text = (own if scope is Scope.MINE else servers).texts.get(name)
        if text is None:
            raise UnknownName(name, 0, alone=True)
        await change_shelf(self.shelves, owner, lambda shelf: shelf.without_text(name))
        return Forgotten(name, text, scope)
