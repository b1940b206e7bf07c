"""Options that the dice commands share."""

from __future__ import annotations

from typing import Final

import click

from nazh.domain.dice import NAZH, RULESETS, Ruleset


def _ruleset(context: click.Context, option: click.Parameter, name: str) -> Ruleset:
    return RULESETS[name]


plot_option: Final = click.option("--plot", is_flag=True, help="Add the plot die.")
ruleset_option: Final = click.option(
    "--ruleset",
    type=click.Choice(tuple(RULESETS)),
    default=NAZH.name,
    show_default=True,
    callback=_ruleset,
    help="The house rules of the table.",
)
