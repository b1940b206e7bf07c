"""Tests limits, name precedence and active characters of saved collections."""

from __future__ import annotations

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

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
from nazh.domain.dice.saving.saved_collections import (
    EMPTY_COLLECTION,
    SavedCollection,
    visible_texts,
)
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId
from tests.unit.domain.dice.strategies import steady

KEEP, TOWER = GuildId(1), GuildId(2)


def test_a_collection_is_full_at_its_limit() -> None:
    saved = EMPTY_COLLECTION
    for number in range(Limits.SAVED_PER_OWNER):
        saved = saved.with_text(f"$r{number}", "1d6")

    assert saved.with_text("$r0", "2d6").texts["$r0"] == "2d6"
    with pytest.raises(TooManySaved, match="100"):
        saved.with_text("$more", "1d6")


def test_characters_and_their_numbers_are_bounded() -> None:
    saved = EMPTY_COLLECTION.with_character("One", KEEP, KEEP)
    for number in range(Limits.NUMBERS_PER_CHARACTER):
        saved = saved.with_number(f"@n{number}", "1", KEEP)
    with pytest.raises(TooManyNumbers, match="60"):
        saved.with_number("@more", "1", KEEP)

    for number in range(Limits.CHARACTERS_PER_PLAYER - 1):
        saved = saved.with_character(f"C{number}", KEEP, KEEP)
    with pytest.raises(TooManyCharacters, match="10"):
        saved.with_character("More", KEEP, KEEP)


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 33, "a`b", "**a**", "<@1>", "a\u200fb", "a\nb\x00"]
)
def test_a_name_that_would_format_is_refused(name: str) -> None:
    with pytest.raises(InvalidCharacter):
        EMPTY_COLLECTION.with_character(name, KEEP, KEEP)


def test_one_name_may_be_used_in_two_guilds_but_not_twice_in_one() -> None:
    saved = EMPTY_COLLECTION.with_character("Hoid", KEEP, KEEP).with_character("Hoid", TOWER, TOWER)

    assert len(saved.characters) == 2
    for home_guild in (KEEP, None):
        with pytest.raises(CharacterExists):
            saved.with_character("  hoid ", home_guild, KEEP)


def test_without_a_character_here_nothing_can_be_set_or_switched() -> None:
    saved = EMPTY_COLLECTION.with_character("Hoid", KEEP, KEEP)

    with pytest.raises(NoCharacter):
        saved.with_number("@x", "1", TOWER)
    with pytest.raises(UnknownCharacter):
        saved.with_active_character("Hoid", TOWER)
    with pytest.raises(UnknownName):
        saved.without_number("@x", KEEP)
    with pytest.raises(UnknownName) as raised:
        saved.without_text("$x")
    assert raised.value.hint == "/saved and /character list show what you have."


def test_character_numbers_win_over_user_names_over_guild_names() -> None:
    servers = EMPTY_COLLECTION.with_text("@x", "1").with_text("@y", "1").with_text("@z", "1")
    own = (
        EMPTY_COLLECTION.with_text("@x", "2")
        .with_text("@y", "2")
        .with_character("Hoid", KEEP, KEEP)
    )
    own = own.with_number("@x", "3", KEEP)

    assert visible_texts(own, servers, KEEP) == {"@x": "3", "@y": "2", "@z": "1"}
    assert visible_texts(own, servers, TOWER)["@x"] == "2"


NAMES = some.sampled_from(["Kaladin", "Shallan", "hoid", "HOID"])
GUILDS = some.sampled_from([KEEP, TOWER, None])


class SavedCollectionMachine(RuleBasedStateMachine):
    """Everything that can be done to a collection, in any order."""

    saved: SavedCollection = EMPTY_COLLECTION

    @rule(name=NAMES, home_guild=GUILDS, here=GUILDS)
    def make(self, name: str, home_guild: GuildId | None, here: GuildId | None) -> None:
        if home_guild is None or home_guild == here:
            self.saved = after_attempt(
                self.saved, lambda: self.saved.with_character(name, home_guild, here)
            )

    @rule(name=NAMES, here=GUILDS)
    def switch(self, name: str, here: GuildId | None) -> None:
        self.saved = after_attempt(self.saved, lambda: self.saved.with_active_character(name, here))

    @rule(name=NAMES, here=GUILDS)
    def forget(self, name: str, here: GuildId | None) -> None:
        before = self.saved
        self.saved = after_attempt(before, lambda: before.without_character(name, here))
        if self.saved != before:
            assert not any(character.has_name(name) for character in self.saved.characters_in(here))

    @rule(name=some.sampled_from(["@a", "@b"]), here=GUILDS)
    def number(self, name: str, here: GuildId | None) -> None:
        self.saved = after_attempt(self.saved, lambda: self.saved.with_number(name, "1", here))

    @invariant()
    def active_characters_are_available_and_names_are_unique(self) -> None:
        for guild in (KEEP, TOWER, None):
            here = self.saved.characters_in(guild)
            assert len({character.name.casefold() for character in here}) == len(here)
            active = self.saved.active_character(guild)
            assert active is None or active in here


def after_attempt(saved: SavedCollection, change: object) -> SavedCollection:
    assert callable(change)
    try:
        changed = change()
    except Refusal:
        return saved
    assert isinstance(changed, SavedCollection)
    return changed


SavedCollectionMachine.TestCase.settings = steady
TestSavedCollection = SavedCollectionMachine.TestCase
