"""Makes peace between the sides of a war, on terms reserved when they are offered (WAR-10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.errors.peace import (
    InvalidTerms,
    NoPeaceOffer,
    OwnPeaceOffer,
    PeaceOfferChanged,
    PeaceOfferOpen,
    TooLittleTerritory,
)
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, receive, return_reserved, spend
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.transitions import WarEvent, next_state
from nazh.domain.dominion.wars.war import (
    Outcome,
    PeaceOffer,
    Terms,
    Truce,
    War,
    WarState,
)

_MAX_RESOURCES: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Peace:
    """A war and both nations after an answer to an offer; ``own`` is the nation that acted."""

    war: War
    own: Nation
    enemy: Nation


def propose_peace(
    war: War, role: Role, own: Nation, gives: Terms, asks: Terms, act: Act, rules: Ruleset
) -> tuple[War, Nation]:
    """Return the war with an offer by a side, and the side's nation without what it gives.

    Raises InvalidTerms, PeaceOfferOpen, NotEnoughResources and TooLittleTerritory.
    """
    next_state(war.state, WarEvent.PROPOSE_PEACE)
    amounts = (gives.resources, gives.territory, asks.resources, asks.territory)
    if not all(0 <= amount <= _MAX_RESOURCES for amount in amounts):
        raise InvalidTerms(_MAX_RESOURCES)
    if war.offer is not None:
        raise PeaceOfferOpen(war.id, war.offer_ends_at(war.offer))
    number = war.offers + 1
    offer = PeaceOffer(role, number, gives, asks, act.at + rules.war.peace_offer)
    paid = _act(war, offer, act)
    own = _give(own, gives, Reason.PEACE_OFFER, paid, rules)
    return replace(war, offer=offer, offers=number), own


def accept_peace(
    war: War, role: Role, own: Nation, enemy: Nation, act: Act, rules: Ruleset
) -> Peace:
    """Return the war ended on the terms of the other side's offer, and both nations.

    Resources beyond a storage are lost. A war that was not accepted yet ends without a truce.
    Raises NoPeaceOffer, OwnPeaceOffer, NotEnoughResources and TooLittleTerritory.
    """
    offer = open_offer(war)
    if offer.by is role:
        raise OwnPeaceOffer(war.id)
    paid, gained = _act(war, offer, act), _act(war, offer, Act(act.at, act.cause))
    own = _give(own, offer.asks, Reason.PEACE_LOSS, paid, rules)
    own = _take(own, offer.gives, gained, rules)
    enemy = _take(enemy, offer.asks, gained, rules)
    ended = replace(
        war,
        state=next_state(war.state, WarEvent.MAKE_PEACE),
        outcome=Outcome.PEACE,
        concluded_at=act.at,
        offer=None,
        truce=None if war.state is WarState.PROPOSED else Truce(act.at + rules.war.truce),
    )
    return Peace(ended, own, enemy)


def end_offer(war: War, own: Nation, enemy: Nation, act: Act) -> Peace:
    """End the offer, if any, and return the reserved terms to the nation that made it."""
    offer = war.offer
    if offer is None:
        return Peace(war, own, enemy)
    back = _act(war, offer, Act(act.at, act.cause))
    is_own = war.nation(offer.by) == own.id
    owner = own if is_own else enemy
    owner = return_reserved(owner, offer.gives.resources, back)
    owner = replace(owner, territory=owner.territory + offer.gives.territory)
    ended = replace(war, offer=None)
    return Peace(ended, owner, enemy) if is_own else Peace(ended, own, owner)


def check_offer(war: War, number: int) -> None:
    """Check that the open offer is the one with this number.

    Raises NoPeaceOffer and PeaceOfferChanged.
    """
    if open_offer(war).number != number:
        raise PeaceOfferChanged(war.id)


def open_offer(war: War) -> PeaceOffer:
    """Return the open offer. Raises NoPeaceOffer."""
    if war.offer is None:
        raise NoPeaceOffer(war.id)
    return war.offer


def _give(nation: Nation, terms: Terms, reason: Reason, act: Act, rules: Ruleset) -> Nation:
    nation = spend(nation, terms.resources, reason, act)
    most = max(0, nation.territory - rules.combat.least_territory)
    if terms.territory > most:
        raise TooLittleTerritory(terms.territory, most)
    return replace(nation, territory=nation.territory - terms.territory)


def _take(nation: Nation, terms: Terms, act: Act, rules: Ruleset) -> Nation:
    nation = receive(nation, terms.resources, Reason.PEACE_GAIN, act, rules.resources)
    return replace(nation, territory=nation.territory + terms.territory)


def _act(war: War, offer: PeaceOffer, act: Act) -> Act:
    return Act(act.at, f"{war.cause} peace {offer.number}", act.actor)
