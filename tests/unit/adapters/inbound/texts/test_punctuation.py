"""Tests the spaces around punctuation that is added between texts."""

from __future__ import annotations

from nazh.adapters.inbound.texts.dice.rolling.roll_lines import outcome_text
from nazh.adapters.inbound.texts.languages import ENGLISH, Translator, translator_for
from nazh.adapters.inbound.texts.punctuation import joined, labelled
from tests.unit.domain.dice.scripted_rolls import pool

FRENCH = translator_for("fr")


def test_texts_are_joined_by_semicolons() -> None:
    assert joined((), ENGLISH) == ""
    assert joined(("a",), ENGLISH) == "a"
    assert joined(("a", "b", "c"), ENGLISH) == "a; b; c"


def test_french_has_a_no_break_space_before_semicolons_and_colons() -> None:
    assert joined(("a", "b", "c"), FRENCH) == "a\u00a0; b\u00a0; c"
    assert labelled("{a}", "b", FRENCH) == "{a}\u00a0: b"


def test_outcomes_of_a_pool_are_separated_as_in_the_language() -> None:
    def outcome(translator: Translator) -> str:
        return outcome_text(pool("1d6!! vs 15", *(6,) * 101), translator)

    assert "; " in outcome(ENGLISH)
    assert "\u00a0; " in outcome(FRENCH)
