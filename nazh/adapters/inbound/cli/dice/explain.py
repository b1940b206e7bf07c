"""The command ``nazh explain``, which explains a notation in words."""

from __future__ import annotations

import click

from nazh.adapters.inbound.cli.dice.options import plot_option, ruleset_option
from nazh.adapters.inbound.cli.dice.refusals import refuse
from nazh.adapters.inbound.cli.dice.words import typed_notation
from nazh.adapters.inbound.cli.output import print_lines
from nazh.adapters.inbound.texts.dice.rolling.explanation import explanation_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import Ruleset, parse_roll
from nazh.domain.kernel.errors import Refusal

_EXAMPLES = """\b
Examples:
  nazh explain 4d6kh3
  nazh explain a1d20+5 vs 15 2d6!! --plot
"""


def explain_command() -> click.Command:
    """Return the command; it throws nothing, so it needs no use case."""

    @click.command("explain", epilog=_EXAMPLES, short_help="Explain a roll in words.")
    @click.argument("notation", nargs=-1, required=True)
    @plot_option
    @ruleset_option
    def explain(notation: tuple[str, ...], plot: bool, ruleset: Ruleset) -> None:
        """Explain in words what a roll would do, and show the range of its totals."""
        try:
            plan = parse_roll(typed_notation(notation), add_plot=plot, is_typed=True)
        except Refusal as refusal:
            refuse(refusal)
        print_lines(explanation_lines(plan, ruleset, ENGLISH))

    return explain
