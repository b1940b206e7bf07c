"""Counts the nations that alliances connect with each other (WAR-08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from nazh.domain.dominion.nations import NationId

LARGEST_BLOC: Final = 100
"""A bloc is counted up to this size; its support is too small by then to matter."""
Allies = Callable[[Iterable[NationId]], Iterable[NationId]]
"""Returns the allies of some nations."""


def bloc_size(nation: NationId, allies: Allies) -> int:
    """Return how many nations alliances connect with one, itself included, at most LARGEST_BLOC."""
    bloc = {nation}
    newest = {nation}
    while newest and len(bloc) < LARGEST_BLOC:
        newest = set(allies(newest)) - bloc
        bloc |= newest
    return min(len(bloc), LARGEST_BLOC)
