"""Calculates the exact probability of every total of a roll, without throwing dice."""

from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.plot_laws import Narrative, Outcome
from nazh.domain.dice.odds.roll_odds import PoolOdds, RollOdds, odds_of

__all__ = [
    "Distribution",
    "Narrative",
    "Outcome",
    "PoolOdds",
    "RollOdds",
    "odds_of",
]
