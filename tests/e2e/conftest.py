"""Provides localcord, a bot and users.

In every test, all requests of the bot are validated against Discord's OpenAPI document.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Channel, ChannelUser, Person, RecordedRequest, Server, Settings
from localcord.conformance import OpenApiValidator
from tests.e2e.forked_programs import SHORT_PERIODS
from tests.e2e.program import CHANNEL, FORK, Program, run_bot

SLOW_DISCORD = Settings(answer_within=30.0, max_wait=30.0)
"""A Discord with a long deadline, for tests that do not test the three seconds."""
DOCUMENT = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
OpenTable = Callable[..., AbstractAsyncContextManager["Table"]]


@dataclass(frozen=True, slots=True)
class Table:
    """A channel with a bot in it and two players."""

    discord: Server
    channel: Channel
    alice: Person
    bob: Person

    @property
    def channel_user(self) -> ChannelUser:
        """Alice in the channel."""
        return self.alice.in_(self.channel)


PLAYED = frozenset(
    f"tests.e2e.test_{module}"
    for module in ("buttons", "fair_sessions", "secret_rolls", "roll_input", "toy_context")
)
"""Modules whose tests run over the gateway and over HTTP.

Together they cover every kind of interaction and response. The other modules would pass as well,
but take two minutes.
"""
STARTED = frozenset(f"tests.e2e.test_{module}" for module in ("start_and_stop", "shutdown"))
"""Modules that test how programs start and end, so that each is started by a new interpreter."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run these modules over HTTP as well."""
    if metafunc.module.__name__ in PLAYED:
        metafunc.fixturenames.append("channel")
        http = pytest.param("http", marks=pytest.mark.slow)
        metafunc.parametrize("channel", ["gateway", http], indirect=True)


def may_notify(sent: RecordedRequest) -> bool:
    """Return whether a message of the bot notifies users, or everyone, that it mentions."""
    body = sent.body if isinstance(sent.body, dict) else {}
    message = body.get("data") or body
    if not message.get("content"):
        return False
    allowed = message.get("allowed_mentions") or {"parse": ["everyone"]}
    return bool(allowed.get("parse") or allowed.get("users") or allowed.get("replied_user"))


@pytest.fixture
def channel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The transport by which Discord reaches the programs of a test."""
    how: str = request.param
    monkeypatch.setenv(CHANNEL, how)
    return how


@pytest.fixture(autouse=True)
def _fork(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs be forked, except where the start is what is tested."""
    if request.module.__name__ not in STARTED:
        monkeypatch.setenv(FORK, "1")


@pytest.fixture
def short_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs repeat their jobs every second, for tests that wait for what a job does."""
    monkeypatch.setenv(SHORT_PERIODS, "1")


@pytest.fixture(scope="session")
def validator() -> OpenApiValidator | None:
    """Discord's document, or ``None`` if it is missing (test_conformance.py reports it)."""
    return OpenApiValidator(DOCUMENT) if DOCUMENT.is_file() else None


@pytest.fixture
def open_table(validator: OpenApiValidator | None) -> OpenTable:
    """Create channels on a Discord with its own settings."""

    @asynccontextmanager
    async def open_one(settings: Settings = SLOW_DISCORD) -> AsyncIterator[Table]:
        async with Server(replace(settings, refuse_unknown_fields=True)) as discord:
            channel = discord.guild("Keep").channel("table")
            yield Table(discord, channel, discord.user("Alice"), discord.user("Bob"))
            assert [request for request in discord.requests if may_notify(request)] == []
            if validator is not None:
                problems = [
                    problem
                    for request in discord.requests
                    for problem in validator.problems(request)
                ]
                assert problems == []

    return open_one


@pytest_asyncio.fixture
async def table(open_table: OpenTable) -> AsyncIterator[Table]:
    async with open_table() as opened:
        yield opened


@pytest_asyncio.fixture
async def bot(table: Table, tmp_path: Path) -> AsyncIterator[Program]:
    program = await run_bot(table.discord, tmp_path)
    try:
        yield program
    finally:
        program.kill()  # a clean end takes half a second, and is tested in test_shutdown
        await program.process.wait()
