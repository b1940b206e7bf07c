"""Provides bots on a Discord with frequent heartbeats and a long deadline."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.faults.observations import Observation
from tests.e2e.faults.scenario import FaultScenario
from tests.e2e.program import COMMAND, Program, run_bot

HEARTBEAT = 1.0
"""Seconds; Discord wants one every 41."""
SLACK = 6.0
"""Timeout of a request on a busy machine, in seconds."""
SLOW_DISCORD = Settings(heartbeat_interval=HEARTBEAT, answer_within=120.0, max_wait=30.0)
HAS_PASSED = pytest.StashKey[bool]()
RunningAt = Callable[..., AbstractAsyncContextManager[Program]]
StartScenario = Callable[..., Awaitable[FaultScenario]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave all of them to script/test --all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest_asyncio.fixture
async def table(open_table: OpenTable) -> AsyncIterator[Table]:
    # Discord waits 3 s for a response. Here it waits longer, so that a slow machine does not
    # matter; the suite's table has the response times.
    async with open_table(SLOW_DISCORD) as opened:
        yield opened


@pytest.fixture
def running_at(tmp_path: Path) -> RunningAt:
    """Run the bot, or a modified one, with a production log."""

    @asynccontextmanager
    async def run(
        table: Table, command: Sequence[str] = COMMAND, **variables: str
    ) -> AsyncIterator[Program]:
        variables = {"NAZH_LOG_FORMAT": "json", **variables}
        program = await run_bot(table.discord, tmp_path, command=command, **variables)
        try:
            yield program
            await program.stop()
        finally:
            program.kill()

    return run


@pytest_asyncio.fixture
async def bot(table: Table, running_at: RunningAt) -> AsyncIterator[Program]:
    async with running_at(table) as program:
        yield program


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let fixtures know whether their test has passed."""
    report = yield
    if report.when == "call":
        item.stash[HAS_PASSED] = report.passed
    return report


@pytest_asyncio.fixture
async def start_scenario(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> AsyncIterator[StartScenario]:
    """Return a function that starts a scenario, which must check all five observers."""
    stories: list[FaultScenario] = []

    async def begin(fault: str, table: Table, bot: Program) -> FaultScenario:
        scenario = FaultScenario(Observation(fault), table, bot)
        stories.append(scenario)
        await scenario.begin()
        return scenario

    yield begin
    for scenario in stories if request.node.stash.get(HAS_PASSED, False) else ():
        record_property("fault", asdict(scenario.observation))
        assert scenario.observation.not_looked_at() == []
