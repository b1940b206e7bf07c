"""The command ``nazh roll``, which rolls dice or judges physical dice."""

from __future__ import annotations

import asyncio
import sys

import click

from nazh.adapters.inbound.cli.dice.faces import parse_faces
from nazh.adapters.inbound.cli.dice.jsonl import serve_jsonl
from nazh.adapters.inbound.cli.dice.options import difficulty_option, plot_option, ruleset_option
from nazh.adapters.inbound.cli.dice.refusals import refuse
from nazh.adapters.inbound.cli.dice.roll_dispatcher import RollDispatcher, TerminalRequest
from nazh.adapters.inbound.cli.dice.terminal import terminal_lines
from nazh.adapters.inbound.cli.dice.words import typed_notation
from nazh.adapters.inbound.cli.output import has_styles, print_json, print_lines
from nazh.adapters.inbound.texts.dice import rolls_form
from nazh.adapters.inbound.texts.dice.rolling.plain import plain_lines
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dice.rolling.judge_faces import JudgeFaces
from nazh.application.dice.rolling.roll_dice import RollDice
from nazh.domain.dice import Roll, Ruleset
from nazh.domain.kernel.errors import Refusal

_EXAMPLES = """\b
Examples:
  nazh roll 1d20+5 2d6               two pools at once
  nazh roll Hide: a1d20 vs 15 --plot advantage, a difficulty, the plot die
  nazh roll a1d20+5 --vs 15          the same difficulty
  nazh roll 6x4d6kh3                 six times the best three of four
  nazh roll a1d20+5 --faces 18,3     evaluate dice rolled by hand
  nazh roll -- -1d4+3                a notation that begins with a minus
  echo '{"notation": "2d6"}' | nazh roll --lines

Exit status: 0, or 2 if the roll is refused.
"""


def roll_command(roll_dice: RollDice, judge_faces: JudgeFaces) -> click.Command:
    """Return the command with its two use cases."""
    dispatcher = RollDispatcher(roll_dice, judge_faces)

    @click.command("roll", epilog=_EXAMPLES, short_help="Roll up to five pools at once.")
    @click.argument("notation", nargs=-1)
    @difficulty_option
    @plot_option
    @ruleset_option
    @click.option("--faces", metavar="FACE,…", help="Evaluate these faces of dice rolled by hand.")
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    @click.option(
        "--lines", is_flag=True, help="Answer JSON requests from standard input, one per line."
    )
    def roll(
        notation: tuple[str, ...],
        difficulty: int | None,
        plot: bool,
        ruleset: Ruleset,
        faces: str | None,
        as_json: bool,
        lines: bool,
    ) -> None:
        """Roll up to five pools at once; several NOTATIONs are one roll.

        The dice always come from the secure generator, regardless of NAZH_RNG.
        """
        if lines:
            if notation or faces is not None or difficulty is not None:
                raise click.UsageError("--lines reads notations and faces from standard input.")
            serve_jsonl(dispatcher, TerminalRequest("", None, plot, ruleset))
            return
        if not notation:
            raise click.UsageError("Missing argument 'NOTATION...'.")
        try:
            request = TerminalRequest(
                typed_notation(notation), _by_hand(faces), plot, ruleset, difficulty
            )
            show = print_json_rolls if as_json else print_rolls
            show(asyncio.run(dispatcher.roll(request, "terminal")))
        except Refusal as refusal:
            refuse(refusal, as_json=as_json)

    return roll


def print_rolls(rolls: tuple[Roll, ...]) -> None:
    """Print a roll as text, with styles if the terminal supports them."""
    styled = has_styles(sys.stdout)
    print_lines(terminal_lines(rolls) if styled else plain_lines(rolls, ENGLISH))


def print_json_rolls(rolls: tuple[Roll, ...]) -> None:
    """Print a roll as JSON."""
    print_json(rolls_form(rolls))


def _by_hand(faces: str | None) -> tuple[int, ...] | None:
    return None if faces is None else parse_faces(faces)
