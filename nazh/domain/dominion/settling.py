"""Settles a nation, which applies everything that became due up to an instant, in order.

Settling in one step or in several gives the same nation. At one instant, upkeep is charged first,
followed by the tick, finished units, citizens who become inactive, the standings, and the end of
the protection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, IntEnum
from math import isqrt
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE, apportion, compound
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.lifecycle import is_inactive
from nazh.domain.dominion.nations.nation import (
    Act,
    Nation,
    change_population,
    notify,
    receive,
    spend,
)
from nazh.domain.dominion.nations.units import BuildOrder, Units, UnitType
from nazh.domain.dominion.notices import Facts, NoticeKind
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import standing_at, start_of_day, start_of_hour

_INSTANT: Final = timedelta(microseconds=1)


class StandingsMissing(Exception):
    """The standings of a required hour are not taken yet; the world has to be advanced first."""

    def __init__(self, hour: int) -> None:
        super().__init__(f"the standings of hour {hour} are not taken yet")


class Bonus(Enum):
    """A reason why a nation's income is higher than that of its citizens alone."""

    NEW_NATION = "new_nation"
    ECONOMY = "economy"
    UNDERDOG = "underdog"


class _Kind(IntEnum):
    """What can become due, in the order of application at one instant."""

    CHARGE = 0
    TICK = 1
    ORDER = 2
    LAPSE = 3
    STANDING = 4
    PROTECTION = 5


def settle(
    nation: Nation,
    until: datetime,
    rules: Ruleset,
    *,
    lapses: Sequence[datetime] = (),
    medians: Mapping[int, int],
) -> Nation:
    """Return the nation at ``until``, with everything applied that is due by then.

    ``lapses`` are the instants at which active citizens become inactive, earliest first.
    ``medians`` maps the hours of standings to twice the median power. Raises StandingsMissing if a
    required one is missing.
    """
    waiting = list(lapses)
    while True:
        at, kind = min(_next_due(nation, waiting))
        if at > until:
            return nation
        match kind:
            case _Kind.CHARGE:
                nation = _charge(nation, rules)
            case _Kind.TICK:
                nation = _tick(nation, at, rules, medians)
            case _Kind.ORDER:
                nation = _finish(nation, at)
            case _Kind.LAPSE:
                waiting.pop(0)
                nation = change_population(nation, -1, at)
            case _Kind.STANDING:
                nation = _stand(nation, at, rules)
            case _Kind.PROTECTION:
                act = Act(at, f"protection until {at.isoformat()}")
                nation = notify(nation, NoticeKind.PROTECTION_ENDED, act, {})
                nation = replace(nation, is_protected=False)


def settle_in_season(
    nation: Nation,
    until: datetime,
    season: Season,
    *,
    lapses: Sequence[datetime] = (),
    medians: Mapping[int, int],
) -> Nation:
    """Return the nation as ``settle`` does, applying the rules in force at each instant."""
    waiting = list(lapses)
    for change in season.changes:
        begins = start_of_hour(change.hour)
        if change.hour <= nation.progress.hour or begins > until:
            continue
        before = begins - _INSTANT
        early = [at for at in waiting if at <= before]
        waiting = waiting[len(early) :]
        rules = season.rules_at(before)
        nation = settle(nation, before, rules, lapses=early, medians=medians)
    return settle(nation, until, season.rules_at(until), lapses=waiting, medians=medians)


def income(nation: Nation, at: datetime, rules: ResourceRules) -> int:
    """Return what the nation earns in a tick at ``at``, ignoring its storage (RES-02)."""
    return (
        counted(nation.population, rules)
        * rules.rate
        * multiplier(nation, at, rules)
        // (100 * WHOLE)
    )


def counted(population: int, rules: ResourceRules) -> int:
    """Return the citizens that count for income, in hundredths, rounded down (RES-04)."""
    if not rules.soft_cap or population <= rules.soft_cap:
        return 100 * population
    return 100 * rules.soft_cap + isqrt(10_000 * (population - rules.soft_cap))


def multiplier(nation: Nation, at: datetime, rules: ResourceRules) -> int:
    """Return the income multiplier of all bonuses together, in basis points (RES-03)."""
    bonuses = income_bonuses(nation, at, rules).values()
    return compound(bonuses, rules.least_multiplier, rules.most_multiplier)


def income_bonuses(nation: Nation, at: datetime, rules: ResourceRules) -> dict[Bonus, int]:
    """Return each income bonus in basis points, 0 if it does not apply, in order."""
    return {
        Bonus.NEW_NATION: rules.new_nation_bonus if at < nation.protected_until else 0,
        Bonus.ECONOMY: rules.economy_bonus * nation.economy.level,
        Bonus.UNDERDOG: rules.underdog_bonus if nation.is_below_median else 0,
    }


def _next_due(nation: Nation, lapses: Sequence[datetime]) -> Iterator[tuple[datetime, _Kind]]:
    progress = nation.progress
    yield start_of_day(progress.day + 1), _Kind.CHARGE
    yield start_of_hour(progress.hour + 1), _Kind.TICK
    yield standing_at(progress.standing + 1), _Kind.STANDING
    if nation.military.orders:
        yield min(order.due_at for order in nation.military.orders), _Kind.ORDER
    if lapses:
        yield lapses[0], _Kind.LAPSE
    if nation.is_protected:
        yield nation.protected_until, _Kind.PROTECTION


def _tick(nation: Nation, at: datetime, rules: Ruleset, medians: Mapping[int, int]) -> Nation:
    hour = nation.progress.hour + 1
    if hour not in medians:
        raise StandingsMissing(hour)
    power = nation.progress.power
    is_below = power is not None and 2 * power < medians[hour]
    nation = replace(nation, is_below_median=is_below, progress=replace(nation.progress, hour=hour))
    if nation.is_paused(at):
        return nation
    earned = income(nation, at, rules.resources)
    before, capacity = nation.resources, nation.capacity(rules.resources)
    nation = receive(nation, earned, Reason.GENERATION, tick_act(hour), rules.resources)
    if before < nation.resources == capacity:
        nation = notify(nation, NoticeKind.STORAGE_FULL, tick_act(hour), {"capacity": capacity})
    added = nation.resources - before
    return replace(
        nation,
        generated=nation.generated + added,
        lost_income=nation.lost_income + earned - added,
        upkeep_due=nation.upkeep_due + nation.military.upkeep(rules.military),
    )


def tick_act(hour: int) -> Act:
    """Return the act of a tick, for the ledger."""
    return Act(start_of_hour(hour), f"tick {hour}")


def charge_act(day: int) -> Act:
    """Return the act of a charge of upkeep, for the ledger."""
    return Act(start_of_day(day), f"charge {day}")


def _charge(nation: Nation, rules: Ruleset) -> Nation:
    day = nation.progress.day + 1
    due = nation.upkeep_due
    paid = min(due, nation.resources)
    nation = spend(nation, paid, Reason.UPKEEP, charge_act(day))
    if paid < due:
        nation = _desert(nation, paid, due, charge_act(day), rules)
    return replace(nation, upkeep_due=0, progress=replace(nation.progress, day=day))


def _desert(nation: Nation, paid: int, due: int, act: Act, rules: Ruleset) -> Nation:
    """Return the nation without the units that desert for want of upkeep (RES-10).

    It gets one notice, whether or not it has lost units. Of types with equal remainders, the first
    in ``UnitType`` loses one more.
    """
    units = nation.military.units
    fraction = (due - paid, due)
    if (due - paid) * WHOLE > rules.military.desertion * due:
        fraction = (rules.military.desertion, WHOLE)
    quantities = {unit: units[unit].quantity for unit in UnitType if unit in units}
    losses = apportion(quantities, *fraction)
    remaining = {unit: Units(of.quantity - losses[unit], of.level) for unit, of in units.items()}
    nation = replace(nation, military=replace(nation.military, units=remaining))
    lost = sum(losses.values())
    if lost:
        facts: Facts = {"what": "unpaid", "due": due, "paid": paid, "lost": lost}
        return notify(nation, NoticeKind.UNITS_DESERTED, act, facts)
    return notify(nation, NoticeKind.UPKEEP_UNPAID, act, {"due": due, "paid": paid})


def _finish(nation: Nation, at: datetime) -> Nation:
    military = nation.military
    finished = [order for order in military.orders if order.due_at <= at]
    for order in finished:
        units = military.of(order.unit)
        military = military.with_units(
            order.unit, Units(units.quantity + order.quantity, units.level)
        )
    remaining: tuple[BuildOrder, ...] = tuple(
        open_order for open_order in military.orders if open_order not in finished
    )
    for order in finished:
        act = Act(order.due_at, f"order {order.number}")
        facts = {"unit": order.unit.value, "quantity": order.quantity, "order": order.number}
        nation = notify(nation, NoticeKind.UNITS_BUILT, act, facts)
    return replace(nation, military=military.with_orders(remaining))


def _stand(nation: Nation, at: datetime, rules: Ruleset) -> Nation:
    power = None if is_inactive(nation, at, rules.nations) else nation.power(rules)
    progress = replace(nation.progress, standing=nation.progress.standing + 1, power=power)
    return replace(nation, progress=progress)
