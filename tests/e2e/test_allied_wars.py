"""Tests a war of two servers and an ally up to its battle, which anybody can verify afterwards.

The bot is connected to the gateway, or is two replicas behind a proxy.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from localcord import Channel, Message, Person, Settings
from tests import databases
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.http_program import start_replica, sync_commands
from tests.e2e.program import Ended, Program, run_bot, run_to_its_end
from tests.e2e.proxies import start_proxy
from tests.e2e.test_chat_bridges import eventually
from tests.e2e.test_dominion import labels, text_of
from tests.e2e.test_replicas import shared
from tests.e2e.test_settings import choose
from tests.e2e.test_wars import leader, news
from tests.redis_servers import REDIS

SPEED: Final = 900
"""How many times as fast the clock is: an hour of the game takes four seconds."""
HOUR: Final = 3_600
LEAD: Final = 4 * HOUR + HOUR // 2
"""From the declaration to the last battle hour: three hours, and time to accept."""
READY: Final = (
    "UPDATE dominion_nation_states SET protected_until = 0, is_protected = false",
    "UPDATE dominion_build_orders SET due_at = started_at",
)
"""Ends the protection of all nations, and finishes what they build."""
AGED: Final = ("UPDATE dominion_alliances SET formed_at = 0",)
"""Makes alliances old enough for support in wars."""
VERIFY: Final = (sys.executable, "-m", "nazh", "dominion", "verify")
Start = Callable[
    [Table, Path, dict[str, str]], AbstractAsyncContextManager[tuple[str, Sequence[Program]]]
]


@asynccontextmanager
async def gateway(
    table: Table, folder: Path, variables: dict[str, str]
) -> AsyncIterator[tuple[str, Sequence[Program]]]:
    """Run one program, and yield the address of its database."""
    async with databases.sqlite(folder) as address:
        program = await run_bot(table.discord, folder, NAZH_DATABASE_URL=address, **variables)
        try:
            yield address, [program]
        finally:
            program.kill()


@asynccontextmanager
async def replicas(
    table: Table, folder: Path, variables: dict[str, str]
) -> AsyncIterator[tuple[str, Sequence[Program]]]:
    """Run two programs behind a proxy, with one PostgreSQL and one Redis."""
    async with databases.postgresql(folder) as address, shared(table):
        more = {**variables, "NAZH_DATABASE_URL": address, "NAZH_REDIS_URL": REDIS}
        programs: list[Program] = []
        try:
            for _ in range(2):
                programs.append(await start_replica(table.discord, folder, **more))  # noqa: PERF401  # what was started is ended
            await sync_commands(table.discord, folder, **more)
            async with start_proxy("haproxy", programs, folder) as endpoint:
                await table.discord.interactions_endpoint(endpoint)
                yield address, programs
        finally:
            for program in programs:
                program.kill()
                await program.process.wait()


@dataclass(frozen=True, slots=True)
class Nation:
    """A nation, its leader, the channel in which they play, and that of its news."""

    name: str
    person: Person
    table: Channel
    hall: Channel

    async def slash(self, command: str, **options: object) -> Message:
        return (await self.person.in_(self.table).slash(command, **options)).reply

    async def press(self, message: Message, label: str) -> Message:
        return (await self.person.press(message, label)).reply


def nation(table: Table, name: str, person: str, channel: Channel) -> Nation:
    assert channel.guild is not None
    return Nation(name, leader(table, person, channel), channel, channel.guild.channel("hall"))


async def found(nation: Nation, infantry: int) -> None:
    await choose(nation.person, await nation.slash("settings"), "dominion_channel", nation.hall)
    await nation.slash("nation register", name=nation.name)
    await nation.slash("citizen register")
    await nation.slash("military build", unit="infantry", quantity=infantry)


async def execute(address: str, statements: Sequence[str]) -> None:
    url = make_url(address)
    if url.drivername == "sqlite":
        assert url.database is not None
        with closing(sqlite3.connect(url.database, timeout=30)) as opened, opened:
            for statement in statements:
                opened.execute(statement)
        return
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"))
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


async def verified(file: Path, *options: str) -> Ended:
    variables = {"PYTHONPATH": str(Path(__file__).parents[2]), "NO_COLOR": "1"}
    return await run_to_its_end(variables, file.parent, (*VERIFY, str(file), *options))


@pytest.mark.slow
@pytest.mark.usefixtures("short_periods")
@pytest.mark.parametrize("start", [gateway, replicas])
async def test_a_war_with_an_ally_is_reported_and_can_be_verified(
    open_table: OpenTable, tmp_path: Path, start: Start
) -> None:
    began = int(time.time())
    fast = Settings(answer_within=30.0, max_wait=30.0, clock_speed=SPEED, clock_began=began)
    variables = {
        "NAZH_CONTEXTS": "dominion",
        "NAZH_DOMINION_RULESET": "blitz",
        "NAZH_DOMINION_CLOCK": f"{SPEED}@{began}",
    }
    async with open_table(fast) as table:
        aurelia = nation(table, "Aurelia", "Carol", table.channel)
        borealis = nation(table, "Borealis", "Dave", table.discord.guild("Away").channel("table"))
        corvia = nation(table, "Corvia", "Erin", table.discord.guild("Third").channel("table"))
        halls = [belligerent.hall for belligerent in (aurelia, borealis, corvia)]
        async with start(table, tmp_path, variables) as (address, programs):
            for belligerent, infantry in ((aurelia, 8), (borealis, 6), (corvia, 9)):
                await found(belligerent, infantry)
            await execute(address, READY)
            await corvia.slash("diplomacy alliance propose", nation="Borealis")
            offers = await borealis.slash("diplomacy alliance list")
            allied = await borealis.press(offers, "Accept Corvia")
            await execute(address, AGED)
            soon = int((table.discord.world.clock.now() + LEAD) // HOUR) % 24
            await borealis.slash("nation settings", battle_hour=soon)
            conversation = await aurelia.slash("war declare", nation="Borealis")
            declared = await aurelia.press(conversation, "Declare War")
            page = await borealis.slash("war info", war=1)
            accepted = await borealis.press(page, "Accept")
            question = await corvia.slash("war support", war=1, side="defender")
            supported = await corvia.press(question, "Support")
            await aurelia.slash("war nonce", war=1, text="*dice*")
            await eventually(
                lambda: all("has won the battle" in news(table, hall) for hall in halls[:2])
            )
            ended = await borealis.slash("war info", war=1)
            pictured = await borealis.press(ended, "Replay")
            replayed = await aurelia.slash("war replay", battle=1)
            await eventually(lambda: "battle-1.png" in replayed.files)
            checked = await borealis.slash("war verify", battle=1)
            assert [(await program.stop()).status for program in programs] == [0] * len(programs)

    assert text_of(allied).startswith("## Borealis and Corvia are allied")
    assert text_of(declared).startswith("## War on Borealis")
    assert text_of(accepted).startswith("## War 1 is accepted\nThe battle with Aurelia is <t:")
    assert text_of(question).startswith(
        "## 13 strength\nSupport Borealis against Aurelia in war 1?"
    )
    assert text_of(supported).startswith("## Corvia supports Borealis\nin war 1 against Aurelia")
    for hall in halls[:2]:
        war_news = [line for line in news(table, hall).splitlines() if "war 1" in line]
        assert len([line for line in war_news if "has won the battle" in line]) == 1
    assert not replayed.ephemeral
    (report,) = replayed.embeds
    assert "Support" in str(report)
    assert "Corvia" in str(report)
    assert re.match(r"## (?:Aurelia|Borealis) has won the battle", text_of(ended))
    assert labels(ended) == ["Replay"]
    assert pictured.ephemeral
    assert pictured.embeds[0]["title"].startswith(("Victory", "Defeat"))
    await check_the_file(checked, text_of(accepted), tmp_path)


async def check_the_file(checked: Message, accepted: str, folder: Path) -> None:
    """Check the attached record with ``nazh dominion verify``, and with each part changed."""
    ((name, record),) = checked.files.items()
    (commitment,) = re.findall(r"[0-9a-f]{64}", accepted)
    file = folder / name
    file.write_bytes(record)
    proven = await verified(file, "--commitment", commitment)
    assert (proven.status, proven.errors) == (0, "")
    assert "Proven." in proven.output
    digit = record.index(b'"variance":') + len(b'"variance":')
    for place in (digit, len(record) // 2, len(record) - 4):
        changed = bytearray(record)
        changed[place] = ord("7") if changed[place] != ord("7") else ord("8")
        file.write_bytes(changed)
        wrong = await verified(file, "--commitment", commitment)
        assert wrong.status == 1, wrong
