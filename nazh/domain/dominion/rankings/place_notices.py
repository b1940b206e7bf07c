"""Notifies nations of changes of their places among the strongest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.world_time import standing_at

FIRST_PLACES: Final = 25
"""How many places are reported; lower ones change too often to matter."""
_HOURS_OF_DAY: Final = 24


def is_compared(hour: int) -> bool:
    """Return whether places are compared at the standings of an hour, once a day."""
    return hour % _HOURS_OF_DAY == 0


def place_notices(
    before: Sequence[NationId], after: Sequence[NationId], hour: int
) -> Iterator[tuple[NationId, Notice]]:
    """Yield a notice for each nation that has entered, left or moved among the first places.

    Both are nations in the order of their places, ``after`` at the standings of ``hour``. The first
    comparison yields nothing.
    """
    if not before:
        return
    at, cause = standing_at(hour), f"standing {hour}"
    places_before = {nation: place for place, nation in enumerate(before, 1)}
    for place, nation in enumerate(after, 1):
        earlier = places_before.pop(nation, None)
        if earlier is None:
            facts = {"place": place, "first": FIRST_PLACES}
            yield nation, Notice(at, NoticeKind.RANK_ENTERED, cause, facts)
        elif earlier != place:
            facts = {"place": place, "before": earlier}
            yield nation, Notice(at, NoticeKind.RANK_CHANGED, cause, facts)
    for nation in places_before:
        yield nation, Notice(at, NoticeKind.RANK_LEFT, cause, {"first": FIRST_PLACES})
