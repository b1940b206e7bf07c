"""The dice rules (notation, pools, throws, judging and the plot die)."""

from nazh.domain.dice.evaluation.results import DieResult, Mark
from nazh.domain.dice.judging import judge
from nazh.domain.dice.notation import names_in, parse_canonical, parse_roll
from nazh.domain.dice.rolls import PoolResult, Roll, RollPlan, Throw
from nazh.domain.dice.rulesets import COSMERE, NAZH, PLAIN, RECORDED_RULESETS, RULESETS, Ruleset
from nazh.domain.dice.throwing import add_plot_die, throw, throw_physical_dice

__all__ = [
    "COSMERE",
    "NAZH",
    "PLAIN",
    "RECORDED_RULESETS",
    "RULESETS",
    "DieResult",
    "Mark",
    "PoolResult",
    "Roll",
    "RollPlan",
    "Ruleset",
    "Throw",
    "add_plot_die",
    "judge",
    "names_in",
    "parse_canonical",
    "parse_roll",
    "throw",
    "throw_physical_dice",
]
