"""Choices: what was meant first, never too many, never too long."""

from __future__ import annotations

import json

from nazh.adapters.inbound.discord.dice.suggestions import CHOICE_CHARACTERS, MOST, choices
from nazh.adapters.inbound.wording.dice.suggesting import HELPERS
from nazh.adapters.inbound.wording.languages import ENGLISH
from nazh.application.dice.suggest_rolls import Suggestions
from nazh.domain.dice import parse_roll


def offered(typed: str, *, meant: tuple[str, ...] = (), lately: tuple[str, ...] = ()) -> list[str]:
    body = json.loads(json.dumps(choices(typed, Suggestions(meant, lately), ENGLISH).body))
    assert body["type"] == 8
    assert all(len(one["name"]) <= CHOICE_CHARACTERS for one in body["data"]["choices"])
    return [one["value"] for one in body["data"]["choices"]]


def test_nothing_typed_offers_rolls_of_before_then_examples() -> None:
    assert offered("", lately=("3d8", "1d4"))[:3] == ["3d8", "1d4", HELPERS[0][0]]


def test_what_was_meant_comes_first_and_only_what_fits_follows() -> None:
    seen = offered("1D20 +", meant=("1d20",), lately=("1d4", "Attack: 1d20+7"))

    assert seen == ["1d20", "Attack: 1d20+7", "1d20+5", "1d20+5 vs 15", "1d20+5, dp"]


def test_nothing_is_offered_twice_too_long_or_without_end() -> None:
    many = tuple(f"{n}d6" for n in range(1, 40))

    assert offered("", meant=("1d6",), lately=("1d6", "1d6+" * 30 + "1"))[:2] == ["1d6", "1d20+5"]
    assert len(offered("", lately=many)) == MOST


def test_every_example_can_be_rolled() -> None:
    for notation, _ in HELPERS:
        parse_roll(notation)
