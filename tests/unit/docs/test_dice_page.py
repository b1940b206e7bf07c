"""Tests every example in docs/dice.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from nazh.adapters.inbound.texts.dice.rolling.json_forms import refusal_form, rolls_form
from nazh.adapters.inbound.texts.dice.rolling.markup import pool_markup
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import outcome_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import NAZH, RULESETS, Ruleset, errors, judge, throw_physical_dice
from nazh.domain.dice.evaluation.results import Mark
from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal

PAGE = (Path(__file__).parents[3] / "docs/dice.md").read_text("utf-8")
BLOCK = re.compile(r"^```dice ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One line of an example block, and the ruleset that it is played by."""

    line: str
    ruleset: Ruleset


EXAMPLES = [
    Example(line, RULESETS.get(name, NAZH))
    for name, lines in BLOCK.findall(PAGE)
    for line in lines.splitlines()
]


def of_kind(sign: str) -> list[Example]:
    """The examples that are written with this sign."""
    return [example for example in EXAMPLES if sign in example.line]


def test_every_example_is_of_a_known_kind() -> None:
    known = {example.line for sign in (" | ", " → ", " ✗ ") for example in of_kind(sign)}

    assert len(EXAMPLES) > 80
    assert {example.line for example in EXAMPLES} == known


@pytest.mark.parametrize("example", of_kind(" | "), ids=lambda example: example.line)
def test_examples_with_faces_give_the_results_on_the_page(example: Example) -> None:
    text, fell, totals, *markup_shown = (part.strip() for part in example.line.split("|"))
    faces = [int(face) for face in fell.split()]

    (thrown,) = throw_physical_dice(read_roll(text), faces)
    roll = judge(thrown, example.ruleset)

    assert [str(result.total) for result in roll.pools] == [
        "None" if total == "-" else total for total in totals.split(", ")
    ]
    if markup_shown:
        markup = [
            pool_markup(result, example.ruleset, ENGLISH)
            + (f" ({outcome_text(result, ENGLISH)})" if result.damage is not None else "")
            for result in roll.pools
        ]
        assert "; ".join(markup) == markup_shown[0]


@pytest.mark.parametrize("example", of_kind(" → "), ids=lambda example: example.line)
def test_notations_read_as_the_page_says(example: Example) -> None:
    text, canonical = example.line.split(" → ")

    assert read_roll(text).notation == canonical


@pytest.mark.parametrize("example", of_kind(" ✗ "), ids=lambda example: example.line)
def test_refusals_on_the_page_are_correct(example: Example) -> None:
    text, code = example.line.split(" ✗ ")

    with pytest.raises(Refusal) as caught:
        read_roll(text, is_typed=True)

    assert caught.value.code == code
    assert caught.value.hint


def test_the_machine_readable_example_matches_the_output() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    thrown = throw_physical_dice(read_roll("a1d20+5, 2d6", add_plot=True), (18, 3, 3, 4, 2))

    form = rolls_form(tuple(map(judge, thrown)))

    assert json.dumps(form) == json.dumps(json.loads(block))


def test_the_refusal_on_the_page_matches_the_output() -> None:
    (refusal_shown,) = re.findall(r'`(\{"error".*?\}\})`', PAGE)

    with pytest.raises(Refusal) as caught:
        read_roll("6d0")

    assert json.dumps(refusal_form(caught.value)) == json.dumps(json.loads(refusal_shown))


def test_every_refusal_has_its_place_on_the_page() -> None:
    codes = {getattr(errors, name).code for name in errors.__all__}

    assert {code for code in codes if f"`{code}`" not in PAGE} == set()


def test_every_mark_has_its_place_on_the_page() -> None:
    assert [mark.value for mark in Mark if f"`{mark.value}`" not in PAGE] == []


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {
        heading.lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= headings
