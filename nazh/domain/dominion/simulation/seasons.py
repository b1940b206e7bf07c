"""Simulates a season of nations under the rules of the game.

Nations differ in size, founding time and policy; there are no wars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.names.names import parse_name
from nazh.domain.dominion.nations.founding import Charter, found
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, receive
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import income, settle
from nazh.domain.dominion.simulation.policies import Policy, spend_by
from nazh.domain.dominion.world_time import DAY, HOUR, hour_of, standing_at
from nazh.domain.kernel.identity import GuildId, UserId
from nazh.domain.kernel.rng import Rng

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
_FOUNDING: Final = 10
"""All nations are founded in the first tenth of the season."""
_MAX_DOUBLINGS: Final = 9
"""Nations have 2 to 2^9 citizens; each doubling is equally likely."""
_HOURS_OF_SPENDING: Final = 6
_HOUR_OF_CONTRIBUTIONS: Final = 18
_CAUSE: Final = "simulation"


@dataclass(frozen=True, slots=True)
class SimulatedNation:
    """A nation with its policy, and all units it has ever ordered."""

    policy: Policy
    nation: Nation
    ordered: dict[UnitType, int]


def simulate(
    rules: Ruleset,
    nations: int,
    days: int,
    policies: Sequence[Policy],
    rng: Rng,
    on_day: Callable[[int], None],
) -> tuple[SimulatedNation, ...]:
    """Return the nations after a season of ``days``; ``on_day`` is called with each day's number.

    Policies are assigned in turn. Half of the citizens contribute once a day.
    """
    season = Season(1, START, rules)
    founded_in = sorted(rng.below(-(-days * 24 // _FOUNDING)) for _ in range(nations))
    members = [_size(rng) for _ in range(nations)]
    playing: list[SimulatedNation] = []
    medians: dict[int, int] = {}
    for hour in range(days * 24):
        now = START + hour * HOUR
        while len(playing) < nations and founded_in[len(playing)] <= hour:
            number = len(playing)
            founded = _found(number + 1, members[number], now, season)
            playing.append(SimulatedNation(policies[number % len(policies)], founded, {}))
        playing = _play_hour(playing, hour_of(now) + 1, season, medians)
        if (hour + 1) % 24 == 0:
            on_day((hour + 1) // 24)
    return tuple(playing)


def _size(rng: Rng) -> int:
    least = 1 << 1 + rng.below(_MAX_DOUBLINGS - 1)
    return least + rng.below(least)


def _found(number: int, members: int, now: datetime, season: Season) -> Nation:
    id = NationId(number)
    charter = Charter(id, GuildId(number), parse_name(f"Nation {number}"), UserId(number))
    nation = found(charter, Act(now, _CAUSE), season)
    return replace(nation, population=members, journal=(), notices=())


def _play_hour(
    playing: Sequence[SimulatedNation], hour: int, season: Season, medians: dict[int, int]
) -> list[SimulatedNation]:
    """Return the nations after their actions at the standings of the next ``hour``."""
    at = standing_at(hour)
    settled = [settle(simulated.nation, at, season.rules, medians=medians) for simulated in playing]
    medians[hour] = _doubled_median(settled)
    medians.pop(hour - 2, None)
    return [
        _act(replace(simulated, nation=nation), hour, Act(at, _CAUSE), season.rules)
        for simulated, nation in zip(playing, settled, strict=True)
    ]


def _doubled_median(nations: Sequence[Nation]) -> int:
    powers = sorted(
        nation.progress.power for nation in nations if nation.progress.power is not None
    )
    middle = len(powers) // 2
    return powers[middle] + powers[-middle - 1] if powers else 0


def _act(simulated: SimulatedNation, hour: int, act: Act, rules: Ruleset) -> SimulatedNation:
    """Return the nation after contributions and spending according to its policy."""
    nation = simulated.nation
    if hour % 24 == _HOUR_OF_CONTRIBUTIONS:
        days = (act.at - nation.founded_at) // DAY
        contributed = (nation.population + 1) // 2 * _contribution(days, rules.resources)
        nation = receive(nation, contributed, Reason.CONTRIBUTION, act, rules.resources)
    orders, ordered = nation.military.orders_given, simulated.ordered
    if hour % _HOURS_OF_SPENDING == 0:
        earned = income(nation, act.at, rules.resources)
        nation = spend_by(simulated.policy, nation, earned, act, rules)
    if nation.military.orders_given > orders:
        order = nation.military.orders[-1]
        ordered = {**ordered, order.unit: ordered.get(order.unit, 0) + order.quantity}
    return replace(simulated, nation=replace(nation, journal=(), notices=()), ordered=ordered)


def _contribution(days: int, rules: ResourceRules) -> int:
    return share(rules.contribution, WHOLE + rules.streak_bonus * min(days, rules.streak_days))
