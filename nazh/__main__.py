"""``nazh``, or ``python -m nazh``: parse the command line, build what it needs, run, close."""

from __future__ import annotations

import gc
import sys
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import click

    from nazh.adapters.inbound.cli.storing import Keeper
    from nazh.adapters.inbound.settings import Checked, DatabaseUrl, Settings
    from nazh.application.dice.check_fairness import CheckFairness
    from nazh.application.dice.ports import RollArchive
    from nazh.application.dice.show_odds import ShowOdds
    from nazh.application.shared.charts import Charts
    from nazh.domain.kernel.rng import Rng

_INTERRUPTED = 130


def main() -> int:
    """Run the program that the command line asks for; return its exit status."""
    try:
        from nazh.adapters.inbound.cli.program import run_program

        gc.disable()  # what is imported stays: to look for garbage in it would be in vain
        program = new_program()
        gc.enable()
        return run_program(program, sys.argv[1:])
    except KeyboardInterrupt:
        return _INTERRUPTED


def new_program() -> click.Group:
    """Return the program with everything that a roll in a terminal needs.

    What only the bot needs (Discord, metrics, settings) is imported when it is asked for: a roll
    in a terminal starts in a tenth of a second.
    """
    from nazh.adapters.inbound.cli.configuring import config_command
    from nazh.adapters.inbound.cli.dice.explain import explain_command
    from nazh.adapters.inbound.cli.dice.fairness import fairness_command
    from nazh.adapters.inbound.cli.dice.history import history_command
    from nazh.adapters.inbound.cli.dice.odds import odds_command
    from nazh.adapters.inbound.cli.dice.roll import roll_command
    from nazh.adapters.inbound.cli.dice.translate import translate_command
    from nazh.adapters.inbound.cli.dice.verify import verify_command
    from nazh.adapters.inbound.cli.healthcheck import healthcheck_command
    from nazh.adapters.inbound.cli.operating import (
        completion_command,
        invite_command,
        run_command,
    )
    from nazh.adapters.inbound.cli.playing import play_command
    from nazh.adapters.inbound.cli.program import nazh_program
    from nazh.adapters.inbound.cli.serving import commands_group, serve_command
    from nazh.adapters.inbound.cli.storing import db_command
    from nazh.adapters.outbound.clock.system_clock import SystemClock
    from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
    from nazh.adapters.outbound.memory.dice import MemoryLedgers, NothingSaved
    from nazh.adapters.outbound.silence.announcer import SilentAnnouncer
    from nazh.application.dice.judge_faces import JudgeFaces
    from nazh.application.dice.roll_dice import RollDice

    roll_dice = RollDice(
        rng=SecretsRng(),
        open_ledger=MemoryLedgers(most=1),  # no request comes twice
        saved_names=NothingSaved(),
        clock=SystemClock(),
        announcer=SilentAnnouncer(),
    )
    return nazh_program(
        roll_command(roll_dice, JudgeFaces()),
        explain_command(),
        translate_command(),
        odds_command(_new_show_odds, _new_charts),
        fairness_command(_check_fairness, _new_rng, _open_archive),
        history_command(_open_archive, SystemClock()),
        verify_command(),
        play_command(),
        run_command(_run_bot),
        serve_command(_serve_http),
        commands_group(_sync_commands),
        healthcheck_command,
        config_command(_check_settings, _reference_page),
        db_command(_new_keeper),
        invite_command(_invitation),
        completion_command(new_program),
    )


def _new_show_odds() -> ShowOdds:
    from nazh.adapters.outbound.memory.dice import NothingSaved
    from nazh.application.dice.reckoning import Reckoner
    from nazh.application.dice.show_odds import ShowOdds

    return ShowOdds(NothingSaved(), Reckoner())


def _new_charts() -> Charts:
    from nazh.adapters.outbound.charts.processes import ChartProcesses

    return ChartProcesses(patience=60.0)  # nobody but the one who asked is waiting


def _check_fairness() -> CheckFairness:
    from nazh.adapters.outbound.significance.mpmath_significance import MpmathSignificance
    from nazh.application.dice.check_fairness import CheckFairness

    return CheckFairness(MpmathSignificance())


def _new_rng(seed: int | None) -> Rng:
    from nazh.adapters.outbound.entropy.secrets_rng import SecretsRng
    from nazh.adapters.outbound.entropy.seeded_rng import SeededRng

    return SecretsRng() if seed is None else SeededRng(seed)


@asynccontextmanager
async def _open_archive() -> AsyncIterator[RollArchive | None]:
    address = _database_url()
    if address.storage == "memory":
        yield None
        return
    from nazh.adapters.outbound.sql.dice.archive import SqlArchive
    from nazh.adapters.outbound.sql.opening import looking_into

    async with looking_into(address.reveal()) as database:
        yield None if database is None else SqlArchive(database)


def _run_bot() -> int:
    gc.disable()  # until the bot runs, which says when
    settings = _settings()  # before the slow imports, so that bad ones are said at once
    from nazh.bootstrap import run_bot

    return run_bot(settings)


def _serve_http() -> int:
    gc.disable()
    settings = _settings()
    from nazh.adapters.inbound.cli.operating import CannotRun
    from nazh.adapters.inbound.settings.reading import INSTALL

    if find_spec("nacl") is None:
        raise CannotRun(f"nazh serve needs the extra scale, which is not installed. Run {INSTALL}.")
    from nazh.bootstrap import HTTP, run_bot

    return run_bot(settings, HTTP)


def _sync_commands() -> int:
    settings = _settings()
    from nazh.bootstrap import sync_commands

    return sync_commands(settings)


def _invitation() -> str:
    settings = _settings()
    from nazh.bootstrap import invite_link

    return invite_link(settings)


def _new_keeper() -> Keeper:
    from nazh.adapters.inbound.cli.operating import CannotRun

    address = _database_url()
    if address.storage == "memory":
        raise CannotRun("NAZH_DATABASE_URL is memory:, which keeps nothing. Name a database.")
    from nazh.adapters.outbound.sql.keeping import SqlKeeper
    from nazh.adapters.outbound.sql.opening import new_database

    return SqlKeeper(new_database(address.reveal()))


def _database_url() -> DatabaseUrl:
    from nazh.adapters.inbound.cli.operating import CannotRun
    from nazh.adapters.inbound.settings import BadSettings, read_database_url

    try:
        return read_database_url()
    except BadSettings as error:
        raise CannotRun(str(error)) from error


def _settings() -> Settings:
    from nazh.adapters.inbound.cli.operating import CannotRun
    from nazh.adapters.inbound.settings import BadSettings, read_settings

    try:
        return read_settings()
    except BadSettings as error:
        raise CannotRun(str(error)) from error


def _check_settings() -> Checked:
    from nazh.adapters.inbound.settings import check_settings

    return check_settings()


def _reference_page() -> str:
    from nazh.adapters.inbound.settings import reference_page

    return reference_page()


if __name__ == "__main__":
    sys.exit(main())
