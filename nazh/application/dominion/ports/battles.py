"""Port that reads the battles that were fought."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class FoughtBattle:
    """The battle of a war. ``record`` is the line of JSON that anybody can verify.

    ``commitment`` is what was published when the war was accepted. ``names`` are the present names
    of the nations that took part, without those that were deleted. ``reputations`` are the changes
    of reputations by the battle. ``gains`` are the resources that those nations really got, as far
    as their storages went; ``None`` if that is not known.
    """

    war: WarId
    fought_at: datetime
    commitment: str
    names: Mapping[NationId, str]
    reputations: Mapping[NationId, int]
    record: str
    gains: Mapping[NationId, int] | None = None


@dataclass(frozen=True, slots=True)
class BattleEntry:
    """A battle in the list of a nation. ``enemy`` is ``None`` if that nation was deleted."""

    war: WarId
    fought_at: datetime
    enemy: str | None
    is_won: bool


class Battles(Protocol):
    """All battles that were fought. Calls raise ``Unavailable``."""

    async def of_wars(self, wars: Collection[WarId]) -> Mapping[WarId, FoughtBattle]:
        """Return the battles of wars, without those that had none or were deleted."""
        ...

    async def of_guild(self, guild: GuildId, most: int) -> tuple[BattleEntry, ...]:
        """Return the last battles of a guild's nation, without those of others that it supported.

        The latest is the first.
        """
        ...
