"""Proceeds with wars in which something is due, in one transaction, exactly once.

Both sides of each war, and for a battle also the nations that support them, are locked in ascending
order of their ids and settled up to that instant. One statement reads what several wars need, and
one writes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from nazh.adapters.outbound.sql.dominion.periodic_work.failures import values_after_failure
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import nations_by_id, update_nations
from nazh.adapters.outbound.sql.dominion.rows.pledge_rows import Blocs, pledges_of_wars
from nazh.adapters.outbound.sql.dominion.rows.settled_nations import mark_settled, settle_nations
from nazh.adapters.outbound.sql.dominion.rows.war_rows import (
    DueWars,
    insert_battles,
    lock_due,
    update_wars,
    won_wars_of,
)
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import WarSecrets
from nazh.domain.dominion.combat.record import record_of, write_record
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import (
    BattleFought,
    OrdersWereLocked,
    TruceHonoured,
    WarAccepted,
    WarProceeded,
    losses_of_income,
    parties,
)
from nazh.domain.dominion.nations.nation import Act, Nation, NationId
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.war_notices import tell
from nazh.domain.dominion.wars.concluding import end_truce, execute_battle, lock_orders
from nazh.domain.dominion.wars.peace import end_offer
from nazh.domain.dominion.wars.responding import accept
from nazh.domain.dominion.wars.supporting import Pledge, support_by
from nazh.domain.dominion.wars.war import War, WarId, WarState
from nazh.domain.kernel.events import Event


class BrokenWarRow(Exception):
    """The row of a war contradicts the rules, such as an active war without a secret."""


def proceed(
    connection: Connection, season: Season, due: DueWars, secrets: WarSecrets
) -> list[Event]:
    """Do what is due in wars, and return what happened, in order.

    From the first war that shares a nation with an earlier one,
    they are left for the next transaction. A war in which another process has done the work is
    skipped, and the expiry of an offer of peace is not returned.

    Raises StandingsMissing, and ``SealedValueError`` if the secret of a battle cannot be decrypted.
    """
    season = season.at(due.at)
    fought = [war.id for war in due.wars if war.state is WarState.ACTIVE]
    pledges = pledges_of_wars(connection, fought)
    separate = list(_separate(due.wars, pledges))
    locked = {nation for _, nations in separate for nation in nations}
    locked_nations = {
        nation.id: nation for nation in nations_by_id(connection, season, locked, lock=True)
    }
    wars = lock_due(connection, season, DueWars(due.at, [war for war, _ in separate]))
    # One may have been deleted.
    current_pledges = pledges_of_wars(connection, list(pledges)) if pledges else pledges
    waiting = [
        _Waiting(war, nations, pledges.get(war.id, ()))
        for seen, nations in separate
        if (war := wars.get(seen.id)) is not None
        and war.state is seen.state
        and locked_nations.keys() >= nations
        and pledges.get(war.id, ()) == current_pledges.get(war.id, ())
    ]
    return _proceed_at(connection, season, waiting, locked_nations, due.at, secrets)


def note_war_failure(connection: Connection, war: War, at: datetime, error: BaseException) -> bool:
    """Record another failure of a war; return whether it is parked now."""
    condition = WARS.c.id == war.id
    row = connection.execute(
        select(WARS.c.failures, WARS.c.failing_since).where(condition).with_for_update()
    ).first()
    if row is None:  # its nation was deleted
        return False
    values = values_after_failure(row.failures, at, error)
    since = row.failing_since or microseconds(at)
    connection.execute(update(WARS).where(condition).values(failing_since=since, **values))
    return values["retry_at"] is None


class _Waiting(NamedTuple):
    """A war with something due, which is locked with its nations."""

    war: War
    nations: frozenset[NationId]
    pledges: Sequence[Pledge]


def _separate(
    due: Iterable[War], pledges: Mapping[WarId, Sequence[Pledge]]
) -> Iterator[tuple[War, frozenset[NationId]]]:
    """Yield wars with their nations, up to the first that shares a nation with an earlier one."""
    taken: set[NationId] = set()
    for war in due:
        supporters = (pledge.nation for pledge in pledges.get(war.id, ()))
        nations = frozenset((war.aggressor, war.defender, *supporters))
        if not taken.isdisjoint(nations):
            return
        taken |= nations
        yield war, nations


def _proceed_at(
    connection: Connection,
    season: Season,
    waiting: Sequence[_Waiting],
    locked_nations: Mapping[NationId, Nation],
    at: datetime,
    secrets: WarSecrets,
) -> list[Event]:
    ids = sorted(nation for due_war in waiting for nation in due_war.nations)
    settled = settle_nations(connection, season, [locked_nations[nation] for nation in ids], at)
    nations = {settled_nation.nation.id: settled_nation.nation for settled_nation in settled}
    mark_settled(connection, settled, at)
    known = _read_known(connection, season, waiting, at)
    ended = [_proceed(due_war, nations, season, at, known, secrets) for due_war in waiting]
    for due_war, after in zip(waiting, ended, strict=True):
        nations |= {nation.id: nation for nation in after.nations}
        fact = after.fact
        if fact is not None:
            nations |= {nation: tell(nations[nation], fact) for nation in due_war.nations}
    facts = [after.fact for after in ended if after.fact is not None]
    insert_battles(connection, [battle for battle in facts if isinstance(battle, BattleFought)], at)
    after_all = [nations[nation] for nation in ids]
    update_nations(connection, season, after_all)
    update_wars(connection, season, [after.war for after in ended])
    return [*facts, *losses_of_income(after_all)]


class _Known(NamedTuple):
    """What battles depend on apart from the nations: supporters' blocs, and victories by nation."""

    blocs: Blocs
    won: Mapping[NationId, Sequence[War]]


def _read_known(
    connection: Connection, season: Season, waiting: Sequence[_Waiting], at: datetime
) -> _Known:
    fights = [due_war for due_war in waiting if due_war.war.state is WarState.ACTIVE]
    blocs = Blocs(
        connection, {nation for fight in fights if fight.pledges for nation in fight.nations}
    )
    sides = {nation for fight in fights for nation in (fight.war.aggressor, fight.war.defender)}
    won: defaultdict[NationId, list[War]] = defaultdict(list)
    if sides:
        since = at - max(season.rules.war.captures, season.rules.war.victories)
        for war in won_wars_of(connection, season, sides, since):
            won[war.aggressor].append(war)
            won[war.defender].append(war)
    return _Known(blocs, won)


class _After(NamedTuple):
    """A war after the due work, the nations that it changed, and what happened."""

    war: War
    nations: Sequence[Nation] = ()
    fact: WarProceeded | None = None


def _proceed(
    due: _Waiting,
    nations: Mapping[NationId, Nation],
    season: Season,
    at: datetime,
    known: _Known,
    secrets: WarSecrets,
) -> _After:
    war, rules = due.war, season.rules
    aggressor, defender = nations[war.aggressor], nations[war.defender]
    if war.offer is not None and at == war.offer_ends_at(war.offer):
        ended = end_offer(war, aggressor, defender, Act(at, war.cause))
        return _After(ended.war, (ended.own, ended.enemy))
    match war.state:
        case WarState.PROPOSED:
            return _accept_unanswered(war, aggressor, defender, at, rules, secrets)
        case WarState.PREPARATION if at < war.battle_at - rules.war.lock:
            return _After(war)  # changed rules lock its orders later
        case WarState.PREPARATION:
            named = parties(war, aggressor, defender)
            return _After(lock_orders(war), fact=OrdersWereLocked(*named, at, war.battle_at))
        case WarState.ACTIVE:
            return _fight(due, nations, at, rules, known, secrets)
        case WarState.CONCLUDED:
            return _honour_truce(war, aggressor, defender, at, rules)


def _accept_unanswered(
    war: War,
    aggressor: Nation,
    defender: Nation,
    at: datetime,
    rules: Ruleset,
    secrets: WarSecrets,
) -> _After:
    commitment = secrets.commit(war.id)
    after = accept(war, defender, at, commitment, rules)
    named = parties(war, aggressor, defender)
    fact = WarAccepted(*named, at, after.battle_at, commitment.published, is_automatic=True)
    return _After(after, fact=fact)


def _fight(
    due: _Waiting,
    nations: Mapping[NationId, Nation],
    at: datetime,
    rules: Ruleset,
    known: _Known,
    secrets: WarSecrets,
) -> _After:
    war = due.war
    if war.sealed_secret is None:
        raise BrokenWarRow
    secret = secrets.open(war.sealed_secret, war.id)
    aggressor, defender = nations[war.aggressor], nations[war.defender]
    supports = [
        support_by(pledge, nations[pledge.nation], known.blocs.size_of(pledge.nation), rules)
        for pledge in due.pledges
        if not nations[pledge.nation].is_paused(at)
    ]
    won = {past.id: past for side in (aggressor, defender) for past in known.won.get(side.id, ())}
    fought = execute_battle(war, aggressor, defender, [*won.values()], secret, rules, supports)
    winner = fought.war.winner or Role.DEFENDER
    named = parties(war, aggressor, defender)
    fact = BattleFought(*named, at, winner, write_record(record_of(fought.battle)))
    return _After(fought.war, (fought.aggressor, fought.defender, *fought.supporters), fact)


def _honour_truce(
    war: War, aggressor: Nation, defender: Nation, at: datetime, rules: Ruleset
) -> _After:
    if war.truce is None:
        raise BrokenWarRow
    honoured, *both = end_truce(war, war.truce, aggressor, defender, rules)
    return _After(honoured, both, TruceHonoured(*parties(war, aggressor, defender), at))
