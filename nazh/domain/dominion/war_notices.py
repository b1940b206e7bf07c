"""Notifies the nations of a war of what has happened in it (NOT-02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import (
    BattleFought,
    OrdersWereLocked,
    TruceHonoured,
    WarAccepted,
    WarCancelled,
    WarDeclared,
    WarDeclined,
    WarProceeded,
    WarSurrendered,
    WarWithdrawn,
    parties,
)
from nazh.domain.dominion.nations.nation import Act, Nation, notify
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.wars.war import War

_KINDS_AND_EVENTS: Final[Mapping[type[WarProceeded], tuple[NoticeKind, str]]] = {
    WarDeclared: (NoticeKind.WAR_DECLARED, "declared"),
    WarAccepted: (NoticeKind.WAR_ANSWERED, "accepted"),
    WarDeclined: (NoticeKind.WAR_ANSWERED, "declined"),
    WarWithdrawn: (NoticeKind.WAR_ANSWERED, "withdrawn"),
    OrdersWereLocked: (NoticeKind.BATTLE_SOON, "battle_soon"),
    BattleFought: (NoticeKind.BATTLE_FOUGHT, "battle_fought"),
    WarSurrendered: (NoticeKind.WAR_ENDED, "surrendered"),
    WarCancelled: (NoticeKind.WAR_ENDED, "cancelled"),
    TruceHonoured: (NoticeKind.WAR_ENDED, "truce_honoured"),
}
"""The kind of notice for each event, and the ``what`` of its text."""


def tell(nation: Nation, fact: WarProceeded) -> Nation:
    """Return a nation of the war with a notice of the event; all nations get the same one."""
    notice = news_of(fact)
    return notify(nation, notice.kind, Act(notice.at, notice.cause), notice.facts)


def news_of(fact: WarProceeded) -> Notice:
    """Return the notice of an event."""
    kind, event = _KINDS_AND_EVENTS[type(fact)]
    cause = f"war {fact.war} {event}"
    named = {
        "war": str(fact.war),
        "aggressor": fact.aggressor.name,
        "defender": fact.defender.name,
    }
    match fact:
        case WarDeclared(respond_by=respond_by, breaks_truce=breaks_truce):
            event = "truce_broken" if breaks_truce else event
            more: Mapping[str, int | str] = {"until": _unix_time(respond_by)}
        case WarAccepted(battle_at=battle_at, is_automatic=is_automatic):
            event = "accepted_in_silence" if is_automatic else event
            more = {"battle": _unix_time(battle_at)}
        case OrdersWereLocked(battle_at=battle_at):
            more = {"battle": _unix_time(battle_at)}
        case BattleFought(winner=winner):
            more = _sides(fact, winner)
        case WarSurrendered(winner=winner, resources_lost=resources, territory_lost=territory):
            more = {**_sides(fact, winner), "resources": resources, "territory": territory}
        case _:
            more = {}
    return Notice(fact.at, kind, cause, {"what": event, **named, **more})


def peace_news(war: War, one: Nation, other: Nation, at: datetime) -> Notice:
    """Return the notice that two nations, in any order, have made peace.

    It is for supporters, and for the nation that has accepted the offer.
    """
    number, aggressor, defender = parties(war, one, other)
    facts = {
        "what": "peace",
        "war": str(number),
        "aggressor": aggressor.name,
        "defender": defender.name,
    }
    return Notice(at, NoticeKind.WAR_ENDED, f"war {number} peace", facts)


def invite(fact: WarDeclared) -> Notice:
    """Return the notice that asks an ally or pact partner of the defender for support (DIP-05)."""
    facts = {
        "what": "partner_attacked",
        "war": str(fact.war),
        "aggressor": fact.aggressor.name,
        "defender": fact.defender.name,
    }
    return Notice(fact.at, NoticeKind.WAR_DECLARED, f"war {fact.war} invitation", facts)


def _sides(fact: WarProceeded, winner: Role) -> dict[str, int | str]:
    names = (fact.aggressor.name, fact.defender.name)
    won, lost = names if winner is Role.AGGRESSOR else reversed(names)
    return {"winner": won, "loser": lost}


def _unix_time(at: datetime) -> str:
    return str(int(at.timestamp()))
