"""Converts wars to the columns of their rows, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.war import (
    CasusBelli,
    Orders,
    Outcome,
    PeaceOffer,
    Terms,
    Truce,
    TruceState,
    War,
    WarId,
    WarState,
)


def war_of(row: Row[Any]) -> War:
    """Return the war in a row."""
    return War(
        id=WarId(row.id),
        aggressor=NationId(row.aggressor),
        defender=NationId(row.defender),
        reason=CasusBelli(row.reason),
        is_honourable=row.is_honourable,
        declared_at=instant(row.declared_at),
        respond_by=instant(row.respond_by),
        battle_at=instant(row.battle_at),
        state=WarState(row.state),
        commitment=row.commitment,
        sealed_secret=row.sealed_secret,
        aggressor_orders=Orders(Stance(row.aggressor_stance), row.aggressor_nonce),
        defender_orders=Orders(Stance(row.defender_stance), row.defender_nonce),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        winner=None if row.winner is None else Role(row.winner),
        captured=row.captured,
        concluded_at=optional_instant(row.concluded_at),
        truce=None if row.truce is None else Truce(instant(row.truce_until), TruceState(row.truce)),
        offers=row.offers,
        offer=None if row.offer_by is None else _offer_of(row),
    )


def _offer_of(row: Row[Any]) -> PeaceOffer:
    return PeaceOffer(
        by=Role(row.offer_by),
        number=row.offers,
        gives=Terms(row.gives_resources, row.gives_territory),
        asks=Terms(row.asks_resources, row.asks_territory),
        expires_at=instant(row.offer_until),
    )


def _offer_row(offer: PeaceOffer | None) -> dict[str, object]:
    return {
        "offer_by": None if offer is None else offer.by.value,
        "gives_resources": None if offer is None else offer.gives.resources,
        "gives_territory": None if offer is None else offer.gives.territory,
        "asks_resources": None if offer is None else offer.asks.resources,
        "asks_territory": None if offer is None else offer.asks.territory,
        "offer_until": None if offer is None else microseconds(offer.expires_at),
    }


def columns_of(war: War, season: Season) -> dict[str, object]:
    """Return the values of the columns for a war, without its key."""
    due_at = war.due_at(season.rules.war)
    return {
        "aggressor": war.aggressor,
        "defender": war.defender,
        "reason": war.reason.value,
        "is_honourable": war.is_honourable,
        "declared_at": microseconds(war.declared_at),
        "respond_by": microseconds(war.respond_by),
        "battle_at": microseconds(war.battle_at),
        "state": war.state.value,
        "due_at": optional_microseconds(due_at),
        "commitment": war.commitment,
        "sealed_secret": war.sealed_secret,
        "aggressor_stance": war.aggressor_orders.stance.value,
        "aggressor_nonce": war.aggressor_orders.nonce,
        "defender_stance": war.defender_orders.stance.value,
        "defender_nonce": war.defender_orders.nonce,
        "outcome": None if war.outcome is None else war.outcome.value,
        "winner": None if war.winner is None else war.winner.value,
        "captured": war.captured,
        "concluded_at": optional_microseconds(war.concluded_at),
        "truce_until": None if war.truce is None else microseconds(war.truce.until),
        "truce": None if war.truce is None else war.truce.state.value,
        "offers": war.offers,
        **_offer_row(war.offer),
    }
