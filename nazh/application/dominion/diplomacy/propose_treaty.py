"""Proposes an alliance or a pact to another nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.diplomacy.partners import notify_of_treaty, partners_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.proposing import propose
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class TreatyProposed:
    """The proposing nation, the other nation, and when the proposal expires."""

    nation: str
    other: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProposeTreaty:
    """Proposes a treaty, which the other nation may accept (DIP-01, DIP-05)."""

    world: World

    async def __call__(self, requester: Requester, kind: TreatyKind, nation: str) -> TreatyProposed:
        """Propose the treaty to the named nation.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, and what ``propose`` does.
        """

        def work(world: WorldTransaction) -> TreatyProposed:
            partners = partners_of(world, requester, nation)
            proposal = propose(
                kind,
                partners.own_side,
                partners.other_side,
                partners.relations,
                requester.at,
                world.season.rules.diplomacy,
            )
            own, other = partners.own, partners.other
            world.save_nation(
                notify_of_treaty(other, own, NoticeKind.TREATY_PROPOSED, kind, requester)
            )
            world.treaties.add_proposal(proposal)
            return TreatyProposed(own.name, other.name, proposal.expires_at)

        return await self.world.change(requester, TreatyProposed, work)
