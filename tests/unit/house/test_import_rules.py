"""Every import rule of the house can fail: each is broken once, in a copy, and must notice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
CONTRACTS = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
ID_OF_NAME = {contract["name"]: contract["id"] for contract in CONTRACTS}

# Rooms that a rule demands. In the copy they exist, even where the house has no such room yet.
ROOMS = (
    "nazh/__main__.py",
    "nazh/bootstrap.py",
    "nazh/domain/dice",
    "nazh/domain/kernel",
    "nazh/application/dice",
    "nazh/application/shared",
    "nazh/adapters/inbound/cli",
    "nazh/adapters/inbound/discord",
    "nazh/adapters/inbound/settings",
    "nazh/adapters/inbound/wording",
    "nazh/adapters/outbound/clock",
    "nazh/adapters/outbound/entropy",
    "nazh/adapters/outbound/logs",
    "nazh/adapters/outbound/limits",
    "nazh/adapters/outbound/metrics",
    "nazh/adapters/outbound/reports",
    "nazh/adapters/outbound/significance",
    "nazh/adapters/outbound/tracing",
    "nazh/adapters/outbound/sql",
    "nazh/adapters/outbound/redis",
)


@dataclass(frozen=True, slots=True)
class Case:
    """Modules that break ``contract``, and ``others`` besides where that cannot be avoided."""

    contract: str
    modules: dict[str, str]
    others: frozenset[str] = frozenset()


def one(contract: str, room: str, source: str, *others: str) -> Case:
    return Case(contract, {f"{room}/intruder.py": source}, frozenset(others))


IN, OUT = "nazh/adapters/inbound", "nazh/adapters/outbound"

BREACHES = [
    one("rings", "nazh/utils", ""),
    one("rings", "nazh/domain/dice", "import nazh.application", "no-cycles"),
    one("rings", "nazh/application/dice", "import nazh.adapters.outbound", "no-cycles"),
    one(
        "rings",
        "nazh/adapters/inbound/cli",
        "import nazh.bootstrap",
        "no-cycles",
        "doors",
        "channels",
    ),
    one("doors", f"{IN}/cli", "import nazh.adapters.outbound.clock"),
    one("doors", f"{OUT}/clock", "import nazh.adapters.inbound.cli"),
    one("doors", "nazh/adapters/common", ""),
    one("channels", f"{IN}/cli", "import nazh.adapters.inbound.discord"),
    one("channels", f"{IN}/discord", "import nazh.adapters.inbound.settings"),
    one("channels", f"{IN}/wording", "import nazh.adapters.inbound.cli", "no-cycles"),
    one("technologies", f"{OUT}/clock", "import nazh.adapters.outbound.entropy"),
    one("domain-islands", "nazh/domain/dominion", "import nazh.domain.dice"),
    one("domain-islands", "nazh/domain/kernel", "import nazh.domain.dice", "no-cycles"),
    one("application-islands", "nazh/application/keep", "import nazh.application.dice"),
    one("application-islands", "nazh/application/helpers", ""),
    one("pure-domain", "nazh/domain/dice", "import secrets"),
    one("pure-domain", "nazh/domain/kernel", "from os import environ"),
    one("plain-application", "nazh/application/dice", "import sqlite3", "databases-in-their-room"),
    one("container-at-the-root", f"{OUT}/clock", "import dependency_injector.containers"),
    one("localcord-stands-alone", "localcord", "import nazh"),
    one("localcord-stands-alone", "localcord", "import hikari"),
    Case(
        "no-cycles",
        {
            "nazh/domain/dice/hen.py": "from nazh.domain.dice import egg",
            "nazh/domain/dice/egg.py": "from nazh.domain.dice import hen",
        },
    ),
    one("discord-in-its-room", f"{IN}/cli", "import hikari"),
    one("discord-in-its-room", f"{OUT}/metrics", "from lightbulb import Context"),
    one("metrics-in-their-room", f"{IN}/discord", "import prometheus_client"),
    one("limits-in-their-room", f"{IN}/discord", "import limits"),
    one("limits-in-their-room", f"{OUT}/metrics", "from limits.aio import strategies"),
    one("logs-in-their-room", f"{IN}/discord", "import structlog"),
    one("charts-in-their-room", f"{IN}/cli", "import matplotlib.figure"),
    one("charts-in-their-room", f"{OUT}/charts", "import matplotlib"),
    one("traces-in-their-room", f"{IN}/discord", "from opentelemetry import trace"),
    one("traces-in-their-room", f"{OUT}/reports", "import opentelemetry.sdk.trace"),
    one("reports-in-their-room", f"{IN}/discord", "import sentry_sdk"),
    one("settings-in-their-room", f"{IN}/discord", "import pydantic"),
    one("settings-in-their-room", f"{IN}/cli", "import pydantic_settings"),
    one("settings-in-their-room", f"{OUT}/sql", "import platformdirs"),
    one("languages-in-their-room", f"{IN}/discord", "import babel"),
    one("databases-in-their-room", f"{OUT}/memory", "import sqlite3"),
    one("databases-in-their-room", "nazh/wiring", "from sqlalchemy import Engine"),
    one("significance-in-its-room", "nazh/application/dice", "from mpmath import gammainc"),
    one("terminal-in-its-room", f"{IN}/settings", "import click"),
    one("json-at-the-door", f"{OUT}/clock", "import orjson"),
    one("redis-in-its-room", f"{OUT}/limits", "import redis.asyncio"),
    one("redis-in-its-room", f"{IN}/settings", "import redis"),
    one("signatures-in-their-room", f"{IN}/web", "import nacl.signing"),
    one("http-in-its-rooms", f"{IN}/cli", "import aiohttp"),
    one("http-in-its-rooms", f"{OUT}/metrics", "import aiohttp.web"),
]

NOTHING: dict[str, str] = {}

WELCOME = [
    {f"{IN}/discord/guest.py": "import aiohttp, hikari, lightbulb, orjson"},
    {f"{OUT}/discord/guest.py": "import hikari"},
    {f"{OUT}/logs/guest.py": "import structlog"},
    {f"{OUT}/metrics/guest.py": "import prometheus_client"},
    {f"{OUT}/reports/guest.py": "import sentry_sdk"},
    {f"{OUT}/tracing/guest.py": "import opentelemetry.sdk.trace"},
    {f"{OUT}/limits/guest.py": "import limits"},
    {f"{OUT}/redis/guest.py": "import redis.asyncio"},
    {f"{IN}/discord/visitor.py": "import nacl.signing"},
    {f"{OUT}/sql/guest.py": "import alembic, asyncpg, sqlalchemy, sqlite3"},
    {f"{IN}/settings/guest.py": "import pydantic, pydantic_settings"},
    {f"{IN}/cli/guest.py": "import click, orjson, nazh.adapters.inbound.wording"},
    {f"{IN}/web/guest.py": "import aiohttp"},
    {
        "nazh/adapters/bridges/guest.py": (
            "import nazh.adapters.inbound.cli, nazh.adapters.outbound.clock"
        )
    },
    {"nazh/wiring/guest.py": "import dependency_injector, nazh.adapters.outbound.clock"},
    {"nazh/domain/dominion/guest.py": "import datetime, nazh.domain.kernel"},
    {"nazh/application/keep/guest.py": "import asyncio, logging, nazh.application.shared"},
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[set[str]]:
    """The ids of the contracts broken by each of ``BREACHES``, then by each of ``WELCOME``."""
    copy = tmp_path_factory.mktemp("house")
    for package in ("nazh", "localcord"):
        shutil.copytree(HOUSE / package, copy / package, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(HOUSE / "pyproject.toml", copy)
    for room in ROOMS:
        lay(copy, Path(room))
    cases = [NOTHING, *(case.modules for case in BREACHES), *WELCOME]

    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("breaking_rules.py"))],
        cwd=copy,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    untouched, *answers = ({ID_OF_NAME[name] for name in names} for names in json.loads(run.stdout))
    assert untouched == set(), "broken before anything was added: see script/check imports"
    return answers


def lay(copy: Path, room: Path) -> None:
    package = room.parent if room.suffix else room
    for level in [*reversed(package.parents), package][1:]:
        (copy / level).mkdir(exist_ok=True)
        (copy / level / "__init__.py").touch()
    if room.suffix:
        (copy / room).touch()


@pytest.mark.parametrize(
    ("index", "case"),
    list(enumerate(BREACHES)),
    ids=[f"{case.contract}-{i}" for i, case in enumerate(BREACHES)],
)
def test_a_breach_breaks_its_contract_and_no_other(
    index: int, case: Case, answers: list[set[str]]
) -> None:
    assert case.contract in answers[index]
    assert answers[index] - {case.contract} <= case.others


@pytest.mark.parametrize(
    ("index", "modules"), list(enumerate(WELCOME)), ids=[next(iter(m)) for m in WELCOME]
)
def test_what_belongs_in_a_room_is_welcome_there(
    index: int, modules: dict[str, str], answers: list[set[str]]
) -> None:
    assert answers[len(BREACHES) + index] == set(), modules


def test_every_contract_is_seen_to_break() -> None:
    assert {case.contract for case in BREACHES} == set(ID_OF_NAME.values())
