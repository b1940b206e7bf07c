"""Models what one player or one server has saved, and the active character on each server."""

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
"""The active character's name if the player wants none."""
_FORMATTING = frozenset("`*_~|<>\\@#[]()")


class OwnerKind(Enum):
    """The kind of owner; the value is its name in storage."""

    USER = "player"
    GUILD = "server"


@dataclass(frozen=True, slots=True)
class Owner:
    """A player or a server. The kind is needed because ids of users and servers may be equal."""

    kind: OwnerKind
    id: int


def user_owner(user: UserId) -> Owner:
    """Return the owner of a user's saved rolls."""
    return Owner(OwnerKind.USER, user)


def guild_owner(guild: GuildId) -> Owner:
    """Return the owner of a server's saved rolls."""
    return Owner(OwnerKind.GUILD, guild)


@dataclass(frozen=True, slots=True)
class Character:
    """A player's character on one server, or on all servers if ``home_guild`` is ``None``.

    ``numbers`` has texts by their names with sign, such as ``@athletics``.
    """

    name: str
    home_guild: GuildId | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)

    def has_name(self, name: str) -> bool:
        """Return whether ``name`` is this character's name, ignoring case and white space."""
        return self.name.casefold() == " ".join(name.split()).casefold()

    def is_available_in(self, guild: GuildId | None) -> bool:
        """Return whether the character can be used in ``guild``; ``None`` means direct messages."""
        return self.home_guild is None or self.home_guild == guild


@dataclass(frozen=True, slots=True)
class SavedCollection:
    """An owner's immutable collection of saved texts and characters. Servers have only ``texts``.

    ``texts`` has rolls and numbers by their names with sign. ``active_characters`` has the name of
    the character last chosen on each server, and under ``None`` the one for everywhere else.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    characters: tuple[Character, ...] = ()
    active_characters: Mapping[GuildId | None, str] = field(default_factory=dict)

    def with_text(self, name: str, text: str) -> SavedCollection:
        """Return the collection with ``text`` under ``name``, replacing an earlier one.

        Raises TooManySaved.
        """
        if name not in self.texts and len(self.texts) >= Limits.SAVED_PER_OWNER:
            raise TooManySaved
        return replace(self, texts={**self.texts, name: text})

    def without_text(self, name: str) -> SavedCollection:
        """Return the collection without ``name``. Raises UnknownName."""
        if name not in self.texts:
            raise UnknownName(name)
        return replace(
            self, texts={other: text for other, text in self.texts.items() if other != name}
        )

    def characters_in(self, guild: GuildId | None) -> tuple[Character, ...]:
        """Return the characters that can be used in ``guild``."""
        return tuple(character for character in self.characters if character.is_available_in(guild))

    def active_character(self, guild: GuildId | None) -> Character | None:
        """Return the active character in ``guild``, or ``None`` if there is none."""
        name = self.active_characters.get(guild, self.active_characters.get(None, NO_CHARACTER))
        active = (character for character in self.characters_in(guild) if character.has_name(name))
        return next(active, None)

    def with_character(
        self, name: str, home_guild: GuildId | None, here: GuildId | None
    ) -> SavedCollection:
        """Return the collection with a new character, which becomes the active one in ``here``.

        Raises InvalidCharacter, CharacterExists and TooManyCharacters.
        """
        name = " ".join(name.split())
        fits = 0 < len(name) <= Limits.NAME_LENGTH and name.isprintable()
        if not fits or _FORMATTING.intersection(name):
            raise InvalidCharacter
        conflicting = (
            character
            for character in self.characters
            if home_guild is None or character.is_available_in(home_guild)
        )
        if any(character.has_name(name) for character in conflicting):
            raise CharacterExists(name)
        if len(self.characters) >= Limits.CHARACTERS_PER_PLAYER:
            raise TooManyCharacters
        extended = replace(self, characters=(*self.characters, Character(name, home_guild)))
        return extended.with_active_character(name, here)

    def with_active_character(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the collection with another active character in ``guild``, or ``NO_CHARACTER``.

        Raises UnknownCharacter.
        """
        chosen = NO_CHARACTER if name == NO_CHARACTER else self._require_named(name, guild).name
        return replace(self, active_characters={**self.active_characters, guild: chosen})

    def without_character(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the collection without a character that can be used in ``guild``.

        Raises UnknownCharacter.
        """
        removed = self._require_named(name, guild)
        remaining = tuple(character for character in self.characters if character != removed)
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
        """Return the collection with a number for the active character in ``guild``.

        Raises NoCharacter and TooManyNumbers.
        """
        character = self._require_active(guild)
        if name not in character.numbers and len(character.numbers) >= Limits.NUMBERS_PER_CHARACTER:
            raise TooManyNumbers
        return self._with_numbers(character, {**character.numbers, name: number})

    def without_number(self, name: str, guild: GuildId | None) -> SavedCollection:
        """Return the collection without a number of the active character in ``guild``.

        Raises NoCharacter and UnknownName.
        """
        character = self._require_active(guild)
        if name not in character.numbers:
            raise UnknownName(name)
        return self._with_numbers(
            character,
            {other: number for other, number in character.numbers.items() if other != name},
        )

    def _require_active(self, guild: GuildId | None) -> Character:
        character = self.active_character(guild)
        if character is None:
            raise NoCharacter
        return character

    def _with_numbers(self, character: Character, numbers: Mapping[str, str]) -> SavedCollection:
        changed = replace(character, numbers=numbers)
        return replace(
            self,
            characters=tuple(changed if other == character else other for other in self.characters),
        )

    def _require_named(self, name: str, guild: GuildId | None) -> Character:
        for character in self.characters_in(guild):
            if character.has_name(name):
                return character
        raise UnknownCharacter(" ".join(name.split())[: Limits.NAME_LENGTH])


EMPTY_COLLECTION = SavedCollection()


def visible_texts(
    own_saved: SavedCollection, guild_saved: SavedCollection, guild: GuildId | None
) -> dict[str, str]:
    """Return the texts of all names that a player can use in ``guild``.

    The active character's numbers take precedence over the player's own names, and those over the
    server's.
    """
    character = own_saved.active_character(guild)
    return {**guild_saved.texts, **own_saved.texts, **(character.numbers if character else {})}
