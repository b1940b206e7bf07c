"""Discord on loopback, a bot on it, and a few players.

Whatever the bot sends is held against Discord's own OpenAPI document, in every test.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Channel, ChannelUser, Person, Server, Settings
from localcord.conformance import OpenApiValidator
from tests.e2e.program import CHANNEL, Program, run_bot

SLOW_DISCORD = Settings(answer_within=30.0, max_wait=30.0)
"""A Discord that waits for a slow machine, unless the three seconds are what is tried."""
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
        """Where Alice sits."""
        return self.alice.in_(self.channel)


PLAYED = frozenset(
    f"tests.e2e.test_{what}" for what in ("buttons", "fair_sessions", "secret_rolls", "roll_input")
)
"""Modules about what players see, which is the same on both channels.

Between them they have every kind of interaction and of answer; the other modules would pass too,
and take two minutes.
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let what players see be seen over HTTP too."""
    if metafunc.module.__name__ in PLAYED:
        metafunc.fixturenames.append("channel")
        http = pytest.param("http", marks=pytest.mark.slow)
        metafunc.parametrize("channel", ["gateway", http], indirect=True)


@pytest.fixture
def channel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How Discord reaches every program that the test runs."""
    how: str = request.param
    monkeypatch.setenv(CHANNEL, how)
    return how


@pytest.fixture(scope="session")
def validator() -> OpenApiValidator | None:
    """Discord's document, or ``None`` where it is not at hand (test_conformance.py says so)."""
    return OpenApiValidator(DOCUMENT) if DOCUMENT.is_file() else None


@pytest.fixture
def open_table(validator: OpenApiValidator | None) -> OpenTable:
    """Open tables on a Discord with settings of its own."""

    @asynccontextmanager
    async def open_one(settings: Settings = SLOW_DISCORD) -> AsyncIterator[Table]:
        async with Server(settings) as discord:
            channel = discord.guild("Keep").channel("table")
            yield Table(discord, channel, discord.user("Alice"), discord.user("Bob"))
            if validator is not None:
                problems = [
                    problem for sent in discord.requests for problem in validator.problems(sent)
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
        await program.stop()
    finally:
        program.kill()
