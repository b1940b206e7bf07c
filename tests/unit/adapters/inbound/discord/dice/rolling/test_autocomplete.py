"""Tests the order, the number and the length of autocomplete choices."""

from __future__ import annotations

import json

from nazh.adapters.inbound.discord.dice.rolling.autocomplete import (
    CHOICE_CHARACTERS,
    MAX_CHOICES,
    choices,
)
from nazh.adapters.inbound.texts.dice.rolling.suggestions import HELPERS
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.rolling.suggest_rolls import Suggestions
from nazh.domain.dice import parse_roll


def choices_by_value(
    typed: str, *, meant: tuple[str, ...] = (), lately: tuple[str, ...] = ()
) -> list[str]:
    body = json.loads(json.dumps(choices(typed, Suggestions(meant, lately), ENGLISH).body))
    assert body["type"] == 8
    assert all(len(choice["name"]) <= CHOICE_CHARACTERS for choice in body["data"]["choices"])
    return [choice["value"] for choice in body["data"]["choices"]]


def test_empty_input_offers_recent_rolls_then_examples() -> None:
    assert choices_by_value("", lately=("3d8", "1d4"))[:3] == ["3d8", "1d4", HELPERS[0][0]]


def test_the_correction_comes_first_then_matches() -> None:
    choices_shown = choices_by_value("1D20 +", meant=("1d20",), lately=("1d4", "Attack: 1d20+7"))

    assert choices_shown == [
        "1d20",
        "Attack: 1d20+7",
        "1d20+5",
        "1d20+5 vs 15",
        "1d20+5, dp",
        "1d20+1d4",
    ]


def test_full_width_characters_and_missing_accents_find_the_same_choices() -> None:
    assert choices_by_value("\uff11\uff44\uff12") == choices_by_value("1d2")
    assert choices_by_value("degats", lately=("Dégâts: 2d6+3",)) == ["Dégâts: 2d6+3"]


def test_the_plot_die_is_not_suggested_where_it_is_off() -> None:
    body = choices("1d20+5", Suggestions((), ()), ENGLISH, offers_plot_die=False).body

    assert "1d20+5 vs 15" in json.dumps(body)
    assert "dp" not in json.dumps(body)


def test_suggestions_are_unique_bounded_and_short() -> None:
    many = tuple(f"{n}d6" for n in range(1, 40))

    assert choices_by_value("", meant=("1d6",), lately=("1d6", "1d6+" * 30 + "1"))[:2] == [
        "1d6",
        "1d20+5",
    ]
    assert len(choices_by_value("", lately=many)) == MAX_CHOICES


def test_every_example_can_be_rolled() -> None:
    for notation, _ in HELPERS:
        parse_roll(notation)


def test_game_systems_are_offered_by_name_and_title() -> None:
    assert "sw8" in choices_by_value("sw")
    assert "sr6" in choices_by_value("shadowr")
    assert "cod8" in choices_by_value("chron")


def test_game_systems_come_after_what_was_meant() -> None:
    assert choices_by_value("cod5", meant=("5d10>=8!=10",))[:2] == ["5d10>=8!=10", "cod8"]
