"""Opens an embassy in another nation."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.diplomacy.partners import partners_of
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.embassies import open_embassy
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import change_reputation, spend
from nazh.domain.dominion.nations.reputation import ReputationReason


@dataclass(frozen=True, slots=True)
class EmbassyOpened:
    """A new embassy, the reputation gained, and the remaining stock."""

    nation: str
    other: str
    reputation: int
    resources: int


@dataclass(frozen=True, slots=True)
class OpenEmbassy:
    """Opens an embassy for a price (DIP-07)."""

    world: World

    async def __call__(self, requester: Requester, nation: str) -> EmbassyOpened:
        """Open an embassy in the named nation.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, OwnNation, EmbassyExists,
        TooManyEmbassies and NotEnoughResources.
        """

        def work(world: WorldTransaction) -> EmbassyOpened:
            rules = world.season.rules
            partners = partners_of(world, requester, nation)
            embassy, earns = open_embassy(
                partners.own_side,
                partners.other_side,
                world.treaties.embassies_of(partners.own.id),
                world.season.number,
                requester.at,
                rules.diplomacy,
            )
            own = spend(partners.own, rules.diplomacy.embassy_cost, Reason.EMBASSY, requester.act)
            if earns:
                own = change_reputation(
                    own, ReputationReason.EMBASSY_OPENED, requester.at, embassy.cause, rules
                )
            world.save_nation(own)
            world.treaties.add_embassy(embassy)
            gained = own.reputation - partners.own.reputation
            return EmbassyOpened(own.name, partners.other.name, gained, own.resources)

        return await self.world.change(requester, EmbassyOpened, work)
