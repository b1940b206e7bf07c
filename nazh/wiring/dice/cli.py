"""Wires the dice commands of the CLI, which work without Discord."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from nazh.adapters.inbound.cli.dice.explain import explain_command
from nazh.adapters.inbound.cli.dice.fairness import fairness_command
from nazh.adapters.inbound.cli.dice.history import history_command
from nazh.adapters.inbound.cli.dice.odds import odds_command
from nazh.adapters.inbound.cli.dice.roll import roll_command
from nazh.adapters.inbound.cli.dice.systems import systems_command
from nazh.adapters.inbound.cli.dice.translate import translate_command
from nazh.adapters.inbound.cli.dice.verify import verify_command
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore, NoSavedNames
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.dice.rolling.judge_faces import JudgeFaces
from nazh.application.dice.rolling.roll_dice import RollDice
from nazh.wiring.operator_settings import database_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from nazh.adapters.inbound.cli.program import Command
    from nazh.application.dice.odds.show_odds import ShowOdds
    from nazh.application.dice.ports import RollArchive
    from nazh.application.dice.statistics.check_fairness import CheckFairness
    from nazh.application.shared.charts import ChartRenderer
    from nazh.domain.kernel.rng import Rng


def dice_commands() -> tuple[Command, ...]:
    """Return the dice commands; what only some of them need is imported on demand."""
    roll_dice = RollDice(
        rng=SecretsRng(),
        open_ledger=MemoryRollStore(limit=1),  # no request is repeated
        saved_names=NoSavedNames(),
        clock=SystemClock(),
        publisher=NullPublisher(),
    )
    return (
        roll_command(roll_dice, JudgeFaces()),
        explain_command(),
        systems_command(),
        translate_command(),
        odds_command(_new_show_odds, _new_charts),
        fairness_command(_check_fairness, _new_rng, _open_archive),
        history_command(_open_archive, SystemClock()),
        verify_command(),
    )


def _new_show_odds() -> ShowOdds:
    from nazh.adapters.outbound.memory.dice.ledger import NoSavedNames
    from nazh.application.dice.odds.odds_cache import OddsCache
    from nazh.application.dice.odds.show_odds import ShowOdds
    from nazh.domain.dice.limits import Limits

    return ShowOdds(NoSavedNames(), OddsCache(Limits.ODDS_STEPS_IN_TERMINAL))


def _new_charts() -> ChartRenderer:
    from nazh.adapters.outbound.charts.subprocesses import SubprocessChartRenderer

    return SubprocessChartRenderer(timeout=60.0)  # only the user who asked waits


def _check_fairness() -> CheckFairness:
    from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
    from nazh.application.dice.statistics.check_fairness import CheckFairness

    return CheckFairness(MpmathPValues())


def _new_rng(seed: int | None) -> Rng:
    from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
    from nazh.adapters.outbound.rng.seeded_rng import SeededRng

    return SecretsRng() if seed is None else SeededRng(seed)


@asynccontextmanager
async def _open_archive() -> AsyncIterator[RollArchive | None]:
    address = database_url()
    if address.storage == "memory":
        yield None
        return
    from nazh.adapters.outbound.sql.databases.factory import open_read_only
    from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive

    async with open_read_only(address.reveal()) as database:
        yield None if database is None else SqlRollArchive(database)
