"""Defines the war between two nations, and when something is due in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.rules.wars import WarRules

WarId = NewType("WarId", int)


class WarState(Enum):
    """How far a war is; the value is stored."""

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
    """What became of the truce after a war; the value is stored."""

    IN_FORCE = "in_force"
    HONOURED = "honoured"
    BROKEN = "broken"


class CasusBelli(Enum):
    """The reason that an aggressor declares; the value is its word in commands and tables."""

    NONE = "none"
    TERRITORY = "territory"
    RESOURCES = "resources"
    RIVALRY = "rivalry"
    REVENGE = "revenge"


@dataclass(frozen=True, slots=True)
class Orders:
    """What a side has decided for the battle, which the other one does not see before it."""

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
    """Peace as one side offers it. What it gives was set aside, and what it asks was not.

    ``number`` counts the offers in the war from 1.
    """

    by: Role
    number: int
    gives: Terms
    asks: Terms
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class War:
    """A war. ``battle_at`` is the latest possible instant as long as the war is proposed.

    ``is_honourable`` says whether a victory of the aggressor would be. ``commitment`` is published
    at the acceptance, and ``sealed_secret`` is the encrypted secret that belongs to it.
    ``captured`` is the territory that the winner gained. ``offers`` counts the offers of peace, and
    ``offer`` is the open one, which no war outlives.
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
        """Whether the war goes on."""
        return self.state is not WarState.CONCLUDED

    @property
    def cause(self) -> str:
        """What ledgers and reputations name as the cause of their changes."""
        return cause_of(self.id)

    def role_of(self, nation: NationId) -> Role | None:
        """Return the side of a nation, or ``None`` if it has none."""
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
        """Return whether it is the war of these two nations."""
        return {self.aggressor, self.defender} == {one, other}

    def offer_ends_at(self, offer: PeaceOffer) -> datetime:
        """Return until when an offer of peace can be accepted: at most until the battle."""
        return min(offer.expires_at, self.battle_at)

    def due_at(self, rules: WarRules) -> datetime | None:
        """Return when the war, or its offer of peace, proceeds by itself; ``None`` if never."""
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
    """Return what ledgers and reputations name as the cause of what happened in a war."""
    return f"war {war}"


def opposite(role: Role) -> Role:
    """Return the other side."""
    return Role.DEFENDER if role is Role.AGGRESSOR else Role.AGGRESSOR


def truce_between(wars: Iterable[War], one: NationId, other: NationId, at: datetime) -> War | None:
    """Return the war whose truce is in force between two nations, if there is one."""
    for war in wars:
        truce = war.truce
        is_in_force = truce is not None and truce.state is TruceState.IN_FORCE and at < truce.until
        if is_in_force and war.is_between(one, other):
            return war
    return None


def won_by(wars: Iterable[War], winner: NationId, at: datetime, within: timedelta) -> Iterator[War]:
    """Yield the wars that a nation has won in the time before an instant."""
    for war in wars:
        if war.winner is None or war.concluded_at is None or war.nation(war.winner) != winner:
            continue
        if at - war.concluded_at < within:
            yield war
