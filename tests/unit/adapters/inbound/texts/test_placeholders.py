"""Tests that every text is translated with exactly the facts that it has placeholders for."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from string import Formatter
from types import ModuleType

import nazh.adapters.inbound as channels
from nazh.adapters.inbound.texts.dice.odds.odds import PERCENT

MIN_CALLS = 600
"""Fewer checked calls would mean that constants are no longer found."""


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(channels.__path__, f"{channels.__name__}."):
        yield importlib.import_module(module.name)


def placeholders(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def value_of(node: ast.expr, known: object) -> object:
    """Return the value of a name in a module, or ``None`` for any other expression."""
    if isinstance(node, ast.Name):
        return getattr(known, node.id, None)
    if isinstance(node, ast.Attribute):
        return getattr(value_of(node.value, known), node.attr, None)
    return None


def differences(source: str, module: object) -> Iterator[tuple[int, set[str | None]]]:
    """Yield the line of each call of a translator, and which facts are missing or superfluous."""
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and call.args):
            continue
        called = ast.unparse(call.func)
        facts = {keyword.arg for keyword in call.keywords}
        text = value_of(call.args[0], module)
        if None in facts or (text == PERCENT and not facts):  # a chart fills in its percentages
            continue
        if isinstance(text, str) and called.endswith("translator"):
            yield call.lineno, facts ^ placeholders(text)
        elif isinstance(text, tuple) and called.endswith("translator.counted"):
            yield call.lineno, facts ^ (placeholders(*text) - {"count"})


def test_texts_get_the_facts_of_their_placeholders() -> None:
    mismatches = [
        (f"{module.__name__}:{line}", difference)
        for module in modules()
        for line, difference in differences(inspect.getsource(module), module)
    ]

    assert [mismatch for mismatch in mismatches if mismatch[1]] == []
    assert len(mismatches) > MIN_CALLS


def test_a_missing_and_a_superfluous_fact_are_found() -> None:
    module = ModuleType("texts")
    module.ONE, module.MANY = "{name} has {count}", ("{count} of {all}", "{count} of {all}")  # type: ignore[attr-defined]  # made here
    source = "translator(ONE, name=1)\nself._translator.counted(MANY, 2, all=3, count=2)"

    assert list(differences(source, module)) == [(1, {"count"}), (2, {"count"})]
