"""Counts the nations that alliances connect (WAR-08)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from nazh.domain.dominion.nations.nation import NationId

MAX_BLOC: Final = 100
"""A bloc is counted up to this size; its support is too small by then to matter."""
Allies = Callable[[Iterable[NationId]], Iterable[NationId]]
"""Returns the allies of the given nations."""


def bloc_size(nation: NationId, allies: Allies) -> int:
    """Return the size of a nation's bloc, itself included, at most MAX_BLOC."""
    bloc = {nation}
    newest = {nation}
    while newest and len(bloc) < MAX_BLOC:
        newest = set(allies(newest)) - bloc
        bloc |= newest
    return min(len(bloc), MAX_BLOC)
