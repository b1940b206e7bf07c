"""``script/load``: start the bot in a shape, let a crowd loose on it, and tell how it was."""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from benchmarks.load.arrivals import USUAL_MIX, Deed, arrivals
from benchmarks.load.crowd import Crowd
from benchmarks.load.driving import Driver
from benchmarks.load.figures import Figures, figures_of, read
from benchmarks.load.fleets import Fleet, Plan, Shape, Store, running
from benchmarks.load.outcome import Outcome
from benchmarks.load.proxies import NoProxy
from benchmarks.load.ramp import climb, highest
from benchmarks.load.running import DidNotRun
from benchmarks.load.telling import HEADER, LEGEND, Bar, as_json, refusals, row
from localcord import NotAnswered, Settings

LONGEST: Final = 360.0
"""Seconds for a whole run: nobody waits longer for a figure twice."""
AROUND: Final = 12.0
"""Seconds around a fleet: its start, its end, and a warm-up."""
SETTLING: Final = 4.0
WARM_UP: Final = (50.0, 3.0)
"""A rate and seconds that do not count."""
SETTINGS: Final = Settings(
    keep_events=2_000, keep_messages=2_000, keep_interactions=30_000, keep_requests=1
)
EXAMPLES: Final = """\
examples:
  script/load                                  how much one process holds, in SQLite
  script/load --shape http --processes 2 --store postgresql
  script/load --rate 100 --rate 200 --seconds 20
  script/load --mix roll=1 --bound 100         rolls alone; 99 of 100 within 100 ms
  script/load --soak 1000000 --rate 300        a million, and what happens meanwhile
"""


def main() -> None:
    """Measure what was asked for and print it."""
    asked = parse_arguments(sys.argv[1:])
    load = os.getloadavg()[0]
    try:
        figures, held = asyncio.run(_measure_all(asked))
    except (DidNotRun, NoProxy, NotAnswered, OSError, SQLAlchemyError) as reason:
        sys.exit(f"load: {reason}")
    if asked.json:
        json.dump(as_json(figures, held, load), sys.stdout, indent=2, ensure_ascii=False)
        print()
        return
    print(*(f"\n{line}" for line in refusals(figures)), sep="")
    for one in held:
        print(f"{one.shape} with {one.store} held {one.rate:g} interactions a second.")
    print(f"\n{LEGEND}\n\nload before: {load:.2f} on {os.cpu_count()} processors")


async def _measure_all(asked: argparse.Namespace) -> tuple[list[Figures], list[Figures]]:
    plans = plans_of(asked)
    figures: list[Figures] = []
    held: list[Figures] = []
    if not asked.json:
        print(HEADER, flush=True)
    for plan in plans:
        until = time.monotonic() + LONGEST / len(plans)
        async with running(plan, SETTINGS) as fleet:
            steps = await _Range(fleet, asked, until).measure()
        figures += steps
        best = highest(steps, asked.bound / 1e3)
        held += [best] if best else []
    return figures, held


class _Range:
    """A fleet with a crowd before it: where one rate after the other is tried."""

    def __init__(self, fleet: Fleet, asked: argparse.Namespace, until: float) -> None:
        self._fleet, self._asked = fleet, asked
        self._latest: float = until - asked.seconds - SETTLING
        self._crowd = Crowd(fleet.discord, asked.tables, asked.seats)
        self._driver = Driver(fleet.discord, self._crowd)
        self._seeds = itertools.count(asked.seed)

    async def measure(self) -> list[Figures]:
        """Warm up, then measure at the rates that were asked for, or climb."""
        await self._drive(*WARM_UP, Outcome())
        await self._driver.settle()
        gc.collect()
        gc.freeze()
        if self._asked.rate:
            return [await self._at(rate) for rate in self._asked.rate]
        return await climb(self._at, self._asked.start, self._asked.bound / 1e3, self._goes_on)

    async def _at(self, rate: float) -> Figures:
        outcome, began = Outcome(), read(self._fleet)
        await self._drive(rate, self._asked.seconds, outcome)
        came = read(self._fleet)
        await self._driver.settle()
        figures = figures_of(self._fleet, rate, outcome, began, came, read(self._fleet))
        if not self._asked.json:
            print(row(figures), flush=True)
        return figures

    async def _drive(self, rate: float, seconds: float, outcome: Outcome) -> None:
        coming = arrivals(rate, seconds, len(self._crowd), self._asked.mix, next(self._seeds))
        bar = Bar(f"{self._fleet.plan.shape.value} at {rate:g}/s", seconds, "s")
        await self._driver.drive(coming, outcome, bar.show)
        bar.clear()

    def _goes_on(self) -> bool:
        return time.monotonic() < self._latest


def plans_of(asked: argparse.Namespace) -> list[Plan]:
    """Return what is to run, one after the other."""
    return [
        Plan(shape, store, 1 if shape is Shape.GATEWAY else asked.processes, asked.proxy)
        for shape in asked.shape or [Shape.GATEWAY]
        for store in asked.store or [Store.SQLITE]
    ]


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; ends the process, with a sentence, when it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="script/load",
        description="Start the bot as real processes on a Discord of its own, let a crowd loose on"
        " it that does not wait, and tell how it was served. Without --rate it climbs to the"
        " highest rate that holds. Loopback only; ends by itself within six minutes.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--shape",
        action="append",
        type=Shape,
        metavar="SHAPE",
        help="gateway (one process; the default), shards (several), or http (several behind a"
        " proxy); may be repeated",
    )
    parser.add_argument(
        "--store",
        action="append",
        type=Store,
        metavar="STORE",
        help="sqlite (the default) or postgresql; may be repeated",
    )
    parser.add_argument(
        "--processes", type=_count, default=2, help="of shards and http (default: 2)"
    )
    parser.add_argument("--proxy", choices=("haproxy", "nginx"), help="default: what is there")
    parser.add_argument(
        "--rate", action="append", type=_rate, help="interactions a second; may be repeated"
    )
    parser.add_argument("--seconds", type=_rate, default=10.0, help="for each rate (default: 10)")
    parser.add_argument(
        "--bound",
        type=_rate,
        default=250.0,
        metavar="MS",
        help="a rate holds when nobody is lost and 99 of 100 are served within this (default: 250)",
    )
    parser.add_argument(
        "--start", type=_rate, default=100.0, metavar="RATE", help="where to climb from"
    )
    parser.add_argument(
        "--mix",
        type=_mix,
        default=USUAL_MIX,
        metavar="DEED=WEIGHT,…",
        help="what players do: roll, press, build, complete (default: 55, 20, 15, 10)",
    )
    parser.add_argument("--tables", type=_count, default=200, help="servers (default: 200)")
    parser.add_argument("--seats", type=_count, default=5, help="players at each (default: 5)")
    parser.add_argument("--seed", type=int, default=0, help="of chance: who comes when")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    plans = plans_of(asked)
    needed = len(plans) * (AROUND + len(asked.rate or [0]) * (asked.seconds + SETTLING))
    if needed > LONGEST:
        parser.error(f"that takes {needed:.0f} s, and a run takes {LONGEST:.0f} s at most")
    return asked


def _rate(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 < number < 10_000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 9999")
    return number


def _mix(text: str) -> dict[Deed, float]:
    pairs = (part.partition("=") for part in text.split(","))
    return {Deed(name.strip()): float(weight or 1) for name, _, weight in pairs}


if __name__ == "__main__":
    main()
