"""Exact odds: how likely every total of a roll is, without throwing a die."""

from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.plot_laws import Outcome, Story
from nazh.domain.dice.odds.rolls import PoolOdds, RollOdds, distribution, odds_of

__all__ = [
    "Distribution",
    "Outcome",
    "PoolOdds",
    "RollOdds",
    "Story",
    "distribution",
    "odds_of",
]
