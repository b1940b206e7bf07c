"""Shows the reputation of a nation, its changes, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.diplomacy.trusting import trust_in
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import NoNation, UnknownNation
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.reputation import ReputationChange, ReputationReason

CHANGES_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class ReputationView:
    """The reputation of a nation, its latest changes, newest first, and all its betrayals.

    ``trust`` is the trust of the server's nation in it in basis points, ``None`` for itself.
    """

    nation: str
    reputation: int
    changes: tuple[ReputationChange, ...]
    betrayals: tuple[ReputationChange, ...]
    trust: int | None


@dataclass(frozen=True, slots=True)
class ShowReputation:
    """Shows the reputation of any nation to leaders and citizens (REP-06)."""

    world: World

    async def __call__(self, requester: Requester, nation: str | None) -> ReputationView:
        """Return the reputation of the named nation, or of the user's own nation without a name.

        Raises NoNation, OnlyCitizens and UnknownNation.
        """

        def work(world: WorldTransaction) -> ReputationView:
            if nation is None:
                own_id = other_id = None
            else:
                own_id, other_id = world.lock_with(requester.guild, name_key(nation))
                if own_id is None:
                    raise NoNation
            own = shown = nation_as_member(world, requester)
            if nation is not None:
                if other_id is None:
                    raise UnknownNation
                if other_id != own.id:
                    shown = world.nation(other_id)
            changes = (
                *reversed(shown.reputation_changes),
                *world.treaties.reputation_changes_of(shown.id),
            )
            trust = None
            if shown.id != own.id:
                trust = trust_in(world, own.id, shown.id, shown.reputation, requester.at)
            return ReputationView(
                nation=shown.name,
                reputation=shown.reputation,
                changes=changes[:CHANGES_SHOWN],
                betrayals=tuple(
                    change for change in changes if change.reason is ReputationReason.BETRAYAL
                ),
                trust=trust,
            )

        return await self.world.look(requester, work)
