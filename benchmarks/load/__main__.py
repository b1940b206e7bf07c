"""Runs load tests and soak tests against real processes (``script/load``)."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import time
from dataclasses import replace
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.databases import NoDatabase
from benchmarks.load.arguments import LONGEST, parse_arguments, plans_of
from benchmarks.load.deployments import running
from benchmarks.load.dominion import NationNotFounded
from benchmarks.load.managed_process import ProcessFailed
from benchmarks.load.proxies import NoProxy
from benchmarks.load.rate_runner import RateRunner
from benchmarks.load.rate_search import highest
from benchmarks.load.reports import (
    HEADER,
    LEGEND,
    as_json,
    refusals,
    rejections,
    row,
    soak_as_json,
    soak_as_table,
)
from benchmarks.load.results import LoadResult
from benchmarks.load.soak_test import SoakResult, soak
from benchmarks.load.users import SimulatedUsers
from localcord import NotAnswered, Settings

SETTINGS: Final = Settings(
    keep_events=2_000, keep_messages=2_000, keep_interactions=30_000, keep_requests=1
)
SOAKING: Final = replace(SETTINGS, keep_requests=20_000)
"""Interactions that are delivered twice."""
FAILURES: Final = (
    *(ProcessFailed, NoProxy, NoDatabase, NationNotFounded),
    *(NotAnswered, OSError, SQLAlchemyError),
)


def main() -> None:
    """Run the requested tests and print the results."""
    arguments = parse_arguments(sys.argv[1:])
    # On SIGTERM, stop all started processes, as asyncio does on SIGINT.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    # Connections are broken on purpose, so they are not errors of the server.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    try:
        sys.exit(_soak_all(arguments) if arguments.soak else _run_all(arguments))
    except KeyboardInterrupt:
        sys.exit(130)
    except FAILURES as reason:
        sys.exit(f"load: {reason}")


def _run_all(arguments: argparse.Namespace) -> int:
    load = os.getloadavg()[0]
    if not arguments.json:
        print(HEADER, flush=True)
    steps, held = asyncio.run(_steps(arguments))
    if arguments.json:
        _print_json(as_json(steps, held, load))
        return 0
    print(*(f"\n{line}" for line in (*refusals(steps), *rejections(steps))), sep="")
    for result in held:
        print(f"{result.shape} with {result.store} held {result.rate:g} interactions a second.")
    print(f"\n{LEGEND}\n\nload before: {load:.2f} on {os.cpu_count()} processors")
    return 0


async def _steps(arguments: argparse.Namespace) -> tuple[list[LoadResult], list[LoadResult]]:
    """Return all steps, and the highest sustained one of each deployment."""
    steps: list[LoadResult] = []
    held: list[LoadResult] = []
    plans = plans_of(arguments)
    for plan in plans:
        until = time.monotonic() + LONGEST / len(plans)
        async with running(plan, SETTINGS) as deployment:
            tried = await RateRunner(
                deployment, arguments, until, _silent if arguments.json else _tell
            ).run_all()
        steps += tried
        best = highest(tried, arguments.bound / 1e3)
        held += [best] if best else []
    return steps, held


def _tell(figures: LoadResult) -> None:
    print(row(figures), flush=True)


def _silent(figures: LoadResult) -> None:
    """Ignores progress."""


def _soak_all(arguments: argparse.Namespace) -> int:
    """Run a soak test; return 1 if an interaction was lost without a fault or answered twice."""
    soak_result = asyncio.run(_soaked(arguments))
    if arguments.json:
        _print_json(soak_as_json(soak_result))
    else:
        print(soak_as_table(soak_result))
    return 0 if soak_result.is_well else 1


async def _soaked(arguments: argparse.Namespace) -> SoakResult:
    (plan,) = plans_of(arguments)
    async with running(plan, SOAKING) as deployment:
        users = SimulatedUsers(
            deployment.discord, arguments.tables, arguments.seats, has_dominion=plan.has_dominion
        )
        (rate,) = arguments.rate
        return await soak(deployment, users, arguments.soak, rate, arguments.mix, arguments.seed)


def _print_json(value: dict[str, object]) -> None:
    json.dump(value, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
