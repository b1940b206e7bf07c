"""Shows the alliances, pacts, embassies and open proposals of a nation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.diplomacy.partners import signatory_of
from nazh.application.dominion.diplomacy.trusting import trust_in
from nazh.application.dominion.ports import Profile, Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.loyalty import weeks_allied
from nazh.domain.dominion.diplomacy.proposing import alliances_free_at, can_accept
from nazh.domain.dominion.diplomacy.treaties import Alliance, Pact, Proposal
from nazh.domain.dominion.government.appointments import may_act_as
from nazh.domain.dominion.nations.nation import Nation, NationId
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.season import Season


@dataclass(frozen=True, slots=True)
class Ally:
    """An ally with its exact strength, the full weeks of the alliance, and the trust in it."""

    alliance: Alliance
    profile: Profile
    weeks: int
    trust: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatyView:
    """The treaties of a nation at an instant; ``others`` are all nations involved.

    ``may_act`` says whether the viewer may make treaties, as the leader or the diplomat.
    ``acceptable`` are the proposals that nothing on its side prevents it from accepting.
    """

    nation: Nation
    season: Season
    may_act: bool
    allies: tuple[Ally, ...]
    free_at: datetime | None
    pacts: tuple[Pact, ...]
    proposals: tuple[Proposal, ...]
    embassies: tuple[Embassy, ...]
    others: Mapping[NationId, Profile]
    acceptable: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowTreaties:
    """Shows a nation's treaties to its leader and citizens (DIP-09)."""

    world: World

    async def __call__(self, requester: Requester) -> TreatyView:
        """Return the treaties and proposals in force now. Raises NoNation and OnlyCitizens."""

        def work(world: WorldTransaction) -> TreatyView:
            nation = nation_as_member(world, requester)
            return _view(world, nation, requester)

        return await self.world.look(requester, work)


def _view(world: WorldTransaction, nation: Nation, requester: Requester) -> TreatyView:
    at, treaties = requester.at, world.treaties
    side = signatory_of(world, nation)
    active = [alliance for alliance in side.alliances if alliance.is_active]
    pacts = tuple(pact for pact in treaties.pacts_of(nation.id) if pact.is_in_force(at))
    proposals = tuple(
        proposal for proposal in treaties.proposals_of(nation.id) if proposal.is_open(at)
    )
    embassies = treaties.embassies_of(nation.id)
    others = treaties.profiles_of(
        (
            *side.allies,
            *(pact.pair.other(nation.id) for pact in pacts),
            *(proposal.other(nation.id) for proposal in proposals),
            *(embassy.host for embassy in embassies),
        )
    )
    rules = world.season.rules.diplomacy
    free_at = alliances_free_at(side, rules)
    enemies = [
        war.defender if war.aggressor == nation.id else war.aggressor
        for war in world.wars_of(nation.id)
        if war.is_open
    ]
    return TreatyView(
        nation=nation,
        season=world.season,
        may_act=may_act_as(
            nation, requester.user, Office.DIPLOMAT, at, world.season.rules.politics
        ),
        allies=tuple(_ally(world, nation, alliance, others, at) for alliance in active),
        free_at=free_at if free_at is not None and at < free_at else None,
        pacts=pacts,
        proposals=proposals,
        embassies=embassies,
        others=others,
        acceptable=tuple(
            proposal for proposal in proposals if can_accept(proposal, side, enemies, at, rules)
        ),
    )


def _ally(
    world: WorldTransaction,
    nation: Nation,
    alliance: Alliance,
    others: Mapping[NationId, Profile],
    at: datetime,
) -> Ally:
    ally = alliance.pair.other(nation.id)
    weeks = weeks_allied(alliance, at, world.season.rules.diplomacy)
    trust = trust_in(world, nation.id, ally, others[ally].reputation, at)
    return Ally(alliance, others[ally], weeks, trust)
