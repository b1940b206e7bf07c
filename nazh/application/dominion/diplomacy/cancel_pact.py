"""Cancels a pact, and previews the cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.diplomacy.partners import (
    notify_of_own,
    notify_of_treaty,
    partners_of,
)
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.breaches import apply_breaches
from nazh.domain.dominion.diplomacy.ending import give_notice, violate_pact
from nazh.domain.dominion.diplomacy.treaties import Pact, TreatyKind
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class PactCancelled:
    """When a pact ends, and the change of the nation's reputation, 0 or negative."""

    nation: str
    other: str
    ends_at: datetime
    reputation: int


@dataclass(frozen=True, slots=True)
class PactRequest:
    """A pact with the named nation to cancel, ``with_notice`` or by violating it."""

    kind: TreatyKind
    nation: str
    with_notice: bool = True


@dataclass(frozen=True, slots=True)
class CancelPact:
    """Cancels a pact with notice, or violates it (DIP-05)."""

    world: World

    async def __call__(self, requester: Requester, request: PactRequest) -> PactCancelled:
        """Cancel the pact.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, OwnNation, NoPact and
        NoticeGiven.
        """

        def work(world: WorldTransaction) -> PactCancelled:
            own, other, pact, cancelled = _cancel(world, requester, request)
            notice = NoticeKind.TREATY_ENDING if request.with_notice else NoticeKind.TREATY_BROKEN
            world.save_nation(notify_of_own(own, other, notice, request.kind, requester))
            world.save_nation(notify_of_treaty(other, own, notice, request.kind, requester))
            world.treaties.save_pact(pact)
            return cancelled

        return await self.world.change(requester, PactCancelled, work)


@dataclass(frozen=True, slots=True)
class PreviewCancellation:
    """Returns what ``CancelPact`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, request: PactRequest) -> PactCancelled:
        """Return what ``CancelPact`` would do now. Raises what it does."""
        return await self.world.look(requester, lambda world: _cancel(world, requester, request)[3])


def _cancel(
    world: WorldTransaction, requester: Requester, request: PactRequest
) -> tuple[Nation, Nation, Pact, PactCancelled]:
    rules, at = world.season.rules, requester.at
    partners = partners_of(world, requester, request.nation)
    own, sides = partners.own, (partners.own_side, partners.other_side)
    if request.with_notice:
        pact = give_notice(request.kind, *sides, partners.relations, at, rules.diplomacy)
    else:
        pact = violate_pact(request.kind, *sides, partners.relations, at)
        own = apply_breaches(own, (ReputationReason.TREATY_VIOLATED,), at, pact.cause, rules)
    cost = own.reputation - partners.own.reputation
    ends_at = pact.ends_at or at
    cancelled = PactCancelled(own.name, partners.other.name, ends_at, cost)
    return own, partners.other, pact, cancelled
