"""The command ``nazh dominion simulate``, which judges the balance of a ruleset."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import click

from nazh.adapters.inbound.cli.charts import chart_file, draw_chart
from nazh.adapters.inbound.cli.output import print_json, print_lines, with_progress
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.shared.charts import Bar, Chart, ChartRenderer
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.simulation.balance import (
    MAX_GINI,
    MAX_TOP_TO_MEDIAN,
    MAX_UNIT_SHARE,
    Balance,
    measure_balance,
)
from nazh.domain.dominion.simulation.policies import Policy
from nazh.domain.dominion.simulation.seasons import SimulatedNation, simulate
from nazh.domain.kernel.rng import Rng

_POLICIES: Final = {policy.value: policy for policy in Policy}
_SIGN: Final = {True: "ok", False: "over the limit"}
_EXAMPLES: Final = """\
Policies: save upgrades the storage, grow develops the economy first, arm builds units, and
balance does all of these. There are no wars.

\b
Examples:
  nazh dominion simulate
  nazh dominion simulate --ruleset standard --nations 50 --days 30
  nazh dominion simulate --policies grow,arm --json
  nazh dominion simulate --plot power.png    a chart of the shares of power
"""


class _PoliciesType(click.ParamType[tuple[Policy, ...]]):
    name = "policies"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Policy, ...]:
        names = [name.strip() for name in str(value).split(",")]
        unknown = [name for name in names if name not in _POLICIES]
        if unknown:
            known = ", ".join(_POLICIES)
            self.fail(f"{unknown[0]!r} is not a policy. Policies: {known}.", param, ctx)
        return tuple(_POLICIES[name] for name in names)


def simulate_command(
    rules_of: Callable[[str], Ruleset],
    rulesets: tuple[str, ...],
    new_rng: Callable[[int], Rng],
    new_charts: Callable[[], ChartRenderer],
) -> click.Command:
    """Return the command. ``rules_of`` returns a ruleset by its name."""

    @click.command("simulate", epilog=_EXAMPLES, short_help="Simulate a season to judge a ruleset.")
    @click.option("--nations", type=click.IntRange(2, 5_000), default=200, show_default=True)
    @click.option("--days", type=click.IntRange(1, 365), default=60, show_default=True)
    @click.option(
        "--policies",
        type=_PoliciesType(),
        default=",".join(_POLICIES),
        show_default=True,
        help="Assigned to the nations in turn.",
    )
    @click.option("--ruleset", type=click.Choice(rulesets), default=rulesets[0], show_default=True)
    @click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
    @click.option(
        "--plot",
        callback=chart_file,
        metavar="FILE.png",
        help="Draw the shares of power to this file.",
    )
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
    def run(
        nations: int,
        days: int,
        policies: tuple[Policy, ...],
        ruleset: str,
        seed: int,
        plot: Path | None,
        as_json: bool,
    ) -> None:
        """Simulate a season of nations with simple policies, and measure how power is shared.

        The same options give the same result.
        """
        rules = rules_of(ruleset)

        def play(progress: Callable[[float], None]) -> tuple[SimulatedNation, ...]:
            return simulate(
                rules, nations, days, policies, new_rng(seed), lambda day: progress(day / days)
            )

        balance = measure_balance(with_progress("Playing", play), rules)
        if as_json:
            print_json(_form(balance, ruleset, nations, days, seed))
        else:
            print_lines(_table(balance, f"{nations:,} nations, {days} days of {ruleset}"))
        if plot is not None:
            draw_chart(_chart(balance, f"Power after {days} days of {ruleset}"), plot, new_charts())

    return run


def _form(balance: Balance, ruleset: str, nations: int, days: int, seed: int) -> dict[str, Json]:
    return {
        "ruleset": ruleset,
        "nations": nations,
        "days": days,
        "seed": seed,
        "gini_bp": balance.gini,
        "top_to_median_bp": balance.top_to_median,
        "size_rank_correlation_bp": balance.size_rank,
        "tenths_bp": list(balance.tenths),
        "units_bp": {unit.value: share for unit, share in balance.units.items()},
        "powers": {policy.value: power for policy, power in balance.powers.items()},
        "stuck": balance.stuck,
        "balanced": balance.is_within_limits,
    }


def _table(balance: Balance, title: str) -> Iterator[str]:
    most_built = max(balance.units.values(), default=0)
    yield title
    yield _measured("Gini coefficient of power", balance.gini, MAX_GINI)
    yield _measured("strongest to median", balance.top_to_median, MAX_TOP_TO_MEDIAN)
    yield _measured("most ordered unit", most_built, MAX_UNIT_SHARE)
    yield f"{'nations that cannot pay upkeep':<32}{balance.stuck:>6}  {_SIGN[not balance.stuck]}"
    yield f"{'rank correlation with citizens':<32}{_decimal(balance.size_rank):>6}"
    yield ""
    yield f"{'policy':<10}{'mean power':>12}"
    for policy, power in sorted(balance.powers.items(), key=lambda item: -item[1]):
        yield f"{policy.value:<10}{power:>12,}"


def _measured(name: str, value: int, most: int) -> str:
    limit = f"{_SIGN[value <= most]} (at most {_decimal(most)})"
    return f"{name:<32}{_decimal(value):>6}  {limit}"


def _decimal(points: int) -> str:
    """Return basis points as a number, rounded up so that a value over a limit looks over it."""
    hundredths = -(-points // 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def _chart(balance: Balance, title: str) -> Chart:
    last = len(balance.tenths)
    bars = tuple(
        Bar(str(number), share // 10, marked=number == last)
        for number, share in enumerate(balance.tenths, 1)
    )
    caption = f"Tenths of all nations; the last has {balance.tenths[-1] // 100}%"
    listed = ", ".join(f"{share // 100}%" for share in balance.tenths)
    return Chart(title, caption, bars, f"Shares of power of each tenth of the nations: {listed}.")
