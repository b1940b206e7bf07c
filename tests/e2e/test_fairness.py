"""Tests ``nazh fairness`` as a process with a database of rolls."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from nazh.adapters.inbound.settings import ProgramSettings, RngKind, Settings
from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.application.dice.statistics.check_fairness import CheckFairness
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.wiring.platform import PlatformContainer
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.settings import DISCORD
from tests.unit.adapters.inbound.cli.cli_runner import NAZH as PROGRAM
from tests.unit.adapters.inbound.cli.cli_runner import environment, nazh_process

ROLLS = 30


async def test_the_ledger_and_the_generator_are_tested(tmp_path: Path) -> None:
    plan, dice = parse_roll("20d6!, 20d20"), SeededRng(3)
    async with databases.sqlite(tmp_path) as address, databases.opened(address) as database:
        for number in range(ROLLS):
            request_id = RequestId(str(number))
            async with SqlRollStore(database)(request_id) as ledger:
                thrown = (throw(plan, dice),)
                at = FrozenClock().now()
                await ledger.history.append(
                    RollRecord(request_id, UserId(1), None, None, at, NAZH, thrown)
                )
                await ledger.commit()

    ended = nazh_process(
        *("fairness", "--seed", "5", "--draws", "500", "--dice", "d6", "--json"),
        cwd=tmp_path,
        NAZH_DATABASE_URL=address,
    )

    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    assert report["fair"] is True
    assert report["ledger"]["rolls"] == ROLLS
    assert {test["die"] for test in report["ledger"]["tests"]} == {"d6", "d20"}
    d20 = next(test for test in report["ledger"]["tests"] if test["die"] == "d20")
    assert d20["dice"] == ROLLS * 20
    assert {test["die"] for test in report["generator"]["tests"]} == {"d6"}
    assert ended.stderr == b""


def test_the_dice_of_a_program_with_a_seed_are_fair() -> None:
    settings = Settings(DISCORD, ProgramSettings(rng=RngKind.SEEDED, rng_seed=7))

    report = CheckFairness(MpmathPValues()).of_generator(
        PlatformContainer(settings=settings).rng(), (6, 20), 20_000, lambda share: None
    )

    assert not report.is_significant


def test_without_a_database_the_generator_is_tested_all_the_same(tmp_path: Path) -> None:
    ended = nazh_process(
        *("fairness", "--draws", "200", "--dice", "d4"),
        cwd=tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite3'}",
    )

    assert ended.returncode == 0, ended.stderr
    assert b"no database stores them" in ended.stdout
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_terminal_shows_progress_without_colours(tmp_path: Path) -> None:
    watched, terminal = os.openpty()
    try:
        ended = subprocess.run(
            (*PROGRAM, "fairness", "--only", "generator", "--draws", "30000", "--dice", "d6,d20"),
            stdout=subprocess.PIPE,
            stderr=terminal,
            cwd=tmp_path,
            env=environment(),
            timeout=60,
            check=False,
        )
        os.close(terminal)
        output = os.read(watched, 65_536).decode()
    finally:
        os.close(watched)

    assert ended.returncode == 0
    assert output.startswith("\rdrawing ░")
    assert "drawing ██████████████████████████████ 100%" in output
    assert output.endswith(" \r")
    assert "\x1b" not in output
    assert b"drawing" not in ended.stdout
