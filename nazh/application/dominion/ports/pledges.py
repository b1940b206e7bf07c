"""Defines the port of pledges of support in a world transaction."""

from __future__ import annotations

from typing import Protocol

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.supporting import Pledge
from nazh.domain.dominion.wars.war import WarId


class Pledges(Protocol):
    """The pledges of nations read in a world transaction.

    Changes are written when the transaction commits, or not at all.
    """

    def in_war(self, war: WarId) -> tuple[Pledge, ...]:
        """Return the pledges in a war, ordered by nation."""
        ...

    def of_nation(self, nation: NationId) -> tuple[Pledge, ...]:
        """Return the pledges of a nation in open wars, ordered by war."""
        ...

    def bloc_of(self, nation: NationId) -> int:
        """Return the size of a nation's bloc, itself included (WAR-08)."""
        ...

    def add(self, pledge: Pledge) -> None:
        """Add a pledge of a nation without one in this war."""
        ...

    def remove(self, pledge: Pledge) -> None:
        """Remove a pledge."""
        ...
