"""Tests that every function, modifier and operator of the grammar is known wherever it must be.

The elements come from the grammar's own types. A failing test names the element, and its own name
the place that does not know it: "Add a dice rule" in CONTRIBUTING.md lists these places.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import product
from pathlib import Path
from random import Random
from typing import Final, get_args, get_type_hints

import pytest
from hypothesis import given, settings

from nazh.adapters.inbound.discord.dice.rolling.autocomplete import choices
from nazh.adapters.inbound.texts.dice.rolling.explanation import explanation_lines
from nazh.adapters.inbound.texts.dice.rolling.suggestions import EXAMPLES, HELPERS
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dice.rolling.suggest_rolls import Suggestions
from nazh.domain.dice import PLAIN, RECORDED_RULESETS, judge, parse_roll, throw
from nazh.domain.dice.canonical_notation import write_pool
from nazh.domain.dice.modifiers import (
    Comparison,
    Condition,
    Drop,
    End,
    Failures,
    Modifier,
    Successes,
)
from nazh.domain.dice.odds import odds_of
from nazh.domain.dice.pools import (
    Dice,
    FunctionName,
    Operator,
    Pool,
    Sign,
    numbered_die,
)
from nazh.domain.dice.ranges import value_range
from nazh.domain.kernel.errors import Refusal
from tests.external_services import absent
from tests.fuzz.inputs import plausible
from tests.unit.domain.dice.odds.brute_force import brute_force
from tests.unit.domain.dice.odds.test_against_brute_force import agree
from tests.unit.domain.dice.strategies import WrittenRoll, steady, written_rolls

ROOT: Final = Path(__file__).parents[3]
PAGE_PARTS: Final = ROOT / "docs" / "verify"
FURTHER: Final = 2
"""The further dice per pool in the enumeration of all outcomes."""
THROWS: Final = 40
# Throws a roll as recorded faces say, and prints the totals.
JUDGE: Final = """
import { readFileSync } from "node:fs";
import { readRoll } from "./notation.js";
import { judge, layPools, Reading } from "./judging.js";
const totals = ({ notation, throws, ruleset }) => {
  try {
    const roll = readRoll(notation);
    return throws.map((faces) => String(judge(roll, layPools(roll, new Reading(faces)), ruleset)));
  } catch (error) {
    return [`${error}`];
  }
};
console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[2], "utf8")).map(totals)));
"""


def _modifiers() -> Iterator[Modifier]:
    """Yield each modifier once for each of its variants, such as both ends of a keep."""
    values: dict[object, tuple[object, ...]] = {
        int: (3,),
        bool: (False, True),
        Condition: (Condition(Comparison.AT_LEAST, 3),),
        Condition | None: (None,),
    }
    for kind in get_args(Modifier):
        hints = get_type_hints(kind)
        kinds = [hints[field.name] for field in fields(kind)]
        for given_values in product(*(values.get(hint) or tuple(hint) for hint in kinds)):
            modifier = kind(*given_values)
            if not (isinstance(modifier, Drop) and modifier.end is End.MIDDLE):
                yield modifier


def _named(modifier: Modifier) -> str:
    field_values = (getattr(modifier, field.name) for field in fields(modifier))
    words = (
        str(value.value) if isinstance(value, Enum) else str(value)
        for value in field_values
        if isinstance(value, Enum | bool)
    )
    return " ".join((type(modifier).__name__, *words))


def _notation(modifier: Modifier) -> str:
    counted = (Successes(Condition(Comparison.AT_LEAST, 2)),)
    before = counted if isinstance(modifier, Failures) else ()
    return write_pool(Pool(Dice(2, numbered_die(4), modifiers=(*before, modifier))))


EXAMPLES_OF: Final = {
    **{
        f"{name.value}()": f"{name.value}(1d6-4{',1d4-2' * name.takes_several})*5+10"
        for name in FunctionName
    },
    **{_named(modifier): _notation(modifier) for modifier in _modifiers()},
    **{f"operator {sign.value}": f"1d6{sign.value}(1d4+1)" for sign in (*Sign, *Operator)},
}
"""Every element of the grammar, with a roll that uses it."""
every_element = pytest.mark.parametrize("element", EXAMPLES_OF)


def elements_of(node: object) -> Iterator[str]:
    """Yield the elements in a parsed tree, or in a value of one."""
    if isinstance(node, Modifier):
        yield _named(node)
    elif isinstance(node, FunctionName):
        yield f"{node.value}()"
    elif isinstance(node, Operator):
        yield f"operator {node.value}"
    elif isinstance(node, tuple):
        if len(node) > 1 and isinstance(node[0], tuple) and isinstance(node[1][0], Sign):
            yield from (f"operator {sign.value}" for sign, _ in node[1:])
        for each in node:
            yield from elements_of(each)
    elif is_dataclass(node):
        for field in fields(node):
            yield from elements_of(getattr(node, field.name))


def elements_in(*texts: str) -> set[str]:
    elements: set[str] = set()
    for text in texts:
        try:
            elements.update(elements_of(parse_roll(text).pools))
        except Refusal:
            continue
    return elements


@every_element
def test_an_example_uses_its_element(element: str) -> None:
    assert element in elements_in(EXAMPLES_OF[element])


@every_element
def test_odds_know_it(element: str) -> None:
    plan = parse_roll(EXAMPLES_OF[element])

    agree(odds_of(plan, PLAIN), brute_force(plan, PLAIN, FURTHER))


@every_element
def test_ranges_know_it(element: str) -> None:
    plan = parse_roll(EXAMPLES_OF[element])
    reach = value_range(plan.pools[0].expression)

    totals = brute_force(plan, PLAIN, FURTHER).totals(0)

    assert reach is not None
    assert int(reach.low) <= min(totals) <= max(totals) <= int(reach.high)


@every_element
def test_explanations_know_it(element: str) -> None:
    notation = EXAMPLES_OF[element]

    for text in (notation, f"10-({notation})", f"2*({notation})", f"({notation},1)kh1"):
        assert all(explanation_lines(parse_roll(text), PLAIN, ENGLISH))


def test_explanations_tell_the_elements_apart() -> None:
    explanations = {
        element: explanation_lines(parse_roll(notation), PLAIN, ENGLISH)[1:]
        for element, notation in EXAMPLES_OF.items()
    }

    assert [
        (one, other)
        for one, other in product(explanations, explanations)
        if one < other and explanations[one] == explanations[other]
    ] == []


@every_element
def test_completion_knows_it(element: str) -> None:
    offered = [*(notation for notation, _ in HELPERS), *EXAMPLES]
    examples = [notation for notation in offered if element in elements_in(notation)]

    assert examples, f"no example in texts/dice/rolling/suggestions.py uses {element}"
    for example in examples:
        body = choices(example[:-1], Suggestions((), ()), ENGLISH).body
        assert f'"value": "{example}"' in json.dumps(body)


def test_the_document_knows_every_element() -> None:
    page = (ROOT / "docs" / "dice.md").read_text("utf-8")
    blocks = re.findall(r"```dice[^\n]*\n(.*?)```", page, re.DOTALL)
    examples = (re.split(r" [|→✗]", line)[0] for block in blocks for line in block.splitlines())

    assert sorted(set(EXAMPLES_OF) - elements_in(*examples)) == []
    assert [name.value for name in FunctionName if f"'{name.value}'" not in page] == []


def test_fuzz_texts_know_every_element() -> None:
    random = Random(1)

    elements = elements_in(*(plausible(random) for _ in range(3_000)))

    assert sorted(set(EXAMPLES_OF) - elements) == []


def test_property_tests_know_every_element() -> None:
    elements: set[str] = set()

    @settings(steady, max_examples=500, database=None)
    @given(written_rolls())
    def collect(roll: WrittenRoll) -> None:
        elements.update(elements_of(roll.pools))

    collect()

    assert sorted(set(EXAMPLES_OF) - elements) == []


LOW_TOTALS: Final = ("4dF", "4dF-1", "2-5", "1d20-25", "2d[0,0,1]-1", "3d10>=8f=1", "5d10>=8")
Totals = dict[tuple[str, str], tuple[list[str], list[str]]]


@pytest.fixture(scope="module")
def page_totals(tmp_path_factory: pytest.TempPathFactory) -> Totals:
    """The totals of throws by the program and by the verification page, under each ruleset."""
    node = shutil.which("node")
    if node is None:
        absent("node", "the modules of the verification page run in it")
    folder = tmp_path_factory.mktemp("page")
    for part in PAGE_PARTS.glob("*.js"):
        shutil.copy(part, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "main.js").write_text(JUDGE)
    throws = {
        notation: [throw(parse_roll(notation), SeededRng(seed)) for seed in range(THROWS)]
        for notation in (*EXAMPLES_OF.values(), *LOW_TOTALS)
    }
    keys = [(notation, ruleset) for notation in throws for ruleset in RECORDED_RULESETS]
    entries = [
        {
            "notation": notation,
            "throws": [list(each.faces) for each in throws[notation]],
            "ruleset": ruleset,
        }
        for notation, ruleset in keys
    ]
    (folder / "entries.json").write_text(json.dumps(entries))
    outcome = subprocess.run(
        [node, folder / "main.js", folder / "entries.json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    nazh_totals = [
        [str(judge(each, RECORDED_RULESETS[ruleset]).pools[0].total) for each in throws[notation]]
        for notation, ruleset in keys
    ]
    return dict(zip(keys, zip(nazh_totals, json.loads(outcome.stdout), strict=True), strict=True))


@every_element
def test_the_verification_page_knows_it(element: str, page_totals: Totals) -> None:
    nazh_totals, page_results = page_totals[EXAMPLES_OF[element], "plain"]

    assert page_results == nazh_totals


@pytest.mark.parametrize("ruleset", RECORDED_RULESETS)
def test_the_verification_page_judges_as_every_edition_of_a_ruleset(
    ruleset: str, page_totals: Totals
) -> None:
    assert [
        key
        for key, (nazh_totals, page_results) in page_totals.items()
        if key[1] == ruleset and nazh_totals != page_results
    ] == []
