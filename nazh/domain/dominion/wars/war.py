"""Defines the war between two nations, and when its next step is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rules.wars import WarRules

WarId = NewType("WarId", int)


class WarState(Enum):
    """The state of a war; the value is stored."""

    PROPOSED = "proposed"
    PREPARATION = "preparation"
    ACTIVE = "active"
    CONCLUDED = "concluded"


class Outcome(Enum):
    """How a war ended; the value is stored."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    VICTORY = "victory"
    SURRENDER = "surrender"
    CANCELLED = "cancelled"
    PEACE = "peace"


class TruceState(Enum):
    """The state of the truce after a war; the value is stored."""

    IN_FORCE = "in_force"
    HONOURED = "honoured"
    BROKEN = "broken"


class CasusBelli(Enum):
    """The aggressor's stated reason; the value is its word in commands and tables."""

    NONE = "none"
    TERRITORY = "territory"
    RESOURCES = "resources"
    RIVALRY = "rivalry"
    REVENGE = "revenge"


@dataclass(frozen=True, slots=True)
class Orders:
    """The decisions of a side for the battle, hidden from the other side until then."""

    stance: Stance = Stance.BALANCED
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class Truce:
    """The truce after a war."""

    until: datetime
    state: TruceState = TruceState.IN_FORCE


@dataclass(frozen=True, slots=True)
class Terms:
    """What one side of a war gives the other for peace."""

    resources: int = 0
    territory: int = 0


@dataclass(frozen=True, slots=True)
class PeaceOffer:
    """An offer of peace by one side. What it gives is reserved; what it asks for is not.

    ``number`` counts the offers in the war from 1.
    """

    by: Role
    number: int
    gives: Terms
    asks: Terms
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class War:
    """A war. ``battle_at`` is the latest possible instant while the war is proposed.

    ``is_honourable`` says whether a victory of the aggressor would be honourable. ``commitment`` is
    published when the war is accepted, and ``sealed_secret`` is the encrypted secret behind it.
    ``captured`` is the territory that the winner gained. ``offers`` counts the offers of peace, and
    ``offer`` is the open one, which ends with the war.
    """

    id: WarId
    aggressor: NationId
    defender: NationId
    reason: CasusBelli
    is_honourable: bool
    declared_at: datetime
    respond_by: datetime
    battle_at: datetime
    state: WarState = WarState.PROPOSED
    commitment: str | None = None
    sealed_secret: str | None = field(default=None, repr=False)
    aggressor_orders: Orders = Orders()
    defender_orders: Orders = Orders()
    outcome: Outcome | None = None
    winner: Role | None = None
    captured: int = 0
    concluded_at: datetime | None = None
    truce: Truce | None = None
    offers: int = 0
    offer: PeaceOffer | None = None

    @property
    def is_open(self) -> bool:
        """Whether the war is not concluded."""
        return self.state is not WarState.CONCLUDED

    @property
    def cause(self) -> str:
        """The cause recorded with changes of resources and reputation."""
        return cause_of(self.id)

    def role_of(self, nation: NationId) -> Role | None:
        """Return the side of a nation, or ``None`` if it is on neither."""
        if nation == self.aggressor:
            return Role.AGGRESSOR
        return Role.DEFENDER if nation == self.defender else None

    def nation(self, role: Role) -> NationId:
        """Return the nation of a side."""
        return self.aggressor if role is Role.AGGRESSOR else self.defender

    def orders(self, role: Role) -> Orders:
        """Return the orders of a side."""
        return self.aggressor_orders if role is Role.AGGRESSOR else self.defender_orders

    def is_between(self, one: NationId, other: NationId) -> bool:
        """Return whether the war is between these two nations."""
        return {self.aggressor, self.defender} == {one, other}

    def offer_ends_at(self, offer: PeaceOffer) -> datetime:
        """Return when an offer of peace expires, at the latest at the battle."""
        return min(offer.expires_at, self.battle_at)

    def due_at(self, rules: WarRules) -> datetime | None:
        """Return when the next step of the war or the end of its offer is due, if ever."""
        due_at = self._due_at(rules)
        if self.offer is None or due_at is None:
            return due_at
        return min(due_at, self.offer_ends_at(self.offer))

    def _due_at(self, rules: WarRules) -> datetime | None:
        match self.state:
            case WarState.PROPOSED:
                return self.respond_by
            case WarState.PREPARATION:
                return self.battle_at - rules.lock
            case WarState.ACTIVE:
                return self.battle_at
            case WarState.CONCLUDED:
                truce = self.truce
                is_in_force = truce is not None and truce.state is TruceState.IN_FORCE
                return truce.until if truce is not None and is_in_force else None


def cause_of(war: WarId) -> str:
    """Return the cause recorded with changes of resources and reputation in a war."""
    return f"war {war}"


def opposite(role: Role) -> Role:
    """Return the other side."""
    return Role.DEFENDER if role is Role.AGGRESSOR else Role.AGGRESSOR


def truce_between(wars: Iterable[War], one: NationId, other: NationId, at: datetime) -> War | None:
    """Return the war whose truce is in force between two nations, if any."""
    for war in wars:
        truce = war.truce
        is_in_force = truce is not None and truce.state is TruceState.IN_FORCE and at < truce.until
        if is_in_force and war.is_between(one, other):
            return war
    return None


def won_by(wars: Iterable[War], winner: NationId, at: datetime, within: timedelta) -> Iterator[War]:
    """Yield the wars that a nation won less than ``within`` before an instant."""
    for war in wars:
        if war.winner is None or war.concluded_at is None or war.nation(war.winner) != winner:
            continue
        if at - war.concluded_at < within:
            yield war
