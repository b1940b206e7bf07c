"""Tests that every import rule detects a planted breach."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
ID_OF_NAME = {contract["name"]: contract["id"] for contract in CONTRACTS}


@dataclass(frozen=True, slots=True)
class Case:
    """Modules that break ``contract``, and unavoidably ``others``."""

    contract: str
    modules: dict[str, str]
    others: frozenset[str] = frozenset()


def breach(contract: str, package: str, source: str, *others: str) -> Case:
    return Case(contract, {f"{package}/forbidden.py": source}, frozenset(others))


IN, OUT = "nazh/adapters/inbound", "nazh/adapters/outbound"
DICE = ("dice-apart",)

BREACHES = [
    breach("rings", "nazh/utils", ""),
    breach("rings", "nazh/domain/dice", "import nazh.application"),
    breach("rings", "nazh/application/dice", "import nazh.adapters.outbound"),
    breach("rings", "nazh/adapters/inbound/cli", "import nazh.bootstrap"),
    breach("inbound-outbound-separated", f"{IN}/cli", "import nazh.adapters.outbound.system"),
    breach("inbound-outbound-separated", f"{OUT}/system", "import nazh.adapters.inbound.cli"),
    breach("inbound-outbound-separated", "nazh/adapters/common", ""),
    breach("channels", f"{IN}/cli", "import nazh.adapters.inbound.discord"),
    breach("channels", f"{IN}/discord", "import nazh.adapters.inbound.settings"),
    breach("channels", f"{IN}/texts", "import nazh.adapters.inbound.cli"),
    breach("technologies", f"{OUT}/system", "import nazh.adapters.outbound.rng"),
    breach("domain-contexts", "nazh/domain/dominion", "import nazh.domain.dice", *DICE),
    breach("domain-contexts", "nazh/domain/guilds", "import nazh.domain.dice", *DICE),
    breach("domain-contexts", "nazh/domain/kernel", "import nazh.domain.keep", "keep-apart"),
    breach("domain-contexts", "nazh/domain/kernel", "import nazh.domain.guilds"),
    breach("domain-contexts", "nazh/domain/helpers", ""),
    breach("application-contexts", "nazh/application/keep", "import nazh.application.dice", *DICE),
    breach(
        "application-contexts", "nazh/application/guilds", "import nazh.application.dice", *DICE
    ),
    breach("application-contexts", "nazh/application/helpers", ""),
    breach("wiring-contexts", "nazh/wiring/keep", "import nazh.wiring.dice", *DICE),
    breach("wiring-contexts", "nazh/wiring/guilds", "import nazh.wiring.dice", *DICE),
    breach("dice-apart", f"{IN}/discord/keep", "import nazh.adapters.inbound.discord.dice"),
    breach("dice-apart", f"{IN}/discord/guilds", "import nazh.adapters.inbound.discord.dice"),
    breach("dice-apart", f"{IN}/discord/interactions", "import nazh.application.dice"),
    breach("dice-apart", f"{IN}/settings/keep", "import nazh.adapters.inbound.settings.dice"),
    breach("dice-apart", f"{IN}/web/keep", "import nazh.domain.dice.limits"),
    breach("dice-apart", f"{OUT}/consoles", "import nazh.domain.dice"),
    breach("dice-apart", f"{OUT}/sql/keep", "import nazh.adapters.outbound.sql.dice"),
    breach("dice-apart", "nazh/wiring", "from nazh.application.dice import errors"),
    breach("dice-apart", "nazh/wiring/keep", "import nazh.adapters.inbound.cli.dice"),
    breach("dominion-apart", f"{IN}/cli/dice", "import nazh.domain.dominion"),
    breach("dominion-apart", f"{IN}/texts/keep", "import nazh.adapters.inbound.texts.dominion"),
    breach("dominion-apart", f"{OUT}/sql", "import nazh.application.dominion.ports"),
    breach("keep-apart", f"{OUT}/metrics/dice", "import nazh.adapters.outbound.metrics.keep"),
    breach("keep-apart", f"{OUT}/rulesets", "import nazh.domain.keep.servers"),
    breach("keep-apart", "nazh/wiring/dominion", "import nazh.application.keep"),
    breach("pure-domain", "nazh/domain/dice", "import secrets"),
    breach("pure-domain", "nazh/domain/kernel", "from os import environ"),
    breach("plain-application", "nazh/application/dice", "import sqlite3", "databases-isolated"),
    breach("container-in-wiring-only", f"{OUT}/system", "import dependency_injector.containers"),
    breach("localcord-independent", "localcord", "import nazh"),
    breach("localcord-independent", "localcord", "import hikari"),
    Case(
        "no-cycles",
        {
            "nazh/domain/dice/hen.py": "from nazh.domain.dice import egg",
            "nazh/domain/dice/egg.py": "from nazh.domain.dice import hen",
        },
    ),
    breach("discord-isolated", f"{IN}/cli", "import hikari"),
    breach("discord-isolated", f"{OUT}/metrics", "from lightbulb import Context"),
    breach("metrics-isolated", f"{IN}/discord", "import prometheus_client"),
    breach("charts-isolated", f"{IN}/cli", "import matplotlib.figure"),
    breach("charts-isolated", f"{OUT}/charts", "import matplotlib"),
    breach("traces-isolated", f"{IN}/discord", "from opentelemetry import trace"),
    breach("traces-isolated", f"{OUT}/error_tracking", "import opentelemetry.sdk.trace"),
    breach("reports-isolated", f"{IN}/discord", "import sentry_sdk"),
    breach("settings-isolated", f"{IN}/discord", "import dotenv"),
    breach("settings-isolated", f"{OUT}/sql", "import platformdirs"),
    breach("languages-isolated", f"{IN}/discord", "import babel"),
    breach("databases-isolated", f"{OUT}/memory", "import sqlite3"),
    breach("databases-isolated", "nazh/wiring", "from sqlalchemy import Engine"),
    breach("p-values-isolated", "nazh/application/dice", "from mpmath import gammainc"),
    breach("terminal-isolated", f"{IN}/settings", "import click"),
    breach("json-isolated", f"{OUT}/system", "import orjson"),
    breach("redis-isolated", f"{OUT}/memory", "import redis.asyncio"),
    breach("redis-isolated", f"{IN}/settings", "import redis"),
    breach("encryption-isolated", f"{OUT}/sql", "from cryptography.fernet import Fernet"),
    breach("signatures-isolated", f"{IN}/web", "import nacl.signing"),
    breach("http-isolated", f"{IN}/cli", "import aiohttp"),
    breach("http-isolated", f"{OUT}/metrics", "import aiohttp.web"),
]

NOTHING: dict[str, str] = {}
NAMES = {"__init__", *(id_.removesuffix("-apart") for id_ in ID_OF_NAME.values())}
"""Packages, and the modules named after a context, which are tried."""
DEPTH = 4
"""Parts of the path of a module in a context, such as ``nazh/domain/dice/limits.py``."""

ALLOWED = {
    f"{IN}/discord/allowed.py": "import aiohttp, hikari, lightbulb, orjson",
    f"{OUT}/discord/allowed.py": "import hikari",
    f"{OUT}/metrics/allowed.py": "import prometheus_client",
    f"{OUT}/error_tracking/allowed.py": "import sentry_sdk",
    f"{OUT}/tracing/allowed.py": "import opentelemetry.sdk.trace",
    f"{OUT}/redis/allowed.py": "import redis.asyncio",
    f"{IN}/discord/allowed_too.py": "import nacl.signing",
    f"{OUT}/sealing/allowed.py": "import cryptography.exceptions",
    f"{OUT}/sql/allowed.py": "import alembic, asyncpg, sqlalchemy, sqlite3",
    f"{IN}/settings/allowed.py": "import dotenv, platformdirs",
    f"{IN}/cli/allowed.py": "import click, orjson, nazh.adapters.inbound.texts",
    f"{IN}/web/allowed.py": "import aiohttp",
    f"{OUT}/consoles/allowed.py": "import nazh.domain.keep",
    "nazh/wiring/keep/allowed.py": "import nazh.wiring.guilds, nazh.adapters.inbound.web.keep",
    "nazh/adapters/bridges/allowed.py": (
        "import nazh.adapters.inbound.cli, nazh.application.dice, nazh.domain.keep"
    ),
    "nazh/wiring/allowed.py": "import dependency_injector, nazh.adapters.outbound.system",
    "nazh/domain/dominion/allowed.py": "import datetime, nazh.domain.kernel",
    "nazh/application/keep/allowed.py": "import asyncio, logging, nazh.application.shared",
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The contracts broken by each of ``BREACHES``, then by ``ALLOWED``.

    They are tried on packages, modules of contexts and those near the top, without contents, which
    is ten times faster; ``script/check imports`` tries all modules with contents.
    """
    copy = tmp_path_factory.mktemp("modules")
    for file in (path for top in ("nazh", "localcord") for path in (ROOT / top).rglob("*.py")):
        module = file.relative_to(ROOT)
        if module.stem in NAMES or len(module.parts) <= DEPTH:
            (copy / module).parent.mkdir(parents=True, exist_ok=True)
            (copy / module).touch()
    shutil.copy(ROOT / "pyproject.toml", copy)
    cases = [NOTHING, *(case.modules for case in BREACHES), ALLOWED]

    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("contract_breaches.py"))],
        cwd=copy,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    untouched, *answers = ({ID_OF_NAME[name] for name in names} for names in json.loads(run.stdout))
    assert untouched == set(), "broken before anything was added: see script/check imports"
    return answers


@pytest.mark.slow
@pytest.mark.parametrize(
    ("index", "case"),
    list(enumerate(BREACHES)),
    ids=[f"{case.contract}-{i}" for i, case in enumerate(BREACHES)],
)
def test_a_breach_breaks_its_contract_and_no_other(
    index: int, case: Case, answers: list[set[str]]
) -> None:
    assert answers[index] == {case.contract, *case.others}


@pytest.mark.slow
def test_allowed_imports_break_no_contract(answers: list[set[str]]) -> None:
    assert answers[len(BREACHES)] == set()


def test_every_contract_has_a_breach() -> None:
    without = set(ID_OF_NAME.values()) - {case.contract for case in BREACHES}

    assert without == set(), "plant a breach of these contracts in BREACHES"
