"""Options that the dice commands share."""

from __future__ import annotations

from typing import Final

import click

from nazh.domain.dice import NAZH, RULESETS, Ruleset
from nazh.domain.dice.limits import Limits


def _ruleset(context: click.Context, option: click.Parameter, name: str) -> Ruleset:
    return RULESETS[name]


plot_option: Final = click.option("--plot", is_flag=True, help="Add the plot die.")
difficulty_option: Final = click.option(
    "--vs",
    "difficulty",
    type=click.IntRange(0, Limits.NUMBER),
    metavar="N",
    help="The difficulty of the first pool.",
)
ruleset_option: Final = click.option(
    "--ruleset",
    type=click.Choice(tuple(RULESETS)),
    default=NAZH.name,
    show_default=True,
    envvar=("NAZH_DICE_RULESET", "NAZH_RULESET"),
    show_envvar=True,
    callback=_ruleset,
    help="The rules to play by.",
)
