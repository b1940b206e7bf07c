"""The port through which a change of the world reads and writes pledges of support."""

from __future__ import annotations

from typing import Protocol

from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.wars.supporting import Pledge
from nazh.domain.dominion.wars.war import WarId


class Pledges(Protocol):
    """The pledges of nations that one change of the world has read.

    What is added or removed is written when the change is complete, or not at all.
    """

    def in_war(self, war: WarId) -> tuple[Pledge, ...]:
        """Return the pledges in a war, in the order of their nations."""
        ...

    def of_nation(self, nation: NationId) -> tuple[Pledge, ...]:
        """Return the pledges of a nation in open wars, in the order of the wars."""
        ...

    def bloc_of(self, nation: NationId) -> int:
        """Return how many nations alliances connect with one, itself included (WAR-08)."""
        ...

    def add(self, pledge: Pledge) -> None:
        """Add a pledge; the nation has none in the war."""
        ...

    def remove(self, pledge: Pledge) -> None:
        """Remove a pledge."""
        ...
