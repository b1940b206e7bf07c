"""Tests that the load tool is open-loop, counts correctly, and cleans up."""

from __future__ import annotations

import asyncio
import json
import math
import os
import shutil
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from aiohttp import web

from benchmarks.load.arguments import parse_arguments
from benchmarks.load.arrivals import DEFAULT_MIX, Action, Arrival, arrivals
from benchmarks.load.fault_injection import take_conflicting_responses
from benchmarks.load.load_generator import LoadGenerator
from benchmarks.load.outcomes import InFlight, Outcome, quantile
from benchmarks.load.process_usage import processor_seconds, resident_mebibytes
from benchmarks.load.rate_search import climb, highest
from benchmarks.load.reports import as_json, sparkline
from benchmarks.load.results import LoadResult
from benchmarks.load.soak_test import AFTERMATH, CALM, FaultTimeline, InjectedFault
from benchmarks.load.users import SimulatedUsers
from localcord import Settings
from tests.external_services import absent
from tests.localcord.endpoints import http_bot
from tests.localcord.raw_bot import Json

ROOT = Path(__file__).parents[2]
ROLLS = {Action.ROLL: 1.0}
EMBED: Json = {"type": 4, "data": {"embeds": [{"description": "17"}]}}


# Arrivals


def test_strangers_come_as_often_as_asked_and_without_a_memory() -> None:
    arrival_times = [arrival.at for arrival in arrivals(50, 400, 10, DEFAULT_MIX, seed=1)]
    gaps = [after - before for before, after in pairwise(arrival_times)]

    assert len(arrival_times) == pytest.approx(50 * 400, rel=0.03)
    assert mean(gap > 1 / 50 for gap in gaps) == pytest.approx(1 / math.e, rel=0.05)
    # The process is memoryless: the remaining wait does not depend on the past.
    assert mean(gap > 2 / 50 for gap in gaps if gap > 1 / 50) == pytest.approx(1 / math.e, rel=0.1)


def test_the_same_seed_generates_the_same_arrivals() -> None:
    first, again, other = (list(arrivals(20, 50, 30, DEFAULT_MIX, seed)) for seed in (3, 3, 4))

    assert first == again != other
    assert {arrival.player for arrival in first} <= set(range(30))
    rolls = sum(arrival.action is Action.ROLL for arrival in first)
    assert rolls / len(first) == pytest.approx(0.55, abs=0.07)


# Counting


async def test_latency_is_counted_from_the_arrival_even_if_the_generator_stalled() -> None:
    coming = [Arrival(at / 100, Action.ROLL, 0) for at in range(20)]
    stands_still = iter([0.3])

    async with http_bot(lambda request: EMBED) as (discord, _):
        outcome = Outcome()
        generator = LoadGenerator(discord, SimulatedUsers(discord, 1, 1), lambda came: outcome)
        await generator.drive(coming, lambda done: time.sleep(next(stands_still, 0.0)))
        assert await discord.endpoint.wait_for_deliveries(20, timeout=60.0)
        discord.clock.advance(5)
        await generator.settle()

    assert outcome.sent == len(outcome.latencies) == 20
    assert max(outcome.latencies) >= 0.25
    assert quantile(outcome.late, 0.5) >= 0.1


async def test_a_fast_clock_of_discord_does_not_change_figures() -> None:
    began = int(time.time()) - 1_000
    fast = Settings(clock_speed=600, clock_began=began)

    async with http_bot(lambda request: EMBED, fast) as (discord, _):
        outcome = Outcome()
        generator = LoadGenerator(discord, SimulatedUsers(discord, 1, 1), lambda came: outcome)
        started = time.monotonic()
        await generator.drive([Arrival(at / 20, Action.ROLL, 0) for at in range(11)], _nothing)
        driven = time.monotonic() - started
        await generator.settle()

    assert outcome.sent == len(outcome.latencies) == 11
    assert driven >= 0.5
    assert -0.01 < min(outcome.latencies) <= max(outcome.latencies) < 4
    assert -0.01 < min(outcome.late) <= max(outcome.late) < 4


async def test_a_refusal_is_no_response_and_an_error_is_a_loss_with_its_reason() -> None:
    answers = iter([EMBED, {"type": 4, "data": {"content": "Too fast."}}])

    def answer(request: Json) -> Json:
        return next(answers, web.Response(status=503))

    async with http_bot(answer) as (discord, _):
        outcome = Outcome()
        generator = LoadGenerator(discord, SimulatedUsers(discord, 1, 3), lambda came: outcome)
        await generator.drive([Arrival(0.05 * who, Action.ROLL, who) for who in range(3)], _nothing)
        assert await discord.endpoint.wait_for_deliveries(3, timeout=60.0)
        discord.clock.advance(5)
        await generator.settle()

    assert (outcome.sent, outcome.denied, outcome.lost, outcome.doubled) == (3, 1, 1, 0)
    assert dict(outcome.rejected) == {
        "interactions endpoint: answered 503 Service Unavailable": 1,
    }


@pytest.mark.parametrize(("answers", "different"), [(["17", "17"], 0), (["17", "18"], 1)])
async def test_a_repeated_delivery_must_be_answered_alike(
    answers: list[str], different: int
) -> None:
    left = iter(answers)

    async with http_bot(lambda request: {"type": 4, "data": {"content": next(left)}}) as (
        discord,
        _,
    ):
        discord.endpoint.repeat()
        await discord.user("Mira").in_direct().slash("roll")
        assert await discord.endpoint.wait_for_deliveries(2)

        assert take_conflicting_responses(discord) == different
        assert take_conflicting_responses(discord) == 0, "the deliveries were cleared"


async def test_a_deployment_has_recovered_when_it_answers_a_new_arrival() -> None:
    async with http_bot() as (discord, _):
        in_flight = InFlight(discord.clock, lambda came: Outcome())
        in_flight.add(0.0, await discord.user("Mira").in_direct().slash("roll"))
        now = discord.clock.real()

        assert in_flight.is_answered_since(0.0)
        assert not in_flight.is_answered_since(now)


def _nothing(done: float) -> None:
    """Ignores progress."""


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1), (0.5, 51), (0.99, 100), (0.999, 100), (1.0, 100)]
)
def test_shares_are_of_the_ordered_values(share: float, value: int) -> None:
    assert quantile(list(range(100, 0, -1)), share) == value


def test_of_nothing_every_share_is_beyond_all_bounds() -> None:
    assert quantile([], 0.5) == math.inf


def test_a_fault_covers_requests_in_flight_and_those_soon_after() -> None:
    killed = InjectedFault(130.0, "killed", ended_at=150.0)
    timeline = FaultTimeline(strikes=[InjectedFault(100.0, "cut", ended_at=100.0), killed])

    moments = (90.0, 98.0, 100.0 + AFTERMATH, 120.0, 128.0, 149.0, 151.0 + AFTERMATH)
    for moment in moments:
        timeline.outcome_of(moment).sent += 1

    sent_during = {name: outcome.sent for name, outcome in timeline.outcomes.items()}
    assert sent_during == {CALM: 3, "cut": 2, "killed": 2}
    assert timeline.total().sent == len(moments)


async def test_the_work_of_children_is_counted_with_their_parents() -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True); input()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", parent),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()

    seconds, memory = processor_seconds([process.pid]), resident_mebibytes([process.pid])
    await process.communicate(b"\n")

    # The kernel counts in hundredths, and rounds user and system time down.
    assert seconds >= 0.28
    assert memory > resident_mebibytes([os.getpid()]) / 100
    assert processor_seconds([process.pid]) == 0


# Sustained rates


def _figures(rate: float, p99: float, lost: int = 0) -> LoadResult:
    return LoadResult(
        *("gateway", "sqlite", 1, rate, 10.0, 100, 100 - lost, lost, 0, 0, {}, {}),
        *(p99 / 2, p99, p99, 0.0, 1000.0, {}, 0.5, 0.1, 0.5, 100.0),
    )


@pytest.mark.parametrize("start", [40.0, 100.0, 1000.0])
async def test_climbing_finds_the_rate_that_holds(start: float) -> None:
    async def measure(rate: float) -> LoadResult:
        return _figures(rate, 0.05 if rate <= 330 else 2.0)

    steps = await climb(measure, start, 0.25, lambda: True)

    best = highest(steps, 0.25)
    assert best is not None
    assert 330 / 1.15 <= best.rate <= 330
    assert len(steps) <= 9


async def test_climbing_ends_when_time_is_over_and_may_find_nothing() -> None:
    async def measure(rate: float) -> LoadResult:
        return _figures(rate, 0.05, lost=1)

    steps = await climb(measure, 100, 0.25, lambda: False)

    assert len(steps) == 1
    assert highest(steps, 0.25) is None


# Reports


def test_memory_is_drawn_from_the_smallest_to_the_largest() -> None:
    assert sparkline([1, 2, 3, 4, 5, 6, 7, 8]) == "▁▂▃▄▅▆▇█"
    assert sparkline([5, 5, 5]) == "▁▁▁"
    assert len(sparkline(list(range(1000)), width=60)) <= 60


def test_results_without_any_response_are_json() -> None:
    document = as_json([_figures(10, math.inf)], [], 0.5)

    (step,) = json.loads(json.dumps(document, allow_nan=False))["steps"]
    assert (step["p99"], step["rate"]) == (None, 10)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--rate", "10", "--seconds", "400"],
        ["--soak", "100", "--rate", "10", "--rate", "20"],
        ["--mix", "sing=1"],
        ["--rate", "0"],
    ],
)
def test_senseless_options_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(arguments)

    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


# With the real program


async def load(*arguments: str) -> tuple[int, Json]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.load", "--json", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, json.loads(output)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["shards", "http"])  # the soak test below uses the gateway
async def test_every_topology_serves_the_load(shape: str) -> None:
    if shape == "http" and not (shutil.which("haproxy") or shutil.which("nginx")):
        absent("haproxy", "neither haproxy nor nginx is here")

    status, report = await load("--shape", shape, "--rate", "20", "--seconds", "3")

    (step,) = report["steps"]
    assert status == 0
    assert step["answered"] == step["sent"] > 0
    assert (step["lost"], step["doubled"], step["denied"]) == (0, 0, 0)
    assert step["bot_cpu"] > 0


@pytest.mark.slow
def test_stopping_it_stops_all_child_processes() -> None:
    command = (sys.executable, "-m", "benchmarks.load", "--rate", "10", "--seconds", "60")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while not (bots := _children(process.pid)):
            assert process.poll() is None

        process.terminate()

        assert process.wait(120) == 130
        assert not any(Path(f"/proc/{bot}").exists() for bot in bots)


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.slow
async def test_a_soak_test_attributes_losses_to_the_injected_fault() -> None:
    status, report = await load("--soak", "400", "--rate", "20")

    assert status == 0
    assert report["outcomes"]["the connection is cut"]["strikes"] == 1
    assert sum(outcome["sent"] for outcome in report["outcomes"].values()) == 400
    assert report["outcomes"][CALM]["lost"] == 0
    assert min(report["memory"]) > 0
