"""Shelves: limits, whose name wins, and who is played where, whatever is done to them."""

from __future__ import annotations

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

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
from nazh.domain.dice.shelves import EMPTY, Shelf, known_texts
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ServerId
from tests.unit.domain.dice.strategies import steady

KEEP, TOWER = ServerId(1), ServerId(2)


def test_a_shelf_is_full_at_its_limit() -> None:
    shelf = EMPTY
    for number in range(Limits.SAVED):
        shelf = shelf.with_text(f"$r{number}", "1d6")

    assert shelf.with_text("$r0", "2d6").texts["$r0"] == "2d6"
    with pytest.raises(TooManySaved, match="100"):
        shelf.with_text("$more", "1d6")


def test_characters_and_their_numbers_are_bounded() -> None:
    shelf = EMPTY.with_character("One", KEEP, KEEP)
    for number in range(Limits.NUMBERS_OF_CHARACTER):
        shelf = shelf.with_number(f"@n{number}", "1", KEEP)
    with pytest.raises(TooManyNumbers, match="60"):
        shelf.with_number("@more", "1", KEEP)

    for number in range(Limits.CHARACTERS_OF_PLAYER - 1):
        shelf = shelf.with_character(f"C{number}", KEEP, KEEP)
    with pytest.raises(TooManyCharacters, match="10"):
        shelf.with_character("More", KEEP, KEEP)


@pytest.mark.parametrize(
    "name", ["", " ", "x" * 33, "a`b", "**a**", "<@1>", "a\u200fb", "a\nb\x00"]
)
def test_a_name_that_would_format_is_refused(name: str) -> None:
    with pytest.raises(UnfitCharacter):
        EMPTY.with_character(name, KEEP, KEEP)


def test_one_name_may_be_played_on_two_servers_but_not_twice_on_one() -> None:
    shelf = EMPTY.with_character("Hoid", KEEP, KEEP).with_character("Hoid", TOWER, TOWER)

    assert len(shelf.characters) == 2
    for home in (KEEP, None):
        with pytest.raises(CharacterExists):
            shelf.with_character("  hoid ", home, KEEP)


def test_who_has_no_character_here_can_neither_set_nor_switch() -> None:
    shelf = EMPTY.with_character("Hoid", KEEP, KEEP)

    with pytest.raises(NoCharacter):
        shelf.with_number("@x", "1", TOWER)
    with pytest.raises(UnknownCharacter):
        shelf.with_played("Hoid", TOWER)
    with pytest.raises(UnknownName):
        shelf.without_number("@x", KEEP)
    with pytest.raises(UnknownName):
        shelf.without_text("$x")


def test_the_characters_number_wins_then_the_players_then_the_servers() -> None:
    servers = EMPTY.with_text("@x", "1").with_text("@y", "1").with_text("@z", "1")
    own = EMPTY.with_text("@x", "2").with_text("@y", "2").with_character("Hoid", KEEP, KEEP)
    own = own.with_number("@x", "3", KEEP)

    assert known_texts(own, servers, KEEP) == {"@x": "3", "@y": "2", "@z": "1"}
    assert known_texts(own, servers, TOWER)["@x"] == "2"


NAMES = some.sampled_from(["Kaladin", "Shallan", "hoid", "HOID"])
SERVERS = some.sampled_from([KEEP, TOWER, None])


class Shelves(RuleBasedStateMachine):
    """Everything that can be done to a shelf, in any order."""

    shelf: Shelf = EMPTY

    @rule(name=NAMES, home=SERVERS, here=SERVERS)
    def make(self, name: str, home: ServerId | None, here: ServerId | None) -> None:
        if home is None or home == here:
            self.shelf = tried(self.shelf, lambda: self.shelf.with_character(name, home, here))

    @rule(name=NAMES, here=SERVERS)
    def switch(self, name: str, here: ServerId | None) -> None:
        self.shelf = tried(self.shelf, lambda: self.shelf.with_played(name, here))

    @rule(name=NAMES, here=SERVERS)
    def forget(self, name: str, here: ServerId | None) -> None:
        before = self.shelf
        self.shelf = tried(before, lambda: before.without_character(name, here))
        if self.shelf != before:
            assert not any(one.is_called(name) for one in self.shelf.characters_at(here))

    @rule(name=some.sampled_from(["@a", "@b"]), here=SERVERS)
    def number(self, name: str, here: ServerId | None) -> None:
        self.shelf = tried(self.shelf, lambda: self.shelf.with_number(name, "1", here))

    @invariant()
    def who_is_played_can_be_played_and_every_name_means_one(self) -> None:
        for server in (KEEP, TOWER, None):
            here = self.shelf.characters_at(server)
            assert len({one.name.casefold() for one in here}) == len(here)
            played = self.shelf.playing(server)
            assert played is None or played in here


def tried(shelf: Shelf, change: object) -> Shelf:
    assert callable(change)
    try:
        changed = change()
    except Refusal:
        return shelf
    assert isinstance(changed, Shelf)
    return changed


Shelves.TestCase.settings = steady
TestShelves = Shelves.TestCase
