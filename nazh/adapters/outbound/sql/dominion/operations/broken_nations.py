"""Finds nations that break an invariant, in a chunk that is read at one moment.

Stored values are compared with what they must follow from, without the code that wrote them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Task, last_slots
from nazh.adapters.outbound.sql.dominion.tables import (
    CITIZENS,
    FAILURES,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    NOTICES,
    REPUTATION,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.invariants import Breach, Invariant
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import clamp_reputation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.war import Outcome
from nazh.domain.dominion.world_time import day_of, hour_of, start_of_hour

_EARLY: Final = timedelta(minutes=5)
"""How far the clocks of processes and Discord may differ."""
_STOCKS: Final = ("resources", "territory", "population", "upkeep_due", "research_points")
_GIVEN_BACK: Final = frozenset({Outcome.DECLINED.value, Outcome.CANCELLED.value})
_ESCROW: Final = (Reason.PEACE_OFFER.value, Reason.PEACE_RETURN.value)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The nations in a range of ids, at one moment."""

    connection: Connection
    season: Season
    ids: tuple[int, int]
    rows: Sequence[Row[Any]]

    @property
    def rulesets(self) -> Sequence[Ruleset]:
        """All rules that the season has had."""
        return [change.rules for change in self.season.changes] or [self.season.rules]

    def has(self, nation: ColumnElement[int]) -> ColumnElement[bool]:
        """Return the condition that a column refers to a nation of the chunk."""
        return nation.between(*self.ids)

    def sums(self, *where: ColumnElement[bool]) -> dict[int, int]:
        """Return the sums of ledger entries of the season by nation."""
        entry = LEDGER.c
        query = select(entry.nation, func.sum(entry.amount)).group_by(entry.nation)
        chosen = query.where(entry.season == self.season.number, self.has(entry.nation), *where)
        return {nation: int(amount) for nation, amount in self.connection.execute(chosen)}


def breaches_among(
    connection: Connection, season: Season, ids: tuple[int, int], now: datetime
) -> Iterator[Breach]:
    """Yield the breaches of the nations in a range of ids."""
    state = NATION_STATES.c
    rows = (
        select(NATIONS, NATION_STATES)
        .join(NATION_STATES, state.nation == NATIONS.c.id)
        .where(state.season == season.number, state.nation.between(*ids))
        .order_by(NATIONS.c.id)
    )
    chunk = _Chunk(connection, season, ids, connection.execute(rows).all())
    yield from _broken_stocks(chunk)
    yield from _broken_ledgers(chunk)
    yield from _broken_escrows(chunk)
    yield from _broken_militaries(chunk)
    yield from _broken_citizenships(chunk)
    yield from _broken_leaders(chunk)
    yield from _broken_ticks(chunk, now)
    yield from _broken_cooldowns(chunk)
    yield from _broken_reputations(chunk)


def _broken_stocks(chunk: _Chunk) -> Iterator[Breach]:
    returned = select(LEDGER.c.nation, func.max(LEDGER.c.balance)).where(
        LEDGER.c.season == chunk.season.number,
        chunk.has(LEDGER.c.nation),
        LEDGER.c.reason == Reason.PEACE_RETURN.value,
    )
    rows = chunk.connection.execute(returned.group_by(LEDGER.c.nation))
    most = {nation: int(balance) for nation, balance in rows}
    for row in chunk.rows:
        for name in _STOCKS:
            if getattr(row, name) < 0:
                yield _breach(Invariant.STOCK, row.id, f"{name} is {getattr(row, name)}")
        # A change of rules may have made the storage smaller than its content.
        if not chunk.season.changes and row.resources > max(row.capacity, most.get(row.id, 0)):
            fault = f"the storage for {row.capacity} holds {row.resources}"
            yield _breach(Invariant.STOCK, row.id, fault)


def _broken_ledgers(chunk: _Chunk) -> Iterator[Breach]:
    sums = chunk.sums()
    for row in chunk.rows:
        booked = sums.get(row.id, 0)
        if booked != row.resources:
            fault = f"the stock is {row.resources}, but its entries add up to {booked}"
            yield _breach(Invariant.LEDGER, row.id, fault)


def _broken_escrows(chunk: _Chunk) -> Iterator[Breach]:
    """Compare what nations have set aside with their open offers; an accepted offer is paid.

    A war is deleted together with either of its nations.
    """
    entry, war = LEDGER.c, WARS.c
    query = select(entry.nation, entry.cause, func.sum(entry.amount)).where(
        entry.season == chunk.season.number, chunk.has(entry.nation), entry.reason.in_(_ESCROW)
    )
    escrowed = {
        (nation, cause): -int(amount)
        for nation, cause, amount in chunk.connection.execute(
            query.group_by(entry.nation, entry.cause)
        )
    }
    wars = select(WARS).where(chunk.has(war.aggressor) | chunk.has(war.defender))
    known: set[str] = set()
    offered: dict[tuple[int, str], int] = {}
    for row in chunk.connection.execute(wars.where(war.season == chunk.season.number)):
        causes = [f"war {row.id} peace {number}" for number in range(1, row.offers + 1)]
        known.update(causes[:-1] if row.outcome == Outcome.PEACE.value else causes)
        if row.offer_by is not None:
            by = row.aggressor if row.offer_by == Role.AGGRESSOR.value else row.defender
            offered[by, causes[-1]] = row.gives_resources
    for nation, cause in sorted(escrowed.keys() | offered.keys()):
        is_here = chunk.ids[0] <= nation <= chunk.ids[1]
        amounts = escrowed.get((nation, cause), 0), offered.get((nation, cause), 0)
        if is_here and cause in known and amounts[0] != amounts[1]:
            fault = f"{cause} offers {amounts[1]}, but {amounts[0]} are set aside"
            yield _breach(Invariant.ESCROW, nation, fault)


def _broken_militaries(chunk: _Chunk) -> Iterator[Breach]:
    query = select(UNITS).where(UNITS.c.season == chunk.season.number, chunk.has(UNITS.c.nation))
    by_nation = _by_nation(chunk.connection.execute(query))
    known = {unit.value: unit for unit in UnitType}
    for row in chunk.rows:
        units = by_nation.get(row.id, [])
        unknown = next((unit.unit for unit in units if unit.unit not in known), None)
        if unknown is not None:
            yield _breach(Invariant.MILITARY, row.id, f"there are no units called {unknown}")
            continue
        military = Military({known[unit.unit]: Units(unit.quantity, unit.level) for unit in units})
        rules = chunk.season.rules_at(start_of_hour(row.hour))
        upgrades = row.storage_upgrades * rules.resources.storage_step
        for name, expected in (
            ("strength", military.strength(rules.military)),
            ("upkeep", military.upkeep(rules.military)),
            ("capacity", rules.resources.storage + upgrades),
        ):
            if getattr(row, name) != expected:
                fault = f"{name} is {getattr(row, name)} instead of {expected}"
                yield _breach(Invariant.MILITARY, row.id, fault)


def _broken_citizenships(chunk: _Chunk) -> Iterator[Breach]:
    citizen = CITIZENS.c
    active = func.sum(case((citizen.is_counted, 1), else_=0))
    query = select(citizen.nation, active).where(chunk.has(citizen.nation))
    rows = chunk.connection.execute(query.group_by(citizen.nation))
    counted = {nation: int(number) for nation, number in rows}
    for row in chunk.rows:
        number = counted.pop(row.id, 0)
        if number != row.population:
            fault = f"the population is {row.population}, but {number} citizens are active"
            yield _breach(Invariant.CITIZENS, row.id, fault)
    for nation in sorted(counted):
        yield _breach(Invariant.CITIZENS, nation, "it has citizens, but does not exist")


def _broken_leaders(chunk: _Chunk) -> Iterator[Breach]:
    query = select(LEADERSHIPS).where(chunk.has(LEADERSHIPS.c.nation))
    reigns = _by_nation(chunk.connection.execute(query.order_by(LEADERSHIPS.c.seq)))
    for row in chunk.rows:
        leaders = reigns.get(row.id, [])
        begins = [leader.since for leader in leaders]
        if not leaders:
            fault = "it never had a leader"
        elif leaders[-1].leader != row.leader:
            fault = "its leader is not the last one in its history"
        elif begins[0] != row.founded_at or begins != sorted(begins):
            fault = "the history of its leaders has a gap"
        else:
            continue
        yield _breach(Invariant.LEADERS, row.id, fault)


def _broken_ticks(chunk: _Chunk, now: datetime) -> Iterator[Breach]:
    """Find nations that are behind or ahead of the world.

    A command that is answered late may found or change a nation before the last tick; the nation
    is settled before the next one. Failing nations are known already.
    """
    done = last_slots(chunk.connection, chunk.season)
    failing = select(FAILURES.c.nation).where(FAILURES.c.season == chunk.season.number)
    failed = set(chunk.connection.execute(failing).scalars())
    latest = {"hour": hour_of(now + _EARLY), "day": day_of(now + _EARLY)}
    for row in chunk.rows:
        for name, task in (("hour", Task.TICK), ("day", Task.CHARGE)):
            own, last = getattr(row, name), done.get(task.name)
            if last is not None and own < last - 1 and row.id not in failed:
                fault = f"its {name} is {own}, but the world's last one is {last}"
                yield _breach(Invariant.TICKS, row.id, fault)
            elif own > latest[name]:
                fault = f"its {name} is {own}, but by the clock it is {latest[name]}"
                yield _breach(Invariant.TICKS, row.id, fault)


def _broken_cooldowns(chunk: _Chunk) -> Iterator[Breach]:
    war, notice = WARS.c, NOTICES.c
    declared = select(WARS).where(
        war.season == chunk.season.number, chunk.has(war.aggressor), war.declared_at.is_not(None)
    )
    rows = chunk.connection.execute(declared.order_by(war.declared_at, war.id))
    cooldown = min(rules.war.cooldown for rules in chunk.rulesets)
    by_aggressor: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_aggressor[row.aggressor].append(row)
    for nation, wars in sorted(by_aggressor.items()):
        for earlier, later in pairwise(wars):
            is_early = _between(earlier.declared_at, later.declared_at) < cooldown
            if is_early and earlier.outcome not in _GIVEN_BACK:
                fault = f"war {later.id} was declared too soon after war {earlier.id}"
                yield _breach(Invariant.COOLDOWNS, nation, fault)
    announced = select(notice.nation, notice.at).where(
        notice.season == chunk.season.number,
        chunk.has(notice.nation),
        notice.kind == NoticeKind.ANNOUNCEMENT.value,
    )
    cooldown = min(rules.politics.announce_cooldown for rules in chunk.rulesets)
    announcements = _by_nation(chunk.connection.execute(announced.order_by(notice.at, notice.seq)))
    for nation, notices in sorted(announcements.items()):
        if any(_between(earlier.at, later.at) < cooldown for earlier, later in pairwise(notices)):
            yield _breach(Invariant.COOLDOWNS, nation, "it announced something too soon")


def _broken_reputations(chunk: _Chunk) -> Iterator[Breach]:
    query = select(REPUTATION).where(chunk.has(REPUTATION.c.nation))
    changes = _by_nation(chunk.connection.execute(query.order_by(REPUTATION.c.seq)))
    limits = [rules.reputation for rules in chunk.rulesets]
    for row in chunk.rows:
        reputation = 0
        for change in changes.get(row.id, []):
            after = {clamp_reputation(reputation + change.amount, rules) for rules in limits}
            if change.reputation not in after:
                fault = (
                    f"{reputation} and {change.amount} became {change.reputation} by {change.cause}"
                )
                yield _breach(Invariant.REPUTATION, row.id, fault)
            reputation = change.reputation
        if reputation != row.reputation:
            fault = f"its reputation is {row.reputation}, but its changes end at {reputation}"
            yield _breach(Invariant.REPUTATION, row.id, fault)


def _by_nation(rows: Iterable[Row[Any]]) -> Mapping[int, list[Row[Any]]]:
    by_nation: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_nation[row.nation].append(row)
    return by_nation


def _between(earlier: int, later: int) -> timedelta:
    return timedelta(microseconds=later - earlier)


def _breach(invariant: Invariant, nation: int, fault: str) -> Breach:
    return Breach(invariant, NationId(nation), fault)
