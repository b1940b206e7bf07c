"""Tests ``nazh dominion replay`` on a database that other processes keep locked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

import click
import pytest
from click.testing import CliRunner

from nazh.__main__ import new_program
from nazh.adapters.inbound.cli.db import DatabaseUnavailable
from nazh.adapters.inbound.cli.dominion.replay import Game, replay_command
from nazh.adapters.inbound.cli.dominion.script_views import GameViews
from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.application.dominion.ports import World, WorldSnapshot, WorldSnapshots
from nazh.domain.kernel.errors import Unavailable


class BusyWorld:
    """A world whose database is locked at the first attempts."""

    def __init__(self, locked: int) -> None:
        self._locked = locked
        self.attempts = 0
        self.advanced_to: list[datetime] = []

    async def advance(self, until: datetime) -> bool:
        self.attempts += 1
        self.advanced_to.append(until)
        if self.attempts <= self._locked:
            raise Unavailable("the database")
        return False

    async def claim(self, script: str, at: datetime) -> bool:
        return True

    async def take(self) -> WorldSnapshot | None:
        return None


def command(world: BusyWorld) -> click.Command:
    @asynccontextmanager
    async def opened(address: str, ruleset: str, die_at: int | None) -> AsyncIterator[Game]:
        yield Game(
            cast("World", world),
            world,
            cast("WorldSnapshots", world),
            cast("GameViews", None),
        )

    return replay_command(opened, ("classic",), SeededRng, str)


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "script.jsonl"
    file.write_text('{"at": "2026-01-01T00:00:00Z", "advance": true}\n', "utf-8")
    return str(file)


def test_a_locked_database_is_tried_again(script: str) -> None:
    world = BusyWorld(locked=9)

    result = CliRunner().invoke(command(world), [script])

    assert result.exit_code == 0, result.output
    assert world.attempts == 11  # ten for the line, one for the end of the script


def test_a_database_that_stays_locked_is_reported(script: str) -> None:
    result = CliRunner().invoke(command(BusyWorld(locked=100)), [script], standalone_mode=False)

    assert isinstance(result.exception, DatabaseUnavailable)
    assert "does not answer" in str(result.exception)


def three_minutes(tmp_path: Path, *options: str) -> list[float]:
    """Return the seconds to which the world is advanced between two lines."""
    file = tmp_path / "script.jsonl"
    line = '{{"at": "2026-01-01T00:0{}:00Z", "advance": true}}\n'
    file.write_text(line.format(0) + line.format(3), "utf-8")
    world = BusyWorld(locked=0)
    result = CliRunner().invoke(command(world), [str(file), *options])
    assert result.exit_code == 0, result.output
    begin, *later = world.advanced_to
    return [(at - begin).total_seconds() for at in later]


def test_the_world_is_advanced_in_equal_steps_up_to_the_next_line(tmp_path: Path) -> None:
    assert three_minutes(tmp_path) == [180, 180]
    assert three_minutes(tmp_path, "--step", "60s") == [60, 120, 180, 180, 180]
    assert three_minutes(tmp_path, "--step", "70s") == [70, 140, 180, 180, 180]


def test_random_steps_are_those_of_their_seed(tmp_path: Path) -> None:
    steps = three_minutes(tmp_path, "--step", "random:7")

    assert steps == sorted(steps) == three_minutes(tmp_path, "--step", "random:7")
    assert steps[-3:] == [180, 180, 180]
    assert all(step > 0 for step in steps)


def test_a_server_that_is_down_is_named_by_the_option(script: str) -> None:
    arguments = ["dominion", "replay", script, "--database", "postgresql://nazh@127.0.0.1:1/x"]

    result = CliRunner().invoke(new_program(), arguments)

    assert "Check --database, and that PostgreSQL runs and accepts writes." in result.output
    assert "NAZH_DATABASE_URL" not in result.output
