"""Defines the port that reads past battles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class FoughtBattle:
    """The battle of a war. ``record`` is one line of JSON that anybody can verify.

    ``commitment`` was published when the war was accepted. ``names`` are the current names of the
    nations that took part, except deleted ones. ``reputations`` are the changes of reputation by
    the battle. ``gains`` are the resources that those nations actually received, limited by their
    storage, or ``None`` if unknown.
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
    enemy: str | None
    is_won: bool


class Battles(Protocol):
    """All past battles. Calls raise ``Unavailable``."""

    async def of_wars(self, wars: Collection[WarId]) -> Mapping[WarId, FoughtBattle]:
        """Return the battles of wars, omitting wars without a battle and deleted ones."""
        ...

    async def of_guild(self, guild: GuildId, most: int) -> tuple[BattleEntry, ...]:
        """Return the latest battles of a guild's nation, except those it only supported.

        The latest battle comes first.
        """
        ...
