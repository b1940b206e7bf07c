"""The command ``nazh dominion odds``, which calculates the odds of a battle."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import click

from nazh.adapters.inbound.cli.output import print_json, print_lines
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.combat.odds import win_probability
from nazh.domain.dominion.rules.combat import CombatRules

_MAX_STRENGTH: Final = 10**15
_EXAMPLES: Final = """\b
Examples:
  nazh dominion odds 1200 1000
  nazh dominion odds 1200 1000 --json     exact fractions
"""


def odds_command(
    combat_rules: Callable[[str], CombatRules], rulesets: tuple[str, ...]
) -> click.Command:
    """Return the command. ``combat_rules`` returns the values of a ruleset by its name."""

    @click.command("odds", epilog=_EXAMPLES, short_help="Show who is likely to win a battle.")
    @click.argument("attacker", type=click.IntRange(0, _MAX_STRENGTH))
    @click.argument("defender", type=click.IntRange(0, _MAX_STRENGTH))
    @click.option("--ruleset", type=click.Choice(rulesets), default=rulesets[0], show_default=True)
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    def odds(attacker: int, defender: int, ruleset: str, as_json: bool) -> None:
        """Show how likely each side is to win, by the base strengths of ATTACKER and DEFENDER.

        Both stances are balanced, nobody supports a side, and the defender is not fortified.
        """
        combat = combat_rules(ruleset)
        held = WHOLE + combat.terrain
        chance = win_probability(attacker * WHOLE, defender * held, combat.variance)
        if as_json:
            print_json({"attacker": _fraction(chance), "defender": _fraction(1 - chance)})
            return
        strength = f"{defender:,}, {combat.terrain // 100}% more by terrain"
        print_lines(
            (
                f"{float(chance):.2%}  the attacker wins ({attacker:,})",
                f"{float(1 - chance):.2%}  the defender wins ({strength})",
                f"Chance makes each side up to {combat.variance // 100}% stronger or weaker.",
            )
        )

    return odds


def _fraction(chance: Fraction) -> str:
    return f"{chance.numerator}/{chance.denominator}"
