"""Tests that a nation and its citizens are told what happens, once, although the bot is killed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from localcord import Channel, Message, Person
from localcord.permissions import DEFAULT_PERMISSIONS
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot
from tests.e2e.test_chat_bridges import eventually
from tests.e2e.test_settings import choose, opened

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("short_periods")]

ADMINISTRATOR = 1 << 3 | 1 << 5
PLAYER = 0x8000_0000 | 0xC00
LONG = timedelta(days=30)
SENT = 'nazh_queued_messages_total{outcome="sent"}'
NO_ACCESS = 'nazh_queued_messages_total{outcome="no_access"}'
BATCHES = 'nazh_queued_batches_total{outcome="sent"}'


async def test_news_comes_once_in_one_message_although_the_bot_is_killed(
    table: Table, tmp_path: Path
) -> None:
    assert table.channel.guild is not None
    hall = table.channel.guild.channel("hall")
    carol = table.discord.user("Carol", age=LONG)
    carol.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    alice, dave, erin = (table.discord.user(name, age=LONG) for name in ("Alice", "Dave", "Erin"))
    database = tmp_path / "nazh.sqlite3"
    await hold_job(database, "queue_notices")
    bot = await started(table, tmp_path)
    try:
        chosen = await choose(carol, await opened(table, carol), "dominion_channel", hall)
        await carol.in_(table.channel).slash("nation register", name="Aurelia")
        await join(table, alice, dave)
        conversation = await alice.in_(table.channel).slash(
            "inbox settings", about="nation", direct_messages=True
        )
        held = messages_in(table, hall)
        tell(database, "UPDATE jobs SET due_at = 0 WHERE name = 'queue_notices'")
        await bot.metrics_when(lambda metrics: metrics.get(SENT, 0) == 6)
        metrics_at_end = await bot.metrics_when(lambda metrics: metrics.get(BATCHES, 0) == 2)
        listed = (await alice.in_(table.channel).slash("inbox list")).reply

        posts = f"/channels/{hall.id}/messages"
        table.discord.faults.delay(20, "POST", posts, after=True)
        await join(table, erin)
        await eventually(lambda: len(messages_in(table, hall)) == 2)
        bot.process.kill()
        await bot.process.wait()
        table.discord.faults.clear()
        tell(database, "UPDATE jobs SET due_at = 0")
        tell(database, "UPDATE queued_messages SET retry_at = 0 WHERE state = 'sending'")
        before = posts_to(table, posts)
        bot = await started(table, tmp_path)
        await eventually(lambda: states_in(database) == {"sent"})
        repeated = posts_to(table, posts) - before
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert f"<#{hall.id}>" in chosen.text
    assert "**on** · **the nation**: the nation is founded, a citizen joins" in text_of(
        conversation.reply
    )
    assert "off · **units and storage**: units are ready, upkeep" in text_of(conversation.reply)
    assert held == []
    assert metrics_at_end[BATCHES] == 2
    first, second = messages_in(table, hall)
    assert first.text.startswith("## Aurelia\n**1,000** resources and **100** land")
    assert [line.split(":")[0] for line in first.text.splitlines()[2:]] == ["**2** citizens"]
    assert second.text.startswith("## Aurelia\n**3** citizens: one more has joined. <t:")
    assert repeated == 1
    direct = messages_in(table, alice.direct)
    assert [message.text.count("has joined") for message in direct] == [1, 1]
    assert "the nation is founded" in text_of(listed)


async def test_members_see_that_discord_refuses_news_until_it_arrives(
    table: Table, tmp_path: Path
) -> None:
    assert table.channel.guild is not None
    hall = table.channel.guild.channel("hall")
    carol, alice = table.discord.user("Carol", age=LONG), table.discord.user("Alice", age=LONG)
    carol.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    bot = await started(table, tmp_path)

    async def shown(person: Person, command: str) -> str:
        return text_of((await person.in_(table.channel).slash(command)).reply)

    async def pages() -> list[str]:
        return [
            await shown(carol, "nation settings"),
            await shown(carol, "gov dashboard"),
            await shown(alice, "nation info"),
            await shown(alice, "inbox settings"),
        ]

    try:
        await choose(carol, await opened(table, carol), "dominion_channel", hall)
        hall.bot_permissions = 0
        direct = f"/channels/{alice.direct.id}/messages"
        table.discord.faults.error("POST", direct, status=403, times=99)
        await carol.in_(table.channel).slash("nation register", name="Aurelia")
        await join(table, alice)
        await alice.in_(table.channel).slash("inbox settings", about="nation", direct_messages=True)
        await join(table, table.discord.user("Dave", age=LONG))
        await bot.metrics_when(lambda metrics: metrics.get(NO_ACCESS, 0) >= 3)
        refused = await pages()
        hall.bot_permissions = DEFAULT_PERMISSIONS
        table.discord.faults.clear()
        await join(table, table.discord.user("Erin", age=LONG))
        await bot.metrics_when(lambda metrics: metrics.get(SENT, 0) >= 2)
        arrived = await pages()
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    settings, dashboard, info, inbox = refused
    line = f"\n**Discord refused the last news for <#{hall.id}>** <t:"
    assert line in settings
    assert "\n- Discord refuses the nation's news: `/nation settings`." in dashboard
    assert line in info
    assert line in inbox
    assert "\n**Discord refused the last direct message to you** <t:" in inbox
    assert not any("refuse" in page for page in arrived)
    assert f"\nAll news goes to <#{hall.id}>, if the bot may write there." in arrived[0]


async def started(table: Table, folder: Path) -> Program:
    address = f"sqlite:///{folder / 'nazh.sqlite3'}"
    more = {"NAZH_CONTEXTS": "dominion", "NAZH_DATABASE_URL": address}
    return await run_bot(table.discord, folder, **more)


async def hold_job(file: Path, name: str) -> None:
    """Make a database in which a job is not due before the test says so."""
    async with databases.opened(f"sqlite:///{file}", "dominion"):
        pass
    later = int((datetime.now(UTC) + timedelta(days=1)).timestamp() * 1_000_000)
    tell(file, f"INSERT INTO jobs (name, due_at) VALUES ('{name}', {later})")


def tell(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file, timeout=30)) as opened_file, opened_file:
        opened_file.execute(statement)


async def join(table: Table, *people: Person) -> None:
    for person in people:
        await person.in_(table.channel).slash("citizen register")


def states_in(file: Path) -> set[str]:
    with closing(sqlite3.connect(file, timeout=30)) as opened_file:
        return {state for (state,) in opened_file.execute("SELECT state FROM queued_messages")}


def posts_to(table: Table, path: str) -> int:
    return sum(
        (request.method, request.path) == ("POST", path) for request in table.discord.requests
    )


def messages_in(table: Table, channel: Channel) -> list[Message]:
    return list(table.discord.world.messages.in_channel(channel))


def text_of(message: Message) -> str:
    return message.text or str(message.embeds[0]["description"])
