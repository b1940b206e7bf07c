"""Schedules all arrivals in advance, as a Poisson process.

Arrivals do not wait for earlier responses. Latency counts from the scheduled time, so a busy bot
shows as slow; a closed-loop generator would send less, and measure less, just then.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Action(Enum):
    """An action of a user; the value is its name on the command line."""

    ROLL = "roll"
    PRESS = "press"
    BUILD = "build"
    COMPLETE = "complete"
    NATION = "nation"
    CONTRIBUTE = "contribute"
    ALLOCATE = "allocate"
    RANK = "rank"


DOMINION_ACTIONS: Final = frozenset(
    {Action.NATION, Action.CONTRIBUTE, Action.ALLOCATE, Action.RANK}
)


DEFAULT_MIX: Final[Mapping[Action, float]] = {
    Action.ROLL: 55,
    Action.PRESS: 20,
    Action.BUILD: 15,
    Action.COMPLETE: 10,
}
"""Weights, based on a typical game session."""


def has_dominion(mix: Mapping[Action, float]) -> bool:
    """Return whether a mix has an action of Dominion."""
    return not DOMINION_ACTIONS.isdisjoint(mix)


@dataclass(frozen=True, slots=True)
class Arrival:
    """``at`` is in seconds from the start; ``player`` counts from 0."""

    at: float
    action: Action
    player: int


def arrivals(
    rate: float, seconds: float, players: int, mix: Mapping[Action, float], seed: int
) -> Iterator[Arrival]:
    """Yield the arrivals of a Poisson process: ``rate`` per second on average."""
    chance = random.Random(seed)
    actions, weights = tuple(mix), tuple(mix.values())
    at = chance.expovariate(rate)
    while at < seconds:
        (action,) = chance.choices(actions, weights)
        yield Arrival(at, action, chance.randrange(players))
        at += chance.expovariate(rate)
