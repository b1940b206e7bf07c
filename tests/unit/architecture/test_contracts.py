"""Tests that every application port has a contract suite that runs every adapter of the port."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PORTS = ("nazh/application/**/*.py", "nazh/domain/kernel/*.py")
ADAPTERS = ("nazh/adapters/outbound/**/*.py", "nazh/application/shared/event_bus.py")
SUITES = ("tests/contract/test_*.py",)
RUN_WITHIN = {
    "RollLedger": "OpenRolls",
    "RollHistory": "OpenRolls",
    "FairChainWriter": "OpenRolls",
    "WorldTransaction": "World",
    "Treaties": "World",
    "Pledges": "World",
}
"""Ports whose adapters are only created by another port's adapters."""
EXEMPT = {
    "SqliteWorker": "runs statements, and only looks like a Console",
    "SqlPledges": "satisfies Pledges, and only looks like the lists of a nation",
    "NoSavedNames": "has nothing to find; test_saved_names.py compares the adapters that do",
    "TracedRollLedgers": "wraps another adapter; test_ledgers.py shows that it passes calls on",
}
MADE_BY = {
    "ConsoleSession": "new_console",
    "SqliteDatabase": "new_database",
    "PostgresDatabase": "new_database",
    "MemoryRollCounters": "MemoryRollStore",
}
"""Adapters that a suite does not create by their class."""
WITHOUT_SUITE = {"PersonalData", "Bot", "Gateway", "Loop", "FeatureSwitches"}
"""Ports that no outbound adapter satisfies: the use cases of each context, or a part of the running
program that metrics and the status page read. The tests of those classes say what they return."""
Methods = Mapping[str, tuple[str, ...]]


def parsed(*patterns: str) -> Iterator[ast.Module]:
    for pattern in patterns:
        for file in sorted(ROOT.glob(pattern)):
            yield ast.parse(file.read_text("utf-8"))


def classes(modules: Iterable[ast.Module]) -> dict[str, ast.ClassDef]:
    nodes = (node for module in modules for node in ast.walk(module))
    return {node.name: node for node in nodes if isinstance(node, ast.ClassDef)}


def is_protocol(node: ast.ClassDef) -> bool:
    return "Protocol" in map(ast.unparse, node.bases)


def methods(node: ast.ClassDef) -> Methods:
    """Return the public methods of a class with the names of their parameters."""
    return {
        member.name: tuple(argument.arg for argument in member.args.args[1:])
        for member in node.body
        if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
        and (member.name == "__call__" or not member.name.startswith("_"))
    }


def satisfies(adapter: Methods, port: Methods) -> bool:
    """Whether each method of ``port`` is one of ``adapter``, with as many parameters at least.

    A single method may have a common name, and is compared by the names of its parameters too.
    """
    if len(port) == 1:
        ((name, parameters),) = port.items()
        return adapter.get(name) == parameters
    return all(name in adapter and len(adapter[name]) >= len(port[name]) for name in port)


@cache
def run_in(suite: ast.Module) -> set[str]:
    """Return the names that a module uses when it runs: neither imports nor annotations."""
    annotations = {
        id(inner)
        for node in ast.walk(suite)
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(annotation, ast.AST)
        for inner in ast.walk(annotation)
    }
    return {
        node.id
        for node in ast.walk(suite)
        if isinstance(node, ast.Name) and id(node) not in annotations
    }


@cache
def imported_in(suite: ast.Module) -> set[str]:
    """Return the names that a module imports."""
    imports = (node for node in ast.walk(suite) if isinstance(node, ast.ImportFrom))
    return {name.name for node in imports for name in node.names}


def is_asserting(suite: ast.Module) -> bool:
    """Whether a suite compares anything at all."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(suite))


def helpers_of(suite: ast.Module) -> Iterator[ast.Module]:
    """Yield the modules beside a suite that it imports from, such as a stateful machine."""
    for node in suite.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests.contract."):
            yield from parsed(f"{(node.module or '').replace('.', '/')}.py")


PORT_CLASSES = {
    name: methods(node) for name, node in classes(parsed(*PORTS)).items() if is_protocol(node)
}
ADAPTER_CLASSES = {
    name: methods(node)
    for name, node in classes(parsed(*ADAPTERS)).items()
    if not is_protocol(node)
}
SUITE_MODULES = tuple(parsed(*SUITES))


def unproved(port: str, adapters: Mapping[str, Methods], suites: Iterable[ast.Module]) -> set[str]:
    """Return the adapters of ``port`` that no suite of the port runs; the port if it has none."""
    own = [suite for suite in suites if RUN_WITHIN.get(port, port) in imported_in(suite)]
    run = {name for suite in own for name in run_in(suite)}
    if not own:
        return {port}
    if port in RUN_WITHIN:
        return set()
    unproved_adapters = {
        name for name, has in adapters.items() if satisfies(has, PORT_CLASSES[port])
    }
    return {
        adapter for adapter in unproved_adapters if MADE_BY.get(adapter, adapter) not in run
    } - EXEMPT.keys()


def test_there_are_ports_and_adapters() -> None:
    assert len(PORT_CLASSES) > 15
    assert len(ADAPTER_CLASSES) > 40


@pytest.mark.parametrize("port", sorted(PORT_CLASSES.keys() - WITHOUT_SUITE))
def test_a_contract_suite_runs_every_adapter_of_a_port(port: str) -> None:
    assert unproved(port, ADAPTER_CLASSES, SUITE_MODULES) == set(), (
        f"no module tests/contract/test_*.py imports {port} and creates these"
    )


@pytest.mark.parametrize(
    ("port", "adapter"),
    [("Clock", "SystemClock"), ("EventPublisher", "EventBus"), ("Rng", "SecretsRng")],
)
def test_these_adapters_are_recognized(port: str, adapter: str) -> None:
    assert satisfies(ADAPTER_CLASSES[adapter], PORT_CLASSES[port])


@pytest.mark.parametrize(
    "suite",
    [
        "from a import Clock, SystemClock",
        "from a import Clock, SystemClock\ndef test_a(clock: SystemClock) -> SystemClock: ...",
        "from a import SystemClock\nclock = SystemClock()",
    ],
)
def test_an_import_alone_proves_nothing(suite: str) -> None:
    assert unproved("Clock", ADAPTER_CLASSES, [ast.parse(suite)]) != set()


@pytest.mark.parametrize("file", sorted(ROOT.glob(SUITES[0])), ids=lambda file: file.stem)
def test_every_contract_suite_asserts_something(file: Path) -> None:
    suite = ast.parse(file.read_text("utf-8"))
    assert any(map(is_asserting, (suite, *helpers_of(suite))))


def test_a_suite_without_an_assertion_is_seen() -> None:
    assert not is_asserting(ast.parse("async def test_a(port):\n    await port.publish(1)"))
