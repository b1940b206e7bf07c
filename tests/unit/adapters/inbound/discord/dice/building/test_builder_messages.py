"""Tests the builder's messages with golden files, and that they parse back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.inbound.discord.dice.building.builder_messages import (
    DIFFICULTY_CHARACTERS,
    Builder,
    builder_body,
    builder_message,
    read_builder,
    words_form,
)
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import NAZH, parse_roll
from nazh.domain.dice.building.drafting import STEPS, Draft, draft_of, is_possible
from nazh.domain.dice.limits import Limits
from tests.conftest import CheckGolden
from tests.unit.domain.dice.building.test_drafting import drafts
from tests.unit.domain.dice.strategies import steady


def draft(text: str) -> Draft:
    return draft_of(parse_roll(text))


STORIES = {
    "empty": Builder(Draft()),
    "making": Builder(draft("Stealth: a2d20+5 vs 15")),
    "staged": Builder(draft("3x4d6kh3, 2d6[fire] # *en garde* @everyone"), rolls=2),
    "full": Builder(draft("a1d20, 1d6, 1d6, 1d6, 1d6, dp")),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_builder_looks_as_agreed(story: str, check_golden: CheckGolden) -> None:
    body = builder_message(STORIES[story], NAZH, ENGLISH).body

    check_golden(f"discord/builder_{story}.json", as_text(body))


def test_the_form_looks_as_agreed(check_golden: CheckGolden) -> None:
    body = words_form(parse_roll("Stealth: 1d20 vs 15").pools[0], ENGLISH).body

    check_golden("discord/builder_words.json", as_text(body))


@steady
@given(drafts(), some.integers(0, 1_000_000))
def test_every_builder_is_read_back_and_fits(drafted: Draft, rolls: int) -> None:
    body = json.loads(json.dumps(builder_body(Builder(drafted, rolls), NAZH, ENGLISH)))
    (embed,) = body["embeds"]
    fields = [field["value"] for field in embed["fields"]]

    footer = embed.get("footer", {}).get("text", "")
    assert read_builder(embed.get("description", ""), fields, footer) == Builder(drafted, rolls)
    assert all(1 <= len(field) <= 1024 for field in fields)
    assert len(embed.get("description", "")) <= 4096
    assert len(body["components"]) == 5
    assert all(1 <= len(row["components"]) <= 5 for row in body["components"])


@steady
@given(drafts())
def test_a_button_is_disabled_exactly_where_its_step_is_impossible(drafted: Draft) -> None:
    body = json.loads(json.dumps(builder_body(Builder(drafted), NAZH, ENGLISH)))
    buttons = {
        part["custom_id"].rpartition(":")[2]: not part["disabled"]
        for row in body["components"]
        for part in row["components"]
    }

    for name, step in STEPS.items():
        assert buttons[name] == is_possible(drafted, step)
    assert buttons["roll"] == buttons["secret"] == bool(drafted.text)


@pytest.mark.parametrize(
    "fields",
    [[], ["`1d20`"], ["`1d20`", "", "", ""], ["`junk`", ""], ["", "`4d6kh3`"], ["`dp`", "`dp`"]],
)
def test_other_messages_are_not_read_as_builders(fields: list[str]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_builder("", fields, "")


def test_every_difficulty_fits_into_its_input() -> None:
    assert len(str(Limits.NUMBER)) <= DIFFICULTY_CHARACTERS


def test_a_long_label_that_was_typed_elsewhere_fits_into_the_form() -> None:
    long = draft(f"{'x' * 300}: 1d20")
    assert long.open_pool is not None
    shorter = replace(long, open_pool=replace(long.open_pool, label="x"))

    assert [_most_of_label(text) for text in (long, shorter)] == [300, 100]


def _most_of_label(drafted: Draft) -> int:
    form = json.loads(json.dumps(words_form(drafted.pools[-1], ENGLISH).body))
    return int(form["data"]["components"][0]["components"][0]["max_length"])


def as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def test_a_builder_in_the_wording_of_the_release_before_is_read() -> None:
    fields = ("`3x4d6kh3`: within 3 and 18", "`2d6`: 2 to 12, average 7", "30% against 15")

    builder = read_builder("", fields, "Rolls made here: 3")

    assert builder.rolls == 3
    assert builder.draft.text == "3x4d6kh3, 2d6"
