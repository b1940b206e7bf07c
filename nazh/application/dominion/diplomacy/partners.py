"""Reads two nations and the relations between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import Requester, WorldTransaction
from nazh.domain.dominion.diplomacy.treaties import Relations, Signatory, TreatyKind, pair_of
from nazh.domain.dominion.errors.general import NoNation, UnknownNation
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.nation import Nation, NationId, notify
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.wars.supporting import ends_with_alliance
from nazh.domain.dominion.wars.war import War


@dataclass(frozen=True, slots=True)
class Partners:
    """The nation of a leader or diplomat, and another nation, both locked and settled."""

    own: Nation
    other: Nation
    own_side: Signatory
    other_side: Signatory
    relations: Relations
    is_other_at_war: bool


def partners_of(world: WorldTransaction, requester: Requester, name: str) -> Partners:
    """Return the server's nation, for its leader or diplomat, and the named nation.

    Raises NoNation, OnlyDelegates, OnVacation, UnknownNation and OwnNation.
    """
    own_id, other_id = world.lock_with(requester.guild, name_key(name))
    if own_id is None:
        raise NoNation
    own = nation_as_delegate(world, requester, Office.DIPLOMAT)
    if other_id is None:
        raise UnknownNation
    pair_of(own_id, other_id)
    other = world.nation(other_id)
    wars = world.wars_of(own_id, other_id)
    return Partners(
        own,
        other,
        signatory_of(world, own),
        signatory_of(world, other),
        relations_of(world, own_id, other_id, wars),
        any(war.is_open and war.role_of(other_id) is not None for war in wars),
    )


def notify_of_treaty(
    nation: Nation, by: Nation, kind: NoticeKind, treaty: TreatyKind, requester: Requester
) -> Nation:
    """Return a nation with a notice of another nation's action on a treaty between them."""
    return notify(nation, kind, requester.act, {"nation": by.name, "treaty": treaty.value})


def notify_of_own(
    nation: Nation, other: Nation, kind: NoticeKind, treaty: TreatyKind, requester: Requester
) -> Nation:
    """Return a nation with a notice of what it has done to its treaty with another nation."""
    facts = {"what": "own", "nation": other.name, "treaty": treaty.value}
    return notify(nation, kind, requester.act, facts)


def withdraw_pledges(world: WorldTransaction, one: NationId, other: NationId) -> None:
    """Remove the pledges of two nations to each other, unless a battle is near (DIP-03)."""
    wars = {war.id: war for war in world.wars_of(one, other)}
    for pledge in (*world.pledges.of_nation(one), *world.pledges.of_nation(other)):
        war = wars.get(pledge.war)
        if war is not None and ends_with_alliance(war, pledge, one, other):
            world.pledges.remove(pledge)


def relations_of(
    world: WorldTransaction, own: NationId, other: NationId, wars: Sequence[War]
) -> Relations:
    """Return the relations between two nations, which are empty if they are the same.

    ``wars`` are all wars of both nations.
    """
    both = {own, other}
    treaties = world.treaties
    return Relations(
        alliances=tuple(
            alliance
            for alliance in treaties.alliances_of(own)
            if {alliance.pair.first, alliance.pair.second} == both
        ),
        pacts=tuple(
            pact for pact in treaties.pacts_of(own) if {pact.pair.first, pact.pair.second} == both
        ),
        proposals=tuple(
            proposal
            for proposal in treaties.proposals_of(own)
            if {proposal.proposer, proposal.recipient} == both
        ),
        is_at_war=any(war.is_open and war.is_between(own, other) for war in wars),
    )


def signatory_of(world: WorldTransaction, nation: Nation) -> Signatory:
    """Return a nation as a signatory of treaties."""
    return Signatory(nation.id, nation.name, world.treaties.alliances_of(nation.id))
