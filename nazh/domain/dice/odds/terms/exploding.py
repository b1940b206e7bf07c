"""Calculates exploding dice together, with a limit on all further dice instead of each chain.

Of n dice, i explode on the first throw; their chains then have i ends and j links, in C(i+j-1, j)
orders. The sum of n dice is therefore a sum of few products, whatever the dice count for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.arithmetic.polynomials import Packed, Poly, fits, shifted
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget


@dataclass(frozen=True, slots=True)
class ExplosionWays:
    """Ways of one die, ``unmet`` or ``met``, and of a further one, ``ends`` or ``continues``."""

    unmet: int
    met: int
    ends: int
    continues: int

    def ways(self, dice: int, exploding: int, further: int) -> int:
        """Return the number of ways in which ``exploding`` dice explode and add ``further`` dice.

        The total is ``(unmet + met) ** dice * (ends + continues) ** further``.
        """
        unexploded = dice - exploding
        links = further - exploding
        at_first: int = comb(dice, exploding) * self.unmet**unexploded * self.met**exploding
        further_on: int = (
            chain_arrangements(exploding, links) * self.ends**exploding * self.continues**links
        )
        return at_first * further_on

    def ways_in_all(self, dice: int, further: int) -> int:
        """Return the number of ways to add ``further`` dice, whichever dice explode."""
        if self.unmet == self.ends and self.met == self.continues:
            ways: int = chain_arrangements(dice, further) * self.unmet**dice * self.met**further
            return ways
        least = 1 if further else 0
        exploding = range(least, min(dice, further) + 1)
        return sum(self.ways(dice, which, further) for which in exploding)

    def max_further(self, dice: int, total_ways: int, share: int) -> int:
        """Return how many further dice are followed, at most ``share``."""
        sides = self.ends + self.continues
        all_outcomes = total_ways**dice
        left = all_outcomes
        for further in range(share):
            left -= self.ways_in_all(dice, further)
            if left * Limits.ODDS_TAIL <= all_outcomes:
                return further
            left, all_outcomes = left * sides, all_outcomes * sides
        return share


def chain_arrangements(exploding: int, links: int) -> int:
    """Return the number of ways to distribute ``links`` among ``exploding`` chains."""
    if not exploding:
        return int(links == 0)
    return comb(exploding + links - 1, links)


@dataclass(frozen=True, slots=True)
class ExplosionTerms:
    """What a first die adds, without or with a further one, and what each further die adds."""

    unmet: Poly
    met: Poly
    ends: Poly
    continues: Poly


def exploded_sum(
    dice: int, adds: ExplosionTerms, total_ways: int, sides: int, further: int, budget: StepBudget
) -> tuple[Poly, int] | None:
    """Return the sum of ``dice`` dice with at most ``further`` further ones, and its total ways.

    Returns ``None`` if the values are too far apart to be packed.
    """
    polys = (adds.unmet, adds.met, adds.ends, adds.continues)
    values = [value for poly in polys for value in poly]
    all_outcomes = total_ways**dice * sides**further
    low = min(0, *values) if values else 0
    most = (max(values, default=0) - low) * (dice + further)
    if not fits(most, all_outcomes.bit_length(), polys):
        return None
    ring = Packed(all_outcomes.bit_length(), budget)
    # Every exponent is shifted to 0 or more, including that of a further die that is not drawn.
    unmet, met, ends, link = (ring.of(shifted(poly, -low)) for poly in polys)
    no_link = ring.of({-low: sides})
    lowered = low * (dice + further)
    if adds.unmet == adds.ends and adds.met == adds.continues:
        chains = _chains(ring, link, dice, further, no_link)
        together = ring.times(_power(ring, ends, dice), chains)
        return shifted(ring.read(together), lowered), all_outcomes
    chain = ring.times(met, ends)
    total = ring.times(_power(ring, unmet, dice), _power(ring, no_link, further))
    for exploding in range(1, min(dice, further) + 1):
        unexploded = _power(ring, unmet, dice - exploding)
        ways = ring.times(unexploded, _power(ring, chain, exploding)) * comb(dice, exploding)
        links = _chains(ring, link, exploding, further - exploding, no_link)
        total += ring.times(ways, links)
    return shifted(ring.read(total), lowered), all_outcomes


def _chains(ring: Packed, link: int, exploding: int, most: int, no_link: int) -> int:
    """Return the sum of at most ``most`` links in these chains; a missing link adds ``no_link``."""
    total, thrown = 0, ring.one
    missing = [ring.one]
    for _ in range(most):
        missing.append(ring.times(missing[-1], no_link))
    for links in range(most + 1):
        total += ring.times(thrown * chain_arrangements(exploding, links), missing[most - links])
        thrown = ring.times(thrown, link)
    return total


def _power(ring: Packed, poly: int, exponent: int) -> int:
    result = ring.one
    for bit in f"{exponent:b}":
        result = ring.times(result, result)
        if bit == "1":
            result = ring.times(result, poly)
    return result


def covered_ways(
    chances: ExplosionWays, dice: int, total_ways: int, share: int
) -> tuple[int, int, int]:
    """Return how many further throws are followed, and the probability that they suffice."""
    further = chances.max_further(dice, total_ways, share)
    sides = chances.ends + chances.continues
    ways = sum(
        chances.ways_in_all(dice, throws) * sides ** (further - throws)
        for throws in range(further + 1)
    )
    return further, ways, total_ways**dice * sides**further
