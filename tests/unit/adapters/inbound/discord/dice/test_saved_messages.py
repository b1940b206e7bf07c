"""Saved rolls as Discord shows them: golden files, and what is shared reads back."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.answers import Answer
from nazh.adapters.inbound.discord.components import CUSTOM_ID_CHARACTERS
from nazh.adapters.inbound.discord.dice.presenter import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.discord.dice.saved_messages import (
    argument_form,
    entry_body,
    list_body,
    read_shared,
    saved_message,
    shared_message,
    told_message,
)
from nazh.adapters.inbound.discord.dice.saved_suggestions import choices_of
from nazh.adapters.inbound.wording.dice.saving import character_lines, saved_lines
from nazh.adapters.inbound.wording.languages import ENGLISH, LANGUAGES, words_for
from nazh.application.dice.list_saved import Entry, SavedList
from nazh.application.dice.save_roll import Saved
from nazh.application.dice.saved_places import Scope
from nazh.domain.dice.dialects import Dialect, translated
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import parameters_in
from nazh.domain.dice.saved_rolls import saved_name, saved_text
from nazh.domain.dice.shelves import Character
from nazh.domain.kernel.errors import Refusal
from tests.conftest import CheckGolden
from tests.unit.domain.dice.strategies import notations, steady

ATTACK = Entry("$attack", "1d20 + {bonus=5} + {extra}", Scope.MINE)
TRANSLATION = translated("/r 2d6!>5[fire]+3[str]+?{Bonus|5}", Dialect.ROLL20)
HIT = Saved("$hit", TRANSLATION.notation, parameters_in(TRANSLATION.notation), "1d6", TRANSLATION)
LIST = SavedList(
    (
        ATTACK,
        *(Entry(f"$roll_{number}", f"{number}d6", Scope.SERVER) for number in range(1, 13)),
        Entry("@luck", "-3", Scope.MINE),
    ),
    (Character("Kaladin"),),
    Character("Kaladin"),
)


def hit_lines(locale: str | None) -> tuple[str, ...]:
    return saved_lines(HIT, Scope.MINE, Dialect.ROLL20, words_for(locale))


@pytest.mark.parametrize("locale", ["en-US", *LANGUAGES])
def test_what_was_saved_is_told_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    shown = saved_message(hit_lines(locale), "$hit", words_for(locale)).body

    check_golden(f"discord/saved_{locale}.json", as_text(shown))


@pytest.mark.parametrize("locale", ["en-US", *LANGUAGES])
def test_a_saved_roll_looks_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    words = words_for(locale)
    pages = [list_body(LIST, 0, words), list_body(LIST, 1, words), list_body(NOTHING, 0, words)]
    shown = [
        *pages,
        entry_body(ATTACK, words),
        shared_message({"$attack": ATTACK.text, "$edge": "1d4"}, 7, words).body,
        argument_form("nz1:use:$attack", "$attack", parameters_in(ATTACK.text), words).body,
    ]

    check_golden(f"discord/saved_rolls_{locale}.json", as_text(shown))


NOTHING = SavedList(())


def test_a_number_can_be_forgotten_and_not_rolled() -> None:
    assert actions(entry_body(Entry("@luck", "3", Scope.MINE), ENGLISH)) == ["drop", "shelf"]
    assert actions(entry_body(ATTACK, ENGLISH)) == ["use", "lend", "drop", "shelf"]


@pytest.mark.parametrize(("asked", "shown"), [(-3, 0), (1, 1), (99, 1)])
def test_there_is_always_a_page(asked: int, shown: int) -> None:
    assert list_body(LIST, asked, ENGLISH) == list_body(LIST, shown, ENGLISH)


@steady
@given(some.text(max_size=40), notations())
def test_what_is_shared_reads_back_and_every_button_fits(name: str, notation: str) -> None:
    try:
        taken = saved_name(name)
        text = saved_text(taken, notation, {})
    except Refusal:
        return

    shared = json.loads(json.dumps(shared_message({taken: text, "$edge": "1d4"}, 7, ENGLISH).body))
    (embed,) = shared["data"]["embeds"]
    assert read_shared(embed["description"]) == {taken: text, "$edge": "1d4"}
    shown = entry_body(Entry(taken, text, Scope.SERVER), ENGLISH)
    assert all(len(one) <= CUSTOM_ID_CHARACTERS for one in inscriptions(shown))


def test_the_longest_that_can_be_shared_fits_into_one_message() -> None:
    text = "1" * (Limits.SAVED_CHARACTERS // Limits.NAMES)
    longest = {f"$r{'x' * 28}{n:02}": text for n in range(Limits.NAMES)}
    shared = json.loads(json.dumps(shared_message(longest, 7, ENGLISH).body))

    (embed,) = shared["data"]["embeds"]
    assert read_shared(embed["description"]) == longest


def test_many_characters_with_many_numbers_end_in_dots() -> None:
    numbers = {f"@{'n' * 28}{n:02}": "1000000000" for n in range(Limits.NUMBERS_OF_CHARACTER)}
    names = [f"Somebody {n}" for n in range(Limits.CHARACTERS_OF_PLAYER)]
    crowd = SavedList((), tuple(Character(name, None, numbers) for name in names))

    shown = json.loads(json.dumps(told_message(character_lines(crowd, ENGLISH)).body))

    (embed,) = shown["data"]["embeds"]
    assert len(embed["description"]) <= DESCRIPTION_CHARACTERS
    assert embed["description"].endswith("\n…")


def test_what_begins_with_the_typed_is_offered_first() -> None:
    offers = [("$hit", "…"), ("$attack", "…"), ("@attic", "…"), ("$that", "…")]

    assert values(choices_of(offers, " AT")) == ["$attack", "@attic", "$that"]
    assert values(choices_of([(f"$r{n}", "…") for n in range(99)], "")) == [
        f"$r{n}" for n in range(12)
    ]


def values(answer: Answer) -> list[str]:
    return [one["value"] for one in json.loads(json.dumps(answer.body))["data"]["choices"]]


def inscriptions(body: Mapping[str, object]) -> list[str]:
    rows = json.loads(json.dumps(body))["components"]
    return [part["custom_id"] for line in rows for part in line["components"]]


def actions(body: Mapping[str, object]) -> list[str]:
    return [one.split(":")[1] for one in inscriptions(body)]


def as_text(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
