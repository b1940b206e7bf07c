"""Tests messages of saved rolls with golden files, and that shared ones parse back."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.dice.saving.saved_autocomplete import choices_of
from nazh.adapters.inbound.discord.dice.saving.saved_messages import (
    argument_form,
    entry_body,
    list_body,
    private_message,
    read_shared,
    saved_message,
    shared_message,
)
from nazh.adapters.inbound.discord.interactions.component_router import CUSTOM_ID_CHARACTERS
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.interactions.sending.embed_limits import DESCRIPTION_CHARACTERS
from nazh.adapters.inbound.texts.dice.saved_rolls import character_lines, saved_lines
from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.application.dice.saving.list_saved import SavedEntry, SavedList
from nazh.application.dice.saving.save_roll import SavedRoll
from nazh.application.dice.saving.saved_roll_scopes import SaveScope
from nazh.domain.dice.dialects import Dialect, translate
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import parameters_in
from nazh.domain.dice.saving.saved_collections import Character
from nazh.domain.dice.saving.saved_rolls import saved_name, saved_text
from nazh.domain.kernel.errors import Refusal
from tests.conftest import CheckGolden
from tests.unit.domain.dice.strategies import notations, steady

ATTACK = SavedEntry("$attack", "1d20 + {bonus=5} + {extra}", SaveScope.MINE)
TRANSLATION = translate("/r 2d6!>5[fire]+3[str]+?{Bonus|5}", Dialect.ROLL20)
HIT = SavedRoll(
    "$hit", TRANSLATION.notation, parameters_in(TRANSLATION.notation), "1d6", TRANSLATION
)
LIST = SavedList(
    (
        ATTACK,
        *(
            SavedEntry(f"$roll_{number}", f"{number}d6", SaveScope.SERVER)
            for number in range(1, 13)
        ),
        SavedEntry("@luck", "-3", SaveScope.MINE),
    ),
    (Character("Kaladin"),),
    Character("Kaladin"),
)


def test_a_footer_shows_the_name_of_a_character_literally() -> None:
    who = Character("Dr. Jean-Luc: 2/2")

    body = list_body(SavedList((), (who,), who), 0, ENGLISH)

    assert json.loads(json.dumps(body))["embeds"][0]["footer"] == {
        "text": "You're playing Dr. Jean-Luc: 2/2."
    }


def hit_lines(locale: str | None) -> tuple[str, ...]:
    return saved_lines(HIT, SaveScope.MINE, Dialect.ROLL20, translator_for(locale))


def description_of(lines: tuple[str, ...]) -> object:
    """Return what a private message of these lines shows."""
    return json.loads(as_text(private_message(lines).body))["data"]["embeds"][0]["description"]


@pytest.mark.parametrize("locale", ["en-US", *LANGUAGES])
def test_a_saved_roll_is_confirmed_in_the_agreed_words(
    locale: str, check_golden: CheckGolden
) -> None:
    body = saved_message(hit_lines(locale), "$hit", translator_for(locale)).body

    check_golden(f"discord/saved_{locale}.json", as_text(body))


def test_whole_lines_are_left_out_only_if_the_description_would_be_too_long() -> None:
    half = DESCRIPTION_CHARACTERS // 2
    fitting, too_long = ("a" * (half - 1), "b" * half), ("a" * half, "b" * half)

    assert description_of(fitting) == "\n".join(fitting)
    assert description_of(too_long) == "…"
    assert description_of(("first", "second", *too_long)) == "first\nsecond\n…"


@pytest.mark.parametrize("locale", ["en-US", *LANGUAGES])
def test_a_saved_roll_looks_as_agreed(locale: str, check_golden: CheckGolden) -> None:
    translator = translator_for(locale)
    pages = [
        list_body(LIST, 0, translator),
        list_body(LIST, 1, translator),
        list_body(NOTHING, 0, translator),
    ]
    bodies = [
        *pages,
        entry_body(ATTACK, translator),
        shared_message({"$attack": ATTACK.text, "$edge": "1d4"}, 7, translator).body,
        argument_form(
            "nz2:dice.use:$attack", "$attack", parameters_in(ATTACK.text), translator
        ).body,
    ]

    check_golden(f"discord/saved_rolls_{locale}.json", as_text(bodies))


NOTHING = SavedList(())


def test_a_number_can_be_forgotten_and_not_rolled() -> None:
    assert actions(entry_body(SavedEntry("@luck", "3", SaveScope.MINE), ENGLISH)) == [
        "dice.drop",
        "dice.shelf",
    ]
    assert actions(entry_body(ATTACK, ENGLISH)) == [
        "dice.use",
        "dice.lend",
        "dice.drop",
        "dice.shelf",
    ]


@pytest.mark.parametrize(("asked", "shown"), [(-3, 0), (1, 1), (99, 1)])
def test_there_is_always_a_page(asked: int, shown: int) -> None:
    assert list_body(LIST, asked, ENGLISH) == list_body(LIST, shown, ENGLISH)


@steady
@given(some.text(max_size=40), notations())
def test_a_shared_roll_parses_back_and_its_buttons_fit(name: str, notation: str) -> None:
    try:
        roll_name = saved_name(name)
        text = saved_text(roll_name, notation, {})
    except Refusal:
        return

    shared = json.loads(
        json.dumps(shared_message({roll_name: text, "$edge": "1d4"}, 7, ENGLISH).body)
    )
    (embed,) = shared["data"]["embeds"]
    assert read_shared(embed["description"]) == {roll_name: text, "$edge": "1d4"}
    body = entry_body(SavedEntry(roll_name, text, SaveScope.SERVER), ENGLISH)
    assert all(len(custom_id) <= CUSTOM_ID_CHARACTERS for custom_id in custom_ids(body))


def test_the_longest_that_can_be_shared_fits_into_one_message() -> None:
    text = "1" * (Limits.SAVED_TEXT_LENGTH // Limits.SAVED_NAMES_IN_ROLL)
    longest = {f"$r{'x' * 28}{n:02}": text for n in range(Limits.SAVED_NAMES_IN_ROLL)}
    shared = json.loads(json.dumps(shared_message(longest, 7, ENGLISH).body))

    (embed,) = shared["data"]["embeds"]
    assert read_shared(embed["description"]) == longest


def test_many_characters_with_many_numbers_end_in_dots() -> None:
    numbers = {f"@{'n' * 28}{n:02}": "1000000000" for n in range(Limits.NUMBERS_PER_CHARACTER)}
    names = [f"Somebody {n}" for n in range(Limits.CHARACTERS_PER_PLAYER)]
    many = SavedList((), tuple(Character(name, None, numbers) for name in names))

    body = json.loads(json.dumps(private_message(character_lines(many, ENGLISH)).body))

    (embed,) = body["data"]["embeds"]
    assert len(embed["description"]) <= DESCRIPTION_CHARACTERS
    assert embed["description"].endswith("\n…")


def test_names_with_the_typed_prefix_come_first() -> None:
    offers = [("$hit", "…"), ("$attack", "…"), ("@attic", "…"), ("$that", "…")]

    assert values(choices_of(offers, " AT")) == ["$attack", "@attic", "$that"]
    assert values(choices_of([(f"$r{n}", "…") for n in range(99)], "")) == [
        f"$r{n}" for n in range(12)
    ]


@pytest.mark.parametrize("typed", ["asa", "ÅSA", "a\u030asa", "\uff41sa"])
def test_names_are_found_without_their_accents_and_capitals(typed: str) -> None:
    assert values(choices_of([("Åsa", "Åsa"), ("Kaladin", "Kaladin")], typed)) == ["Åsa"]


def values(response: Response) -> list[str]:
    return [choice["value"] for choice in json.loads(json.dumps(response.body))["data"]["choices"]]


def custom_ids(body: Mapping[str, object]) -> list[str]:
    rows = json.loads(json.dumps(body))["components"]
    return [part["custom_id"] for line in rows for part in line["components"]]


def actions(body: Mapping[str, object]) -> list[str]:
    return [custom_id.split(":")[1] for custom_id in custom_ids(body)]


def as_text(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
