"""Parses the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from benchmarks.load.arrivals import DEFAULT_MIX, Action, has_dominion
from benchmarks.load.deployments import DeploymentPlan, Store, Topology
from benchmarks.load.rate_runner import SETTLING

LONGEST: Final = 360.0
"""Seconds for a whole run, except for soak tests."""
AROUND: Final = 12.0
"""Seconds to start, warm up and stop a deployment."""
REGISTERED_PER_SECOND: Final = 25
"""The minimum rate at which Dominion's nations and citizens are registered before the warm-up."""
DESCRIPTION: Final = """\
Start the bot as real processes on a simulated Discord, apply an open-loop load,
and report latencies and losses. Without --rate it searches for the highest
sustained rate. It uses loopback only. A soak test ends when all interactions are
sent, everything else within six minutes.
"""
EXAMPLES: Final = """\
examples:
  script/load                                  the highest rate of one process with SQLite
  script/load --shape http --processes 2 --store postgresql
  script/load --rate 100 --rate 200 --seconds 20
  script/load --mix roll=1 --bound 100         only rolls, with a p99 of at most 100 ms
  script/load --mix nation=40,rank=20,contribute=20,allocate=10,complete=10
                                               players of Dominion, with a tick every six seconds
  script/load --soak 1000000 --rate 300        a soak test of a million interactions
"""


def plans_of(asked: argparse.Namespace) -> list[DeploymentPlan]:
    """Return the deployments to test, in order."""
    return [
        DeploymentPlan(
            shape,
            store,
            1 if shape is Topology.GATEWAY else asked.processes,
            asked.proxy,
            has_dominion(asked.mix),
        )
        for shape in asked.shape or [Topology.GATEWAY]
        for store in asked.store or [Store.SQLITE]
    ]


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line; exits with a message if it is invalid."""
    parser = argparse.ArgumentParser(
        prog="script/load",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--shape",
        action="append",
        type=Topology,
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
        "--processes", type=_count, default=2, help="for shards and http (default: 2)"
    )
    parser.add_argument("--proxy", choices=("haproxy", "nginx"), help="default: any installed one")
    parser.add_argument(
        "--rate", action="append", type=_rate, help="interactions per second; may be repeated"
    )
    parser.add_argument("--seconds", type=_rate, default=10.0, help="for each rate (default: 10)")
    parser.add_argument(
        "--bound",
        type=_rate,
        default=250.0,
        metavar="MS",
        help="a rate is sustained without losses and with a p99 within this (default: 250)",
    )
    parser.add_argument(
        "--start", type=_rate, default=100.0, metavar="RATE", help="the first rate of the search"
    )
    parser.add_argument(
        "--mix",
        type=_mix,
        default=DEFAULT_MIX,
        metavar="ACTION=WEIGHT,…",
        help="weights of roll, press, build, complete (default: 55, 20, 15, 10), and of nation,"
        " contribute, allocate, rank, with which Dominion runs too",
    )
    parser.add_argument(
        "--soak",
        type=_many,
        metavar="N",
        help="send N interactions at one --rate (default: 200) while faults are injected; fails"
        " if any is lost without a fault, or answered twice",
    )
    parser.add_argument(
        "--callback-seconds",
        type=_rate,
        metavar="SECONDS",
        help="let the simulated Discord take this long for each response",
    )
    parser.add_argument("--tables", type=_count, default=200, help="servers (default: 200)")
    parser.add_argument("--seats", type=_count, default=5, help="users per server (default: 5)")
    parser.add_argument("--seed", type=int, default=0, help="random seed of the arrivals")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parsed = parser.parse_args(arguments)
    plans = plans_of(parsed)
    if parsed.soak:
        parsed.rate = parsed.rate or [200.0]
        if len(plans) > 1 or len(parsed.rate) > 1:
            parser.error("a soak test takes one shape, one store and one rate")
        return parsed
    around = AROUND
    if has_dominion(parsed.mix):
        around += parsed.tables * (1 + parsed.seats) / REGISTERED_PER_SECOND
    needed = len(plans) * (around + len(parsed.rate or [0]) * (parsed.seconds + SETTLING))
    if needed > LONGEST:
        parser.error(f"that takes {needed:.0f} s, and a run takes {LONGEST:.0f} s at most")
    return parsed


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


def _many(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 up")
    return number


def _mix(text: str) -> dict[Action, float]:
    pairs = (part.partition("=") for part in text.split(","))
    return {Action(name.strip()): float(weight or 1) for name, _, weight in pairs}
