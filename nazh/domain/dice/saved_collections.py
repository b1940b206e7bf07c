"""Shelves: what one player, or one server, has saved, and which character a player plays where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.characters import (
    CharacterExists,
    InvalidCharacter,
    NoCharacter,
    TooManyCharacters,
    TooManyNumbers,
    UnknownCharacter,
)
from nazh.domain.dice.errors.saved import TooManySaved
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import GuildId, UserId

NO_CHARACTER = ""
"""What a player plays where no character is wanted."""
_FORMATTING = frozenset("`*_~|<>\\@#[]()")


class OwnerKind(Enum):
    """Whose shelf it is; the value is its word in storage."""

    USER = "player"
    GUILD = "server"


@dataclass(frozen=True, slots=True)
class Owner:
    """A player or a server. Their ids are of one kind and may be equal."""

    kind: OwnerKind
    id: int


def user_owner(user: UserId) -> Owner:
    """Return the owner of what a player saves."""
    return Owner(OwnerKind.USER, user)


def guild_owner(guild: GuildId) -> Owner:
    """Return the owner of what game masters save for a server."""
    return Owner(OwnerKind.GUILD, guild)


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody whom a player plays on one server, or everywhere where ``home`` is ``None``.

    ``numbers`` has texts by their names with sign, such as ``@athletics``.
    """

    name: str
    home_guild: GuildId | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)

    def has_name(self, name: str) -> bool:
        """Whether ``name`` means this character; letter case and white space do not matter."""
        return self.name.casefold() == " ".join(name.split()).casefold()

    def is_available_in(self, guild: GuildId | None) -> bool:
        """Whether the character can be played on ``server``; ``None`` in direct messages."""
        return self.home_guild is None or self.home_guild == guild


@dataclass(frozen=True, slots=True)
class SavedCollection:
    """What an owner has saved; each change is another shelf. Servers have ``texts`` alone.

    ``texts`` has rolls and numbers by their names with sign. ``played`` has the name of the
    character last chosen on a server, and under ``None`` the one for everywhere else.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    characters: tuple[Character, ...] = ()
    active_characters: Mapping[GuildId | None, str] = field(default_factory=dict)

    def with_text(self, name: str, text: str) -> SavedCollection:
        """Return the shelf with ``text`` under ``name``, in place of what was there.

        Raises TooManySaved.
        """
        if name not in self.texts and len(self.texts) >= Limits.SAVED_PER_OWNER:
            raise TooManySaved
        return replace(self, texts={**self.texts, name: text})

    def without_text(self, name: str) -> SavedCollection:
        """Return the shelf without ``name``. Raises UnknownName."""
        if name not in self.texts:
            raise UnknownName(name, 0, alone=True)
        return replace(self, texts={one: text for one, text in self.texts.items() if one != name})

    def characters_in(self, guild: GuildId | None) -> tuple[Character, ...]:
        """Return who can be played on ``server``."""
        return tuple(one for one in self.characters if one.is_available_in(guild))

    def active_character(self, guild: GuildId | None) -> Character | None:
        """Return who is played on ``server``; ``None`` for nobody."""
        name = self.active_characters.get(guild, self.active_characters.get(None, NO_CHARACTER))
        here = (one for one in self.characters_in(guild) if one.has_name(name))
        return next(here, None)

    def with_character(
        self, name: str, home_guild: GuildId | None, here: GuildId | None
    ) -> SavedCollection:
        """Return the shelf with a further character, who is played ``here`` from now on.

        Raises InvalidCharacter, CharacterExists and TooManyCharacters.
        """
        name = " ".join(name.split())
        fits = 0 < len(name) <= Limits.NAME_LENGTH and name.isprintable()
        if not fits or _FORMATTING.intersection(name):
            raise InvalidCharacter
        conflicting = (
            one for one in self.characters if home_guild is None or one.is_available_in(home_guild)
        )
        if any(one.has_name(name) for one in conflicting):
            raise CharacterExists(name)
        if len(self.characters) >= Limits.CHARACTERS_PER_PLAYER:
            raise TooManyCharacters
        made = replace(self, characters=(*self.characters, Character(name, home_guild)))
        return made.with_active_character(name, here)

    def with_active_character(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the shelf with another character played on ``server``, or ``NO_CHARACTER``.

        Raises UnknownCharacter.
        """
        chosen = NO_CHARACTER if name == NO_CHARACTER else self._require_named(name, guild).name
        return replace(self, active_characters={**self.active_characters, guild: chosen})

    def without_character(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the shelf without a character that can be played on ``server``.

        Raises UnknownCharacter.
        """
        removed = self._require_named(name, guild)
        remaining = tuple(one for one in self.characters if one != removed)
        active = {
            guild_key: active_name
            for guild_key, active_name in self.active_characters.items()
            if not (
                removed.has_name(active_name)
                and (removed.home_guild is None or removed.home_guild == guild_key)
            )
        }
        return replace(self, characters=remaining, active_characters=active)

    def with_number(self, name: str, number: str, guild: GuildId | None) -> SavedCollection:
        """Return the shelf with a number for who is played on ``server``.

        Raises NoCharacter and TooManyNumbers.
        """
        character = self._require_active(guild)
        if name not in character.numbers and len(character.numbers) >= Limits.NUMBERS_PER_CHARACTER:
            raise TooManyNumbers
        return self._with_numbers(character, {**character.numbers, name: number})

    def without_number(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the shelf without a number of who is played on ``server``.

        Raises NoCharacter and UnknownName.
        """
        character = self._require_active(guild)
        if name not in character.numbers:
            raise UnknownName(name, 0, alone=True)
        return self._with_numbers(
            character, {one: number for one, number in character.numbers.items() if one != name}
        )

    def _require_active(self, guild: GuildId | None) -> Character:
        character = self.active_character(guild)
        if character is None:
            raise NoCharacter
        return character

    def _with_numbers(self, character: Character, numbers: Mapping[str, str]) -> SavedCollection:
        changed = replace(character, numbers=numbers)
        return replace(
            self, characters=tuple(changed if one == character else one for one in self.characters)
        )

    def _require_named(self, name: str, guild: GuildId | None) -> Character:
        for one in self.characters_in(guild):
            if one.has_name(name):
                return one
        raise UnknownCharacter(" ".join(name.split())[: Limits.NAME_LENGTH])


EMPTY_COLLECTION = SavedCollection()


def visible_texts(
    own_saved: SavedCollection, guild_saved: SavedCollection, guild: GuildId | None
) -> dict[str, str]:
    """Return what every name means to a player on ``server``.

    The numbers of the character come first, then the player's own names, then the server's.
    """
    character = own_saved.active_character(guild)
    return {**guild_saved.texts, **own_saved.texts, **(character.numbers if character else {})}
