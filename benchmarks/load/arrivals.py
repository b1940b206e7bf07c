"""Arrivals: who comes when and wants what, drawn before the first one is there.

They do not wait for one another. Whoever finds the bot busy is answered late, and late is counted
from when he came; a generator that waits for answers would send less, and measure less, just then.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Deed(Enum):
    """What a player does; the value is how the command line writes it."""

    ROLL = "roll"
    PRESS = "press"
    BUILD = "build"
    COMPLETE = "complete"


USUAL_MIX: Final[Mapping[Deed, float]] = {
    Deed.ROLL: 55,
    Deed.PRESS: 20,
    Deed.BUILD: 15,
    Deed.COMPLETE: 10,
}
"""Weights, from what a table does on an evening."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """``at`` is in seconds from the beginning; ``player`` counts from 0."""

    at: float
    deed: Deed
    player: int


def arrivals(
    rate: float, seconds: float, players: int, mix: Mapping[Deed, float], seed: int
) -> Iterator[Arrival]:
    """Yield who comes within ``seconds``, ``rate`` a second on average, by a law without memory."""
    chance = random.Random(seed)
    deeds, weights = tuple(mix), tuple(mix.values())
    at = chance.expovariate(rate)
    while at < seconds:
        (deed,) = chance.choices(deeds, weights)
        yield Arrival(at, deed, chance.randrange(players))
        at += chance.expovariate(rate)
