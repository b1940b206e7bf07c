"""Tests who may use each command of Dominion: all commands, each by everyone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from nazh.adapters.inbound.cli.dominion.script import ScriptCommand
from nazh.adapters.inbound.cli.dominion.script_commands import (
    COMMANDS,
    GameCommands,
    run_command,
)
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.world import SqlWorld
from nazh.adapters.outbound.sql.factory import new_database
from nazh.domain.kernel.errors import Refusal
from nazh.wiring.contexts import CONTEXTS
from nazh.wiring.dominion.game import game_commands

START: Final = datetime(2026, 1, 1, tzinfo=UTC)
OPTIONS: Final = {
    "name": "Borealis",
    "category": "economy",
    "amount": 10,
    "unit": "infantry",
    "quantity": 1,
    "id": 1,
}
LEADER, CITIZEN, GUEST, ADMINISTRATOR = "leader", "citizen", "guest", "administrator"
USERS: Final = {LEADER: 10, CITIZEN: 11, GUEST: 12, ADMINISTRATOR: 13}
FOR_THE_LEADER: Final = {
    "nation rename",
    "treasury upgrade",
    "treasury allocate",
    "military build",
    "military cancel",
    "military disband",
    "military upgrade",
    "military fortify",
    "military mobilize",
}
NUMBERS: Final = count(1)
FOR_CITIZENS: Final = {"citizen leave", "citizen contribute"}
PERMISSIONS: Final = {"only_administrators", "only_the_leader", "only_citizens", "no_nation"}
"""The codes of refusals that depend on who asks, and where."""


@pytest_asyncio.fixture
async def game(tmp_path: Path) -> AsyncIterator[GameCommands]:
    """Yield a game in which guild 1 has a nation with a leader and a citizen."""
    migrations = CONTEXTS["dominion"].migrations
    assert migrations is not None
    database = new_database(f"sqlite:///{tmp_path / 'world.sqlite3'}", (migrations,))
    await database.open()
    game = game_commands(SqlWorld(database, TomlRulesets("classic")))
    await run(game, "nation register", LEADER, is_administrator=True, name="Aurelia")
    await run(game, "citizen register", CITIZEN)
    try:
        yield game
    finally:
        await database.close()


async def run(
    game: GameCommands,
    words: str,
    role: str,
    *,
    guild: int = 1,
    is_administrator: bool = False,
    **options: object,
) -> str | None:
    """Run a command, and return the code of its refusal, if it is refused."""
    number = next(NUMBERS)
    who = is_administrator or role == ADMINISTRATOR
    given = {**OPTIONS, **options}
    try:
        await run_command(game, ScriptCommand(number, START, guild, USERS[role], who, words, given))
    except Refusal as refusal:
        return refusal.code
    return None


def expected(words: str, role: str) -> str | None:
    """Return the code with which a role is refused a command, or ``None``."""
    if words == "nation register":
        return None if role == ADMINISTRATOR else "only_administrators"
    if words in FOR_THE_LEADER:
        return None if role == LEADER else "only_the_leader"
    if words in FOR_CITIZENS:
        return None if role == CITIZEN else "only_citizens"
    return None


@pytest.mark.parametrize("role", USERS)
async def test_a_command_is_for_those_who_may(game: GameCommands, role: str) -> None:
    # What changes who somebody is comes last.
    last = ("citizen leave", "citizen register")
    codes = {
        words: await run(game, words, role)
        for words in (*(one for one in COMMANDS if one not in last), *last)
    }

    found = {words: code if code in PERMISSIONS else None for words, code in codes.items()}
    assert found == {words: expected(words, role) for words in codes}


async def test_without_a_nation_only_an_administrator_can_begin(game: GameCommands) -> None:
    others = [words for words in COMMANDS if words != "nation register"]

    codes = {await run(game, words, ADMINISTRATOR, guild=2) for words in others}

    assert codes == {"no_nation"}
    assert await run(game, "nation register", ADMINISTRATOR, guild=2) is None


async def test_a_server_has_one_nation(game: GameCommands) -> None:
    assert await run(game, "nation register", ADMINISTRATOR) == "already_a_nation"
