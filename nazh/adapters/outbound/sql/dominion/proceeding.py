"""Lets a war proceed when something is due in it, in one transaction, exactly once.

Its nations are locked, in ascending order of their ids, and settled up to that instant. Those are
both sides, and for a battle also the nations that support them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from nazh.adapters.outbound.sql.dominion.citizen_rows import mark_lapsed
from nazh.adapters.outbound.sql.dominion.failures import RETRIES
from nazh.adapters.outbound.sql.dominion.loyalty_rows import mark_loyalty
from nazh.adapters.outbound.sql.dominion.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.pledge_rows import bloc_of, pledges_in
from nazh.adapters.outbound.sql.dominion.settled_nations import settle_nations
from nazh.adapters.outbound.sql.dominion.tables import WARS
from nazh.adapters.outbound.sql.dominion.war_rows import (
    find_war,
    insert_battle,
    update_war,
    wars_of,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import WarSecrets
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import (
    BattleFought,
    OrdersWereLocked,
    TruceHonoured,
    WarAccepted,
    WarProceeded,
    parties,
)
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.nations import Act, Nation
from nazh.domain.dominion.war_news import tell
from nazh.domain.dominion.wars.concluding import end_truce, execute_battle, lock_orders
from nazh.domain.dominion.wars.peace import end_offer
from nazh.domain.dominion.wars.responding import accept
from nazh.domain.dominion.wars.supporting import Support, support_by
from nazh.domain.dominion.wars.war import War, WarState

_LONGEST_ERROR: Final = 300


class MissingSecret(Exception):
    """An accepted war without a secret, or a truce without an end, which is a broken row."""


def proceed(
    connection: Connection, season: Season, seen: War, secrets: WarSecrets
) -> WarProceeded | None:
    """Do what is due in a war, and return what happened.

    It is ``None`` if another process did it, or if an offer of peace has expired.

    Raises StandingsMissing, and ``SealedValueError`` if the secret of a battle cannot be decrypted.
    """
    at = seen.due_at(season.rules.war)
    if at is not None:
        season = season.at(at)
    pledges = pledges_in(connection, seen.id) if seen.state is WarState.ACTIVE else ()
    ids = (seen.aggressor, seen.defender, *(one.nation for one in pledges))
    nations = nations_by_id(connection, season, ids, lock=True)
    war = find_war(connection, season, seen.id, lock=True)
    if war is None or at is None or war.state is not seen.state or len(nations) < len(ids):
        return None
    if war.due_at(season.rules.war) != at:
        return None
    if pledges != (pledges_in(connection, seen.id) if pledges else ()):  # one was deleted
        return None
    by_id = {one.id: one for one in settle_nations(connection, season, nations, at)}
    mark_lapsed(connection, list(by_id), at)
    mark_loyalty(connection, list(by_id), at, season.rules.diplomacy)
    if war.offer is not None and at == war.offer_ends_at(war.offer):
        one, other = by_id[war.aggressor], by_id[war.defender]
        ended = end_offer(war, one, other, Act(at, war.cause))
        by_id |= {ended.own.id: ended.own, ended.enemy.id: ended.enemy}
        update_nations(connection, season, [nation for _, nation in sorted(by_id.items())])
        update_war(connection, season, ended.war)
        return None
    supports = [
        support_by(one, by_id[one.nation], bloc_of(connection, one.nation), season.rules)
        for one in pledges
        if not by_id[one.nation].is_frozen(at)
    ]
    after, changed, fact = _proceed(
        connection, season, war, by_id[war.aggressor], by_id[war.defender], supports, at, secrets
    )
    by_id |= {one.id: one for one in changed}
    told = [tell(nation, fact) for _, nation in sorted(by_id.items())]
    update_nations(connection, season, told)
    update_war(connection, season, after)
    return fact


def note_war_failure(connection: Connection, war: War, at: datetime, error: BaseException) -> bool:
    """Note one more failure of a war; return whether it is parked now."""
    which = WARS.c.id == war.id
    row = connection.execute(
        select(WARS.c.failures, WARS.c.failing_since).where(which).with_for_update()
    ).first()
    if row is None:  # its nation was deleted
        return False
    retry_at = at + RETRIES[row.failures] if row.failures < len(RETRIES) else None
    values = {
        "failures": row.failures + 1,
        "failing_since": row.failing_since or microseconds(at),
        "retry_at": None if retry_at is None else microseconds(retry_at),
        "error": f"{type(error).__name__}: {error}"[:_LONGEST_ERROR],
    }
    connection.execute(update(WARS).where(which).values(**values))
    return retry_at is None


def _proceed(
    connection: Connection,
    season: Season,
    war: War,
    aggressor: Nation,
    defender: Nation,
    supports: Sequence[Support],
    at: datetime,
    secrets: WarSecrets,
) -> tuple[War, Sequence[Nation], WarProceeded]:
    rules, named = season.rules, parties(war, aggressor, defender)
    match war.state:
        case WarState.PROPOSED:
            commitment = secrets.commit(war.id)
            after = accept(war, defender, at, commitment, rules)
            accepted = WarAccepted(
                *named, at, after.battle_at, commitment.published, is_automatic=True
            )
            return after, (), accepted
        case WarState.PREPARATION:
            locked = OrdersWereLocked(*named, at, war.battle_at)
            return lock_orders(war), (), locked
        case WarState.ACTIVE:
            if war.sealed_secret is None:
                raise MissingSecret
            secret = secrets.open(war.sealed_secret, war.id)
            wars = wars_of(connection, season, (war.aggressor, war.defender))
            fought = execute_battle(war, aggressor, defender, wars, secret, rules, supports)
            record = insert_battle(connection, fought.battle, at)
            winner = fought.war.winner or Role.DEFENDER
            fact = BattleFought(*named, at, winner, record)
            return fought.war, (fought.aggressor, fought.defender, *fought.supporters), fact
        case WarState.CONCLUDED:
            if war.truce is None:
                raise MissingSecret
            honoured, *nations = end_truce(war, war.truce, aggressor, defender, rules)
            return honoured, nations, TruceHonoured(*named, at)
