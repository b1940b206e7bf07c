"""The command ``nazh fairness``, which tests recorded dice and the generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_json, print_lines, with_progress
from nazh.adapters.inbound.texts.dice.fair.fairness import fairness_form, fairness_lines
from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.dice.ports import RollArchive
from nazh.application.dice.statistics.check_fairness import CheckFairness, Fairness, Progress
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.statistics.fairness import ALPHA
from nazh.domain.kernel.rng import Rng

NOT_FAIR: Final = 1
DRAWS: Final = 500_000
_SIDES: Final = re.compile(r"[0-9]{1,10}").fullmatch
_DEFAULT_DICE: Final = "d4,d6,d8,d10,d12,d20,d100"
_EXAMPLES: Final = f"""\
All faces are tested, of kept and of dropped dice: those of recorded rolls in the database
(NAZH_DATABASE_URL), and new ones drawn for the test. docs/statistics.md explains the tests.

\b
Examples:
  nazh fairness
  nazh fairness --only generator --dice d20 --draws 10000000
  nazh fairness --only ledger --json

Exit status: 0 if there is no evidence of bias, 1 if a test finds some (as happens to fair dice
once in {1 / ALPHA:,.0f} runs), 69 if the database does not answer, 78 if the configuration is
invalid.
"""
OpenArchive = Callable[[], AbstractAsyncContextManager[RollArchive | None]]
"""Opens the archive, or returns ``None`` without one. Raises CannotRun, StoreError."""
NewRng = Callable[[int | None], Rng]
"""Returns the bot's generator, or a reproducible one for a seed."""


def fairness_command(
    check_fairness: Callable[[], CheckFairness], new_rng: NewRng, open_archive: OpenArchive
) -> click.Command:
    """Return the command with its use case, generator and archive."""

    @click.command("fairness", epilog=_EXAMPLES, short_help="Test whether the dice are fair.")
    @click.option(
        "--only", type=click.Choice(("generator", "ledger")), help="Test only these dice."
    )
    @click.option(
        "--dice",
        default=_DEFAULT_DICE,
        show_default=True,
        callback=_parse_sides,
        help="The dice to draw.",
    )
    @click.option(
        "--draws",
        type=click.IntRange(100, 1_000_000_000),
        default=DRAWS,
        show_default=True,
        help="How often to draw each of them.",
    )
    @click.option("--seed", type=int, help="Test the seeded generator for development instead.")
    @click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
    def fairness(
        only: str | None, dice: tuple[int, ...], draws: int, seed: int | None, as_json: bool
    ) -> None:
        """Test whether the recorded dice and newly drawn ones are fair."""
        check = check_fairness()
        results: dict[str, Fairness | None] = {}
        if only != "ledger":
            rng = new_rng(seed)
            results["generator"] = generator = with_progress(
                "drawing", lambda progress: check.of_generator(rng, dice, draws, progress)
            )
            if not as_json:
                print_lines(fairness_lines(generator, "The generator"))
        if only != "generator":
            results["ledger"] = ledger = with_progress(
                "reading", lambda progress: _check_ledger(check, open_archive, progress)
            )
            if not as_json:
                print_lines(_ledger_lines(ledger))
        if as_json:
            print_json(_form(results))
        if any(result is not None and result.is_significant for result in results.values()):
            raise click.exceptions.Exit(NOT_FAIR)

    return fairness


def _parse_sides(context: click.Context, option: click.Parameter, kinds: str) -> tuple[int, ...]:
    sides: dict[int, None] = {}
    for kind in kinds.split(","):
        number = kind.strip().lower().removeprefix("d")
        if _SIDES(number) is None or not 2 <= int(number) <= Limits.SIDES:
            raise click.BadParameter(f"“{kind.strip()}” is not a die. Write dice as in d6,d20.")
        sides[int(number)] = None
    return tuple(sides)


def _check_ledger(
    check: CheckFairness, open_archive: OpenArchive, progress: Progress
) -> Fairness | None:
    async def read() -> Fairness | None:
        async with open_archive() as archive:
            return None if archive is None else await check.of_ledger(archive, progress)

    return run_with_store(read())


def _ledger_lines(ledger_fairness: Fairness | None) -> Iterable[str]:
    if ledger_fairness is None:
        return ("The rolls on record", "  There are none, because no database stores them.")
    return fairness_lines(ledger_fairness, f"The rolls on record: {ledger_fairness.rolls:,}")


def _form(results: dict[str, Fairness | None]) -> dict[str, Json]:
    form: dict[str, Json] = {
        where: None if result is None else fairness_form(result)
        for where, result in results.items()
    }
    ledger = form.get("ledger")
    if isinstance(ledger, dict) and (ledger_tests := results["ledger"]) is not None:
        ledger["rolls"] = ledger_tests.rolls
    return {
        "fair": all(result is None or not result.is_significant for result in results.values()),
        **form,
    }
