"""Tests that the runbook of NazhJobOverdue lists every job with its period and timeout."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from nazh.adapters.inbound.settings import DatabaseSettings, DatabaseUrl, Settings
from nazh.application.shared.jobs import Scope
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble
from tests.settings import DISCORD

PAGE = (Path(__file__).parents[3] / "ops/runbooks/NazhJobOverdue.md").read_text("utf-8")
PLACES = {Scope.CLUSTER: "one process", Scope.PROCESS: "each process"}
UNITS = ((timedelta(hours=1), "h"), (timedelta(minutes=1), "min"), (timedelta(seconds=1), "s"))


def short_duration(duration: timedelta) -> str:
    return next(f"{duration // unit}{name}" for unit, name in UNITS if not duration % unit)


def test_every_job_is_listed_with_its_period_and_timeout(tmp_path: Path) -> None:
    entries = [CONTEXTS[name] for name in ("dice", "dominion", "keep")]
    sections = tuple(section() for entry in entries for section in entry.settings())
    database = DatabaseSettings(DatabaseUrl(f"sqlite:///{tmp_path / 'unused.sqlite3'}"))
    settings = Settings(DISCORD, database=database, context_sections=sections)
    platform = PlatformContainer(settings=settings)
    program = assemble(platform, [entry.load(platform) for entry in entries])

    listed = [
        tuple(cell.strip(" `") for cell in line.strip("|").split("|"))
        for line in PAGE.splitlines()
        if line.startswith("| `")
    ]

    assert [(name, every, place, timeout) for name, _, every, place, timeout in listed] == [
        (job.name, short_duration(job.every), PLACES[job.scope], short_duration(job.timeout))
        for job in program.operations.jobs()
    ]
