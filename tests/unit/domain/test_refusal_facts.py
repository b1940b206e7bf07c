"""Tests that refusals are raised with every fact that their sentences and hints mention."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from string import Formatter
from types import ModuleType, SimpleNamespace
from typing import TypeGuard

import nazh.application
import nazh.domain
from nazh.domain.kernel.errors import Refusal

MIN_CALLS = 200
"""Fewer checked calls would mean that refusals are no longer found."""


def modules() -> Iterator[ModuleType]:
    for package in (nazh.domain, nazh.application):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def mentioned(kind: type[Refusal]) -> set[str]:
    """Return the placeholders of what a class says, if it always says the same."""
    texts = (getattr(kind, "says", None), kind.remedy)
    return {
        name
        for text in texts
        if isinstance(text, str)
        for _, name, _, _ in Formatter().parse(text)
        if name
    }


def is_refusal(kind: object) -> TypeGuard[type[Refusal]]:
    return isinstance(kind, type) and issubclass(kind, Refusal)


def calls(source: str, module: object) -> Iterator[tuple[int, type[Refusal], ast.Call]]:
    """Yield the line of each refusal that a module raises or derives, and how it gets its facts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            kind = getattr(module, node.name, None)
            for call in ast.walk(node):
                if not (isinstance(call, ast.Call) and is_refusal(kind)):
                    continue
                if ast.unparse(call.func) == "super().__init__":
                    yield call.lineno, kind, call
        elif isinstance(node, ast.Raise) and node.exc is not None:
            call = node.exc if isinstance(node.exc, ast.Call) else ast.Call(node.exc, [], [])
            kind = getattr(module, ast.unparse(call.func), None)
            if is_refusal(kind) and "__init__" not in vars(kind):
                yield node.lineno, kind, call


def missing(kind: type[Refusal], call: ast.Call) -> set[str]:
    """Return the facts that a call leaves out, unless it passes other texts, or facts by ``**``."""
    given_facts = {keyword.arg or "" for keyword in call.keywords}
    is_known = not call.args and "" not in given_facts and kind.__base__ is Refusal
    return mentioned(kind) - given_facts if is_known else set()


def test_refusals_are_raised_with_the_facts_that_they_mention() -> None:
    raised = [
        (f"{module.__name__}:{line}", missing(kind, call))
        for module in modules()
        for line, kind, call in calls(inspect.getsource(module), module)
    ]

    assert [raised_refusal for raised_refusal in raised if raised_refusal[1]] == []
    assert len(raised) > MIN_CALLS


def test_a_missing_fact_is_found() -> None:
    class TooMany(Refusal):
        says = "At most {most} of {name}."

    module = SimpleNamespace(TooMany=TooMany)
    raised = list(
        calls("raise TooMany\nraise TooMany(most=1)\nraise TooMany(name=1, most=2)", module)
    )

    assert [(line, missing(kind, call)) for line, kind, call in raised] == [
        (1, {"most", "name"}),
        (2, {"name"}),
        (3, set()),
    ]
