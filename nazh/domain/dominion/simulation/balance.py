"""Measures how balanced a simulated season was.

All measures are whole numbers; shares and ratios are in basis points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.nations.units import BASIC_UNITS, UnitType
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.settling import income
from nazh.domain.dominion.simulation.policies import Policy
from nazh.domain.dominion.simulation.seasons import SimulatedNation

MAX_GINI: Final = 4_500
MAX_TOP_TO_MEDIAN: Final = 4 * WHOLE
MAX_UNIT_SHARE: Final = 6_000
"""The limits within which a season counts as balanced (TST-09)."""
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Balance:
    """The distribution of power at the end of a season.

    ``gini`` is 0 if all nations are equally powerful, and close to ``WHOLE`` if one has all power.
    ``size_rank`` is the rank correlation of citizens and power, from ``-WHOLE`` to ``WHOLE``.
    ``tenths`` are the shares of power of each tenth of the nations, weakest first. ``units`` are
    the shares of the ordered units by type, and ``powers`` the mean power by policy. ``stuck``
    nations cannot pay their upkeep out of their income.
    """

    gini: int
    top_to_median: int
    size_rank: int
    tenths: tuple[int, ...]
    units: Mapping[UnitType, int]
    powers: Mapping[Policy, int]
    stuck: int

    @property
    def is_within_limits(self) -> bool:
        """Whether the season was balanced."""
        return (
            self.gini <= MAX_GINI
            and self.top_to_median <= MAX_TOP_TO_MEDIAN
            and max(self.units.values(), default=0) <= MAX_UNIT_SHARE
            and not self.stuck
        )


def measure_balance(nations: Sequence[SimulatedNation], rules: Ruleset) -> Balance:
    """Return the measures of a season with at least one nation."""
    powers = [nation.nation.power(rules) for nation in nations]
    ranked = sorted(powers)
    total = sum(ranked) or 1
    count = len(ranked)
    ordered = {unit: sum(nation.ordered.get(unit, 0) for nation in nations) for unit in BASIC_UNITS}
    units = sum(ordered.values()) or 1
    return Balance(
        gini=_gini(ranked, total),
        top_to_median=ranked[-1] * WHOLE // max(1, ranked[count // 2]),
        size_rank=_rank_correlation([nation.nation.population for nation in nations], powers),
        tenths=tuple(
            sum(ranked[count * part // _TENTHS : count * (part + 1) // _TENTHS]) * WHOLE // total
            for part in range(_TENTHS)
        ),
        units={unit: number * WHOLE // units for unit, number in ordered.items()},
        powers=_mean_powers(nations, powers),
        stuck=sum(_is_stuck(nation, rules) for nation in nations),
    )


def _gini(ranked: Sequence[int], total: int) -> int:
    weighted = sum((2 * place - len(ranked) - 1) * power for place, power in enumerate(ranked, 1))
    return weighted * WHOLE // (len(ranked) * total)


def _rank_correlation(sizes: Sequence[int], powers: Sequence[int]) -> int:
    """Return Spearman's rank correlation; equal values are ranked in their order."""
    count = len(sizes)
    if count < 2:
        return 0
    distance = sum(
        (one - other) ** 2 for one, other in zip(_ranks(sizes), _ranks(powers), strict=True)
    )
    return WHOLE - 6 * distance * WHOLE // (count * (count**2 - 1))


def _ranks(values: Sequence[int]) -> list[int]:
    ranks = [0] * len(values)
    for rank, index in enumerate(sorted(range(len(values)), key=lambda index: values[index])):
        ranks[index] = rank
    return ranks


def _mean_powers(nations: Sequence[SimulatedNation], powers: Sequence[int]) -> Mapping[Policy, int]:
    by_policy: dict[Policy, list[int]] = {}
    for nation, power in zip(nations, powers, strict=True):
        by_policy.setdefault(nation.policy, []).append(power)
    return {
        policy: sum(powers_of_policy) // len(powers_of_policy)
        for policy, powers_of_policy in by_policy.items()
    }


def _is_stuck(simulated: SimulatedNation, rules: Ruleset) -> bool:
    nation = simulated.nation
    earned = income(nation, nation.protected_until, rules.resources)
    return earned < nation.military.upkeep(rules.military)
