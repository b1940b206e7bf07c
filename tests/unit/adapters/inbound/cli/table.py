"""A terminal with scripted dice: run a command, see what it printed and how it ended."""

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
from nazh.adapters.inbound.cli.operating import completion_command, invite_command, run_command
from nazh.adapters.inbound.cli.program import nazh_program
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.application.dice.judge_faces import JudgeFaces
from nazh.application.dice.reckoning import Reckoner
from nazh.application.dice.roll_dice import RollDice
from nazh.application.dice.show_odds import ShowOdds
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.charts import PaintedCharts
from tests.doubles.clock import FrozenClock
from tests.doubles.names import NamesInHand
from tests.doubles.rng import ScriptedRng

ROOT = Path(__file__).parents[5]
NAZH = (sys.executable, "-m", "nazh")
PATIENCE = 20


def program(faces: Iterable[int] = (), run_status: int = 0) -> click.Group:
    """Return the whole program over dice that fall as ``faces`` say."""
    roll_dice = RollDice(
        ScriptedRng(faces), MemoryLedgers(), NamesInHand({}), FrozenClock(), RecordingAnnouncer()
    )
    return nazh_program(
        roll_command(roll_dice, JudgeFaces()),
        explain_command(),
        odds_command(lambda: ShowOdds(NamesInHand({}), Reckoner()), PaintedCharts),
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
    """Return the JSON objects that were printed, one a line."""
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def environment(**variables: str) -> dict[str, str]:
    """Return an environment for the program as a process, without the operator's own settings."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", **variables}


def nazh_process(
    *arguments: str, typed: bytes = b"", cwd: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, to its end."""
    return subprocess.run(
        (*NAZH, *arguments),
        input=typed,
        capture_output=True,
        cwd=cwd,
        env=environment(**variables),
        timeout=PATIENCE,
        check=False,
    )
