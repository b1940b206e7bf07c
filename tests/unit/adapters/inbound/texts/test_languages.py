"""Tests plurals, numbers and lists by language."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.languages import ENGLISH, LANGUAGES, translator_for
from nazh.domain.kernel.texts import in_english

DICE = ("{count} more die", "{count} more dice")


@pytest.mark.parametrize("locale", [None, "", "en-US", "en-GB", "ja", "xx"])
def test_other_locales_get_english(locale: str | None) -> None:
    assert translator_for(locale) is ENGLISH


@pytest.mark.parametrize(
    ("locale", "number", "decimal"),
    [
        ("en-US", "12,345", "10.5"),
        ("de", "12.345", "10,5"),
        ("fr", "12\u202f345", "10,5"),
        ("pt-BR", "12.345", "10,5"),
    ],
)
def test_numbers_are_written_as_the_language_does(locale: str, number: str, decimal: str) -> None:
    translator = translator_for(locale)

    assert translator.number(12_345) == number
    assert translator.one_decimal(105) == decimal
    assert (translator.one_decimal(70), translator.one_decimal(-0)) == ("7", "0")


def test_the_largest_totals_are_written_with_all_their_digits() -> None:
    largest = 10**330

    assert ENGLISH.number(largest + 1) == f"{largest + 1:,}"
    assert ENGLISH.one_decimal(-(10 * largest + 5)) == f"-{largest:,}.5"
    assert ENGLISH.two_decimals(100 * largest) == f"{largest:,}"


def test_a_count_has_its_own_form() -> None:
    assert ENGLISH.counted(DICE, 1) == "1 more die"
    assert ENGLISH.counted(DICE, 1_234) == "1,234 more dice"


def test_zero_is_singular_in_french_and_plural_in_german() -> None:
    french, german = translator_for("fr"), translator_for("de")

    assert french.counted(DICE, 0)[2:] == french.counted(DICE, 1)[2:]
    assert german.counted(DICE, 0)[2:] == german.counted(DICE, 2)[2:]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_lists_are_joined_by_a_word(locale: str) -> None:
    translator = translator_for(locale)

    assert translator.all_of(["1", "2"]) != translator.any_of(["1", "2"])
    assert translator.all_of(["1"]) == translator.any_of(["1"]) == "1"


def test_a_phrase_brings_its_facts_in_either_way() -> None:
    facts: dict[str, int | str] = {"count": 2, "what": "x"}

    assert ENGLISH.fill(("{what} once", "{what} {count} times"), facts) == "x 2 times"
    assert ENGLISH.fill("{what}", {"what": "x"}) == in_english("{what}", {"what": "x"}) == "x"
    assert in_english(("{what} once", "{what} {count} times"), facts) == "x 2 times"
