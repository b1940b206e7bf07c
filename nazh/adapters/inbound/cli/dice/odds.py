"""The command ``nazh odds``, which calculates the odds of a roll.

Modules that only odds need are imported on demand, so that a roll starts quickly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

import click

from nazh.adapters.inbound.cli.charts import chart_file, draw_chart
from nazh.adapters.inbound.cli.dice.options import difficulty_option, plot_option, ruleset_option
from nazh.adapters.inbound.cli.dice.refusals import refuse
from nazh.adapters.inbound.cli.dice.roll_dispatcher import TERMINAL_USER
from nazh.adapters.inbound.cli.dice.words import typed_notation
from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.dice import Ruleset
from nazh.domain.kernel.errors import Refusal

if TYPE_CHECKING:
    from nazh.application.dice.odds.show_odds import ShowOdds
    from nazh.application.shared.charts import ChartRenderer
    from nazh.domain.dice.odds import RollOdds

_EXAMPLES: Final = """\b
Examples:
  nazh odds 4d6kh3
  nazh odds a1d20+5 --vs 15 --plot   success, opportunity and threat
  nazh odds 1d20+7 vs 18 2d8+4       several pools
  nazh odds 10d10! --json            every chance as an exact fraction
  nazh odds 3d6 --chart odds.png     a picture of the chart
"""


def odds_command(
    new_show_odds: Callable[[], ShowOdds], new_charts: Callable[[], ChartRenderer]
) -> click.Command:
    """Return the command. The calculator and the charts are created on demand."""

    @click.command("odds", epilog=_EXAMPLES, short_help="Show how likely each total is.")
    @click.argument("notation", nargs=-1, required=True)
    @difficulty_option
    @plot_option
    @ruleset_option
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    @click.option(
        "--chart",
        "picture",
        callback=chart_file,
        metavar="FILE.png",
        help="Draw the chart to this file; further pools go to FILE-2.png and so on.",
    )
    def odds(
        notation: tuple[str, ...],
        difficulty: int | None,
        plot: bool,
        ruleset: Ruleset,
        as_json: bool,
        picture: Path | None,
    ) -> None:
        """Show exactly how likely each total is; several NOTATIONs are one roll."""
        from nazh.adapters.inbound.texts.dice.odds.odds import odds_lines
        from nazh.adapters.inbound.texts.dice.odds.odds_json_forms import odds_form
        from nazh.application.dice.odds.show_odds import OddsRequest

        request = OddsRequest(
            typed_notation(notation),
            TERMINAL_USER,
            add_plot=plot,
            ruleset=ruleset,
            difficulty=difficulty,
        )
        try:
            roll_odds = asyncio.run(new_show_odds()(request))
        except Refusal as refusal:
            refuse(refusal, as_json=as_json)
        if as_json:
            print_json(odds_form(roll_odds))
        else:
            print_lines(odds_lines(roll_odds, ENGLISH, get_terminal_size().columns))
        if picture is not None:
            _draw(roll_odds, picture, new_charts())

    return odds


def _draw(odds: RollOdds, picture: Path, charts: ChartRenderer) -> None:
    """Draw a chart for each pool with a total: odds.png, then odds-2.png and so on."""
    from nazh.adapters.inbound.texts.dice.odds.odds import pool_chart

    pools = [chart for pool in odds.pools if (chart := pool_chart(pool, ENGLISH)) is not None]
    if not pools:
        raise click.ClickException("There is no chart to draw: no pool has a total.")
    for number, chart in enumerate(pools, 1):
        file = picture if number == 1 else picture.with_stem(f"{picture.stem}-{number}")
        draw_chart(chart, file, charts)
