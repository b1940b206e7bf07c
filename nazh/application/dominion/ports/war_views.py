"""Defines the ports that read the public data of wars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, TruceState, WarState
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class PublicSide:
    """A nation in a war. ``strength`` is rounded to two significant digits (C-16).

    It is taken from the newest ranking, or current for a nation that is not in it.
    """

    guild: GuildId
    name: str
    strength: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWar:
    """The public data of a war, as of the last write of its row.

    ``battle_at`` is the latest possible instant while the war is proposed. ``captured`` is the
    territory that the winner gained, and ``offered_by`` the side whose offer of peace is open.
    """

    number: int
    aggressor: PublicSide
    defender: PublicSide
    reason: CasusBelli
    state: WarState
    declared_at: datetime
    respond_by: datetime
    battle_at: datetime
    commitment: str | None
    outcome: Outcome | None
    winner: Role | None
    captured: int
    concluded_at: datetime | None
    truce_until: datetime | None
    truce: TruceState | None
    offered_by: Role | None = None

    def side(self, role: Role) -> PublicSide:
        """Return one of the sides."""
        return self.aggressor if role is Role.AGGRESSOR else self.defender


@dataclass(frozen=True, slots=True)
class SupportedWar:
    """An open war, and the side that a nation supports in it."""

    war: PublicWar
    role: Role


class WarDirectory(Protocol):
    """All wars of the season. Calls raise ``Unavailable``."""

    async def numbered(self, number: int) -> PublicWar | None:
        """Return the war with this number."""
        ...

    async def listed(
        self, guild: GuildId | None, limit: int, skip: int = 0, *, is_open: bool
    ) -> tuple[PublicWar, ...]:
        """Return open or concluded wars, skipping the first ``skip``.

        They are the wars of the nation of ``guild``, or of all nations if ``None``. Open wars are
        ordered by battle, soonest first, and concluded ones by end, latest first.
        """
        ...

    async def supported(self, guild: GuildId) -> tuple[SupportedWar, ...]:
        """Return the open wars that the nation of a guild supports, soonest battle first."""
        ...

    async def of_partners(self, guild: GuildId, at: datetime, limit: int) -> tuple[PublicWar, ...]:
        """Return wars that the nation of a guild may be able to support, soonest battle first.

        Their orders are not locked, a side is its ally or its partner in a pact of mutual defence,
        and it has not joined them.
        """
        ...
