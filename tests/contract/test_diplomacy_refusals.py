"""Tests that every refusal of diplomacy happens where it should, and changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import insert, update

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import run_command
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import (
    NATION_STATES,
    UNITS,
)
from nazh.adapters.outbound.sql.dominion.treaty_tables import (
    ALLIANCES,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.errors import diplomacy as diplomacy_errors
from nazh.domain.kernel.errors import Refusal
from nazh.wiring.dominion.game import game_commands
from tests import databases
from tests.contract.test_worlds import START, Played

Step = tuple[int, str, Mapping[str, object]]
NAMES: Final = {1: "Aurelia", 2: "Borealis", 3: "Corvia"} | {n: f"Nation {n}" for n in range(4, 13)}
BUSY: Final = 3
"""A nation with as many alliances as it may have."""


def step(guild: int, words: str, other: int, **more: object) -> Step:
    return guild, f"diplomacy {words}", {"nation": NAMES[other], **more}


def declare(guild: int, other: int) -> Step:
    return guild, "war declare", {"nation": NAMES[other]}


ALLIED: Final = (step(1, "alliance propose", 2), step(2, "alliance accept", 1))
IN_PACT: Final = (
    step(1, "pact propose", 2, type="trade"),
    step(2, "pact accept", 1, type="trade"),
)
REFUSED: Final[Mapping[str, tuple[Step, ...]]] = {
    "own_nation": (step(1, "alliance propose", 1),),
    "already_allied": (*ALLIED, step(1, "alliance propose", 2)),
    "too_many_alliances": (step(1, "alliance propose", BUSY),),
    "alliance_cooldown": (*ALLIED, step(4, "alliance propose", 1)),
    "proposal_open": (step(1, "alliance propose", 2),) * 2,
    "proposal_waiting": (step(1, "alliance propose", 2), step(2, "alliance propose", 1)),
    "no_open_proposal": (step(1, "pact accept", 2, type="trade"),),
    "not_allied": (step(1, "alliance break", 2),),
    "already_in_pact": (*IN_PACT, step(2, "pact propose", 1, type="trade")),
    "no_pact": (step(1, "pact cancel", 2, type="trade"),),
    "notice_given": (*IN_PACT, *((step(1, "pact cancel", 2, type="trade"),) * 2)),
    "embassy_exists": (step(1, "embassy open", 2),) * 2,
    "too_many_embassies": tuple(step(1, "embassy open", other) for other in range(2, 13)),
    "no_allies": ((1, "diplomacy alliance chat", {"message": "Hello"}),),
    "invalid_message": (step(1, "message", 2, title=" ", text="Hello"),),
    "at_war_with_each_other": (declare(1, 2), step(2, "pact propose", 1, type="trade")),
    "allied_with_target": (*ALLIED, declare(1, 2)),
    "war_locked": (*ALLIED, step(2, "alliance break", 1), declare(1, 2)),
    "pact_forbids_war": (
        step(1, "pact propose", 2, type="non_aggression"),
        step(2, "pact accept", 1, type="non_aggression"),
        declare(1, 2),
    ),
}
"""The commands that lead to each refusal; the last one is refused."""
ELSEWHERE: Final = frozenset({"betrayal_not_confirmed"})
"""Tested in ``test_treaties.py``, because commands in scripts confirm what they do."""
_LINES: Final = count(1)


@pytest_asyncio.fixture
async def rich(templates: databases.Templates, tmp_path: Path) -> AsyncIterator[Played]:
    """Yield a world with twelve nations that can pay for everything."""
    open_database = databases.sqlite
    async with templates.opened(open_database, ("dominion",), tmp_path, enrich) as database:
        yield Played(database)


async def enrich(database: Database) -> None:
    played = Played(database)
    for guild, name in NAMES.items():
        await run(played, (guild, "nation register", {"name": name}))
    rich = update(NATION_STATES).values(resources=10**6, protected_until=0)
    await database.write(lambda on: on.execute(rich).rowcount)
    army = {"season": 1, "nation": 1, "unit": "infantry", "quantity": 10, "level": 0}
    await database.write(lambda on: on.execute(insert(UNITS).values(**army)).rowcount)
    old = microseconds(START - timedelta(days=1))
    rows = [
        {"first": BUSY, "second": other, "number": 1, "formed_at": old} for other in (10, 11, 12)
    ]
    await database.write(lambda on: on.execute(insert(ALLIANCES), rows).rowcount)


async def run(played: Played, given: Step) -> None:
    guild, words, options = given
    line = ScriptCommand(next(_LINES), START, guild, 100 + guild, True, words, options)
    await run_command(game_commands(played.world), line)


def test_every_refusal_has_a_scenario() -> None:
    codes = {
        error.code
        for _, error in inspect.getmembers(diplomacy_errors, inspect.isclass)
        if issubclass(error, Refusal) and error.__module__ == diplomacy_errors.__name__
    }

    assert codes == REFUSED.keys() | ELSEWHERE


@pytest.mark.parametrize("code", REFUSED)
async def test_a_refusal_changes_nothing(rich: Played, code: str) -> None:
    *before, last = REFUSED[code]
    for scenario in before:
        await run(rich, scenario)
    digest = (await rich.snapshot()).digest

    with pytest.raises(Refusal) as refused:
        await run(rich, last)

    assert refused.value.code == code
    assert (await rich.snapshot()).digest == digest
