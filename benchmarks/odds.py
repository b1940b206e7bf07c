"""Compares exact odds with icepool and dyce, for a new roll and for a cached one."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from time import perf_counter
from typing import Final

from benchmarks.interleaved import Contestant, python, race
from benchmarks.notations import CORPUS
from benchmarks.peers import dyce, icepool
from benchmarks.report import Part
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.domain.dice import NAZH, RollPlan, parse_roll
from nazh.domain.dice.odds import odds_of

GOAL: Final = 10
"""The goal for a first query, relative to icepool."""
QUICK: Final = 5e-3
"""Seconds within which each notation, with few exceptions, must be computed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The same odds by three libraries. Peers add a new number to every face each time."""

    name: str
    ours: Callable[[], object]
    icepool: Callable[[int], object]
    dyce: Callable[[int], object] | None = None


def _odds(notation: str) -> Callable[[], object]:
    plan = parse_roll(notation, is_typed=True, for_odds=True)
    return partial(odds_of, RollPlan(plan.pools))


RACED: Final = (
    Asked("100d6", _odds("100d6"), partial(icepool.total, 100, 6), partial(dyce.total, 100, 6)),
    Asked(
        "4d6kh3", _odds("4d6kh3"), partial(icepool.highest, 4, 6, 3), partial(dyce.highest, 4, 6, 3)
    ),
    Asked("20d20kh10", _odds("20d20kh10"), partial(icepool.highest, 20, 20, 10)),
    # Peers follow three explosions per die; Nazh continues until 10 ** -12 is left.
    Asked(
        "10d10!",
        _odds("10d10!"),
        partial(icepool.exploding, 10, 10),
        partial(dyce.exploding, 10, 10),
    ),
    Asked("2d20kh1+5, dp", _odds("2d20kh1+5, dp"), icepool.with_plot_die, dyce.with_plot_die),
)


def measure(seconds: float) -> Part:
    """Return the comparison of odds; each race takes ``seconds``."""
    warnings.simplefilter("ignore")  # dyce marks explosions as experimental
    part = Part("Exact odds, beside icepool and dyce")
    for raced_roll in RACED:
        _race_first(part, raced_roll, seconds)
        _race_again(part, raced_roll, seconds)
    slow = [notation for notation in CORPUS if _taken(notation) > QUICK]
    part.amounts["odds.corpus_within_5_ms"] = (100 * (1 - len(slow) / len(CORPUS)), "%")
    part.at_least["odds.corpus_within_5_ms"] = 95
    return part


def _race_first(part: Part, raced_roll: Asked, seconds: float) -> None:
    peers = {"icepool": _fresh(f"{raced_roll.name} first, icepool", raced_roll.icepool)}
    if raced_roll.dyce is not None:
        peers["dyce"] = _fresh(f"{raced_roll.name} first, dyce", raced_roll.dyce)
    nazh = python(f"{raced_roll.name} first", raced_roll.ours)
    outcome = race([nazh, *peers.values()], seconds)
    part.figures += outcome.figures()
    for name, peer in peers.items():
        part.ratios[f"odds.{name}.{raced_roll.name}"] = outcome.ratio(of=peer.name, to=nazh.name)
    part.at_least[f"odds.icepool.{raced_roll.name}"] = GOAL


def _race_again(part: Part, raced_roll: Asked, seconds: float) -> None:
    if raced_roll.name == "100d6":
        return
    plan, odds_cache = parse_roll(raced_roll.name), OddsCache()
    odds_cache.store(odds_of(plan))
    nazh = python(f"{raced_roll.name} again", partial(odds_cache.compute_inline, plan, NAZH))
    icepool_run = python(f"{raced_roll.name} again, icepool", partial(raced_roll.icepool, 0))
    outcome = race([nazh, icepool_run], seconds)
    part.figures += outcome.figures()
    name = f"odds.icepool.again.{raced_roll.name}"
    part.ratios[name] = outcome.ratio(of=icepool_run.name, to=nazh.name)
    part.at_least[name] = 1


def _fresh(name: str, compute: Callable[[int], object]) -> Contestant:
    """Return a peer's query with new dice each time, so that no cache helps it."""
    numbers = count(1)
    return python(name, lambda: compute(next(numbers)))


def _taken(notation: str) -> float:
    """Return the minimum seconds of three first queries."""
    plan = parse_roll(notation)
    best = float("inf")
    for _ in range(3):
        started = perf_counter()
        odds_of(plan)
        best = min(best, perf_counter() - started)
    return best
