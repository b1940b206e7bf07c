"""Runs CLI commands with scripted dice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from click.testing import CliRunner, Result

from nazh.adapters.inbound.cli.dice.explain import explain_command
from nazh.adapters.inbound.cli.dice.odds import odds_command
from nazh.adapters.inbound.cli.dice.roll import roll_command
from nazh.adapters.inbound.cli.dice.translate import translate_command
from nazh.adapters.inbound.cli.program import nazh_program
from nazh.adapters.inbound.cli.run import completion_command, invite_command, run_command
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.odds.show_odds import ShowOdds
from nazh.application.dice.rolling.judge_faces import JudgeFaces
from nazh.application.dice.rolling.roll_dice import RollDice
from tests.doubles.charts import FakeChartRenderer
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ROOT = Path(__file__).parents[5]
NAZH = (sys.executable, "-m", "nazh")
TIMEOUT = 20


def program(faces: Iterable[int] = (), run_status: int = 0) -> click.Group:
    """Return the whole program with scripted ``faces``."""
    roll_dice = RollDice(
        ScriptedRng(faces),
        MemoryRollStore(),
        FixedSavedNames({}),
        FrozenClock(),
        RecordingPublisher(),
    )
    return nazh_program(
        roll_command(roll_dice, JudgeFaces()),
        explain_command(),
        odds_command(lambda: ShowOdds(FixedSavedNames({}), OddsCache()), FakeChartRenderer),
        translate_command(),
        run_command(lambda: run_status),
        invite_command(lambda: "https://discord.com/oauth2/authorize?client_id=1"),
        completion_command(program),
    )


def nazh(
    *arguments: str,
    faces: Iterable[int] = (),
    typed: str | bytes | None = None,
    env: dict[str, str] | None = None,
) -> Result:
    """Run one command in this process."""
    plain: dict[str, str | None] = {"NO_COLOR": None, "FORCE_COLOR": None, "TERM": "xterm"}
    return CliRunner(env={**plain, **(env or {})}).invoke(
        program(faces), arguments, input=typed, prog_name="nazh"
    )


def answers(result: Result) -> list[dict[str, object]]:
    """Return the printed JSON objects, one per line."""
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def environment(**variables: str) -> dict[str, str]:
    """Return an environment for the program as a process, without the operator's own settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", **variables}


def nazh_process(
    *arguments: str, typed: bytes = b"", cwd: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process to its end."""
    return subprocess.run(
        (*NAZH, *arguments),
        input=typed,
        capture_output=True,
        cwd=cwd,
        env=environment(**variables),
        timeout=TIMEOUT,
        check=False,
    )
