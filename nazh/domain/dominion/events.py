"""Defines events of the world, for listeners such as metrics and notifications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.wars.war import War, WarId
from nazh.domain.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ResourcesLost(Event):
    """Resources were lost because the storage of one or more nations was full."""

    reason: Reason
    amount: int


def losses_of_income(nations: Iterable[Nation]) -> Iterator[ResourcesLost]:
    """Yield what nations have lost in ticks since they were loaded, in one event."""
    lost = sum(nation.lost_income for nation in nations)
    if lost:
        yield ResourcesLost(Reason.GENERATION, lost)


@dataclass(frozen=True, slots=True)
class Belligerent:
    """A nation in a war."""

    nation: NationId
    name: str


@dataclass(frozen=True, slots=True)
class WarProceeded(Event):
    """The base class of all events of a war. ``at`` is when it happened in the world."""

    war: WarId
    aggressor: Belligerent
    defender: Belligerent
    at: datetime


@dataclass(frozen=True, slots=True)
class WarDeclared(WarProceeded):
    """A war was declared; the defender may answer until ``respond_by``."""

    respond_by: datetime
    breaks_truce: bool


@dataclass(frozen=True, slots=True)
class WarAccepted(WarProceeded):
    """A war was accepted, by the defender or because nobody answered in time."""

    battle_at: datetime
    commitment: str
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class WarDeclined(WarProceeded):
    """A war was declined."""


@dataclass(frozen=True, slots=True)
class WarWithdrawn(WarProceeded):
    """A declaration was withdrawn."""


@dataclass(frozen=True, slots=True)
class WarCancelled(WarProceeded):
    """A war ended without a battle, because operators have banned one of its nations."""


@dataclass(frozen=True, slots=True)
class OrdersWereLocked(WarProceeded):
    """The orders of a war were locked shortly before its battle."""

    battle_at: datetime


@dataclass(frozen=True, slots=True)
class WarSurrendered(WarProceeded):
    """A war ended with a surrender."""

    winner: Role
    resources_lost: int
    territory_lost: int


@dataclass(frozen=True, slots=True)
class BattleFought(WarProceeded):
    """A war ended with its battle. ``record`` is the whole record, which anybody may verify."""

    winner: Role
    record: str


@dataclass(frozen=True, slots=True)
class TruceHonoured(WarProceeded):
    """A truce ended without being broken."""


def parties(war: War, one: Nation, other: Nation) -> tuple[WarId, Belligerent, Belligerent]:
    """Return the war and its sides, given its nations in any order."""
    by_id = {nation.id: Belligerent(nation.id, nation.name) for nation in (one, other)}
    return war.id, by_id[war.aggressor], by_id[war.defender]
