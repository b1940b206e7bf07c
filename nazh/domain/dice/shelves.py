"""Shelves: what one player, or one server, has saved, and which character a player plays where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.characters import (
    CharacterExists,
    NoCharacter,
    TooManyCharacters,
    TooManyNumbers,
    UnfitCharacter,
    UnknownCharacter,
)
from nazh.domain.dice.errors.saved import TooManySaved
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import PlayerId, ServerId

NOBODY = ""
"""What a player plays where no character is wanted."""
_FORMATTING = frozenset("`*_~|<>\\@#[]()")


class OwnerKind(Enum):
    """Whose shelf it is; the value is its word in storage."""

    PLAYER = "player"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Owner:
    """A player or a server. Their ids are of one kind and may be equal."""

    kind: OwnerKind
    id: int


def shelf_of_player(player: PlayerId) -> Owner:
    """Return the owner of what a player saves."""
    return Owner(OwnerKind.PLAYER, player)


def shelf_of_server(server: ServerId) -> Owner:
    """Return the owner of what game masters save for a server."""
    return Owner(OwnerKind.SERVER, server)


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody whom a player plays on one server, or everywhere where ``home`` is ``None``.

    ``numbers`` has texts by their names with sign, such as ``@athletics``.
    """

    name: str
    home: ServerId | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)

    def is_called(self, name: str) -> bool:
        """Whether ``name`` means this character; letter case and white space do not matter."""
        return self.name.casefold() == " ".join(name.split()).casefold()

    def is_at(self, server: ServerId | None) -> bool:
        """Whether the character can be played on ``server``; ``None`` in direct messages."""
        return self.home is None or self.home == server


@dataclass(frozen=True, slots=True)
class Shelf:
    """What an owner has saved; each change is another shelf. Servers have ``texts`` alone.

    ``texts`` has rolls and numbers by their names with sign. ``played`` has the name of the
    character last chosen on a server, and under ``None`` the one for everywhere else.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    characters: tuple[Character, ...] = ()
    played: Mapping[ServerId | None, str] = field(default_factory=dict)

    def with_text(self, name: str, text: str) -> Shelf:
        """Return the shelf with ``text`` under ``name``, in place of what was there.

        Raises TooManySaved.
        """
        if name not in self.texts and len(self.texts) >= Limits.SAVED:
            raise TooManySaved
        return replace(self, texts={**self.texts, name: text})

    def without_text(self, name: str) -> Shelf:
        """Return the shelf without ``name``. Raises UnknownName."""
        if name not in self.texts:
            raise UnknownName(name, 0, alone=True)
        return replace(self, texts={one: text for one, text in self.texts.items() if one != name})

    def characters_at(self, server: ServerId | None) -> tuple[Character, ...]:
        """Return who can be played on ``server``."""
        return tuple(one for one in self.characters if one.is_at(server))

    def playing(self, server: ServerId | None) -> Character | None:
        """Return who is played on ``server``; ``None`` for nobody."""
        name = self.played.get(server, self.played.get(None, NOBODY))
        here = (one for one in self.characters_at(server) if one.is_called(name))
        return next(here, None)

    def with_character(self, name: str, home: ServerId | None, here: ServerId | None) -> Shelf:
        """Return the shelf with a further character, who is played ``here`` from now on.

        Raises UnfitCharacter, CharacterExists and TooManyCharacters.
        """
        name = " ".join(name.split())
        fits = 0 < len(name) <= Limits.NAME and name.isprintable()
        if not fits or _FORMATTING.intersection(name):
            raise UnfitCharacter
        met = (one for one in self.characters if home is None or one.is_at(home))
        if any(one.is_called(name) for one in met):
            raise CharacterExists(name)
        if len(self.characters) >= Limits.CHARACTERS_OF_PLAYER:
            raise TooManyCharacters
        made = replace(self, characters=(*self.characters, Character(name, home)))
        return made.with_played(name, here)

    def with_played(self, name: str, server: ServerId | None) -> Shelf:
        """Return the shelf with another character played on ``server``, or ``NOBODY``.

        Raises UnknownCharacter.
        """
        chosen = NOBODY if name == NOBODY else self._called(name, server).name
        return replace(self, played={**self.played, server: chosen})

    def without_character(self, name: str, server: ServerId | None) -> Shelf:
        """Return the shelf without a character that can be played on ``server``.

        Raises UnknownCharacter.
        """
        gone = self._called(name, server)
        left = tuple(one for one in self.characters if one != gone)
        places = {
            place: played
            for place, played in self.played.items()
            if not (gone.is_called(played) and (gone.home is None or gone.home == place))
        }
        return replace(self, characters=left, played=places)

    def with_number(self, name: str, number: str, server: ServerId | None) -> Shelf:
        """Return the shelf with a number for who is played on ``server``.

        Raises NoCharacter and TooManyNumbers.
        """
        character = self._played(server)
        if name not in character.numbers and len(character.numbers) >= Limits.NUMBERS_OF_CHARACTER:
            raise TooManyNumbers
        return self._changed(character, {**character.numbers, name: number})

    def without_number(self, name: str, server: ServerId | None) -> Shelf:
        """Return the shelf without a number of who is played on ``server``.

        Raises NoCharacter and UnknownName.
        """
        character = self._played(server)
        if name not in character.numbers:
            raise UnknownName(name, 0, alone=True)
        return self._changed(
            character, {one: number for one, number in character.numbers.items() if one != name}
        )

    def _played(self, server: ServerId | None) -> Character:
        character = self.playing(server)
        if character is None:
            raise NoCharacter
        return character

    def _changed(self, character: Character, numbers: Mapping[str, str]) -> Shelf:
        changed = replace(character, numbers=numbers)
        return replace(
            self, characters=tuple(changed if one == character else one for one in self.characters)
        )

    def _called(self, name: str, server: ServerId | None) -> Character:
        for one in self.characters_at(server):
            if one.is_called(name):
                return one
        raise UnknownCharacter(" ".join(name.split())[: Limits.NAME])


EMPTY = Shelf()


def known_texts(own: Shelf, servers: Shelf, server: ServerId | None) -> dict[str, str]:
    """Return what every name means to a player on ``server``.

    The numbers of the character come first, then the player's own names, then the server's.
    """
    character = own.playing(server)
    return {**servers.texts, **own.texts, **(character.numbers if character else {})}
