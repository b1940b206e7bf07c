"""Tests ``/privacy``: information, export and deletion."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Message, Person
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

MANAGE_GUILD = 1 << 5
FILE = "nazh-my-data.jsonl"


@pytest_asyncio.fixture
async def program(table: Table, tmp_path: Path) -> AsyncIterator[Program]:
    """The bot with a database file."""
    bot = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=f"sqlite:///{file(tmp_path)}")
    try:
        yield bot
        await bot.stop()
    finally:
        bot.kill()


def file(folder: Path) -> Path:
    return folder / "nazh.sqlite3"


async def leave_traces(table: Table, player: Person) -> None:
    """Do everything that stores personal data."""
    guild = table.channel.guild
    assert guild is not None
    player.set_permissions(guild, 0x8000_0000 | 0xC00 | MANAGE_GUILD)
    channel_user = player.in_(table.channel)
    rolled = await channel_user.slash("roll", pool1="1d20+5 # mine")
    await player.press(rolled.reply, "Add Plot Die")
    secret = await channel_user.slash("roll", pool1="2d6", secret=True)
    await (await player.press(secret.reply, "Reveal")).follow_up()
    await player.in_direct().slash("roll", pool1="3d6")
    await channel_user.slash("save", name="hit", notation="1d6+1")
    await channel_user.slash("save", name="@luck", notation="3")
    await channel_user.slash("character new", name="Hoid")
    await channel_user.slash("character set", number="athletics", value=5)
    await channel_user.slash("roll", pool1="1d20+@athletics")
    message = (await channel_user.slash("settings")).reply
    message = (await player.choose(message, "layout", menu="nz2:guilds.setting")).updated
    await player.choose(message, "compact", menu="nz2:guilds.choice:layout")
    await channel_user.slash("fair open")  # once, because a server has one session
    await channel_user.slash("fair add", words="swordfish")


def rows_with(person: Person, folder: Path) -> Iterator[str]:
    """Yield the table of every row that contains a user's id in any column."""
    with closing(sqlite3.connect(file(folder))) as records:
        tables = records.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            for row in records.execute(f'SELECT * FROM "{name}"'):  # its own name
                if any(str(person.id) in str(cell) for cell in row):
                    yield name


async def privacy(player: Person, table: Table) -> Message:
    conversation = await player.in_(table.channel).slash("privacy")
    assert conversation.ephemeral
    return conversation.reply


async def delete(player: Person, table: Table) -> Message:
    sure = (await player.press(await privacy(player, table), "Delete my data …")).updated
    return (await player.press(sure, "Delete everything")).updated


async def test_users_are_told_what_is_stored_and_for_how_long(
    table: Table, program: Program
) -> None:
    message = await privacy(table.alice, table)

    assert "Kept for 730 days." in message.text
    assert [button.label for button in message.buttons] == ["Save my data", "Delete my data …"]


async def test_ones_own_data_come_as_a_file(table: Table, program: Program) -> None:
    await leave_traces(table, table.alice)
    await table.bob.in_(table.channel).slash("roll", pool1="1d4")

    saved = await table.alice.press(await privacy(table.alice, table), "Save my data")

    assert saved.ephemeral
    lines = [json.loads(line) for line in saved.reply.files[FILE].splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds.count("roll") == 4
    assert {line["notation"] for line in lines if line["kind"] == "roll"} == {
        "1d20+5, dp",
        "2d6",
        "3d6",
        "1d20+5",
    }
    assert [line["text"] for line in lines if line["kind"] == "saved"] == ["1d6+1", "3"]
    (character,) = [line for line in lines if line["kind"] == "character"]
    assert (character["name"], character["numbers"]) == ("Hoid", {"@athletics": "5"})
    (change,) = [line for line in lines if line["kind"] == "setting_change"]
    assert (change["setting"], change["after"]) == ("layout", "compact")
    (number,) = [line for line in lines if line["kind"] == "fair_number"]
    assert number["number"] == 1
    assert "counts" in kinds
    assert all(line.get("player", str(table.alice.id)) == str(table.alice.id) for line in lines)


async def test_after_deletion_no_table_knows_the_player(
    table: Table, program: Program, tmp_path: Path
) -> None:
    await leave_traces(table, table.alice)
    await leave_traces(table, table.bob)
    bobs = sorted(rows_with(table.bob, tmp_path))
    assert {"rolls", "shelves", "server_changes", "tallies", "fair_players"} <= set(
        rows_with(table.alice, tmp_path)
    )

    gone = await delete(table.alice, table)

    assert gone.text == "Everything I kept about you has been deleted."
    assert list(rows_with(table.alice, tmp_path)) == []
    assert sorted(rows_with(table.bob, tmp_path)) == bobs
    assert gone.buttons == []
    again = await table.alice.press(await privacy(table.alice, table), "Save my data")
    assert again.reply.files[FILE] == b""


async def test_data_is_deleted_only_after_confirmation(
    table: Table, program: Program, tmp_path: Path
) -> None:
    await table.channel_user.slash("roll", pool1="1d20")
    sure = (await table.alice.press(await privacy(table.alice, table), "Delete my data …")).updated
    assert "This cannot be undone." in sure.text

    cancelled = (await table.alice.press(sure, "Cancel")).updated

    assert cancelled.text == "Nothing was deleted."
    assert "rolls" in set(rows_with(table.alice, tmp_path))


async def test_guild_settings_stay_but_lose_their_author(table: Table, program: Program) -> None:
    await leave_traces(table, table.alice)
    await delete(table.alice, table)

    message = (await table.alice.in_(table.channel).slash("settings")).reply
    changes = (await table.alice.press(message, "Changes")).reply

    assert "**Results**: Compact" in message.text
    assert "a deleted user: Results" in changes.text


@pytest.mark.slow  # it restarts the program several times
@pytest.mark.usefixtures("short_periods")
async def test_a_departed_server_is_noted_and_one_that_comes_back(
    table: Table, program: Program, tmp_path: Path
) -> None:
    inn = table.discord.guild("Inn")
    address = f"sqlite:///{file(tmp_path)}"

    async def restart(bot: Program, says: str | None) -> Program:
        await bot.stop()
        _make_jobs_due(tmp_path)
        reborn = await run_bot(
            table.discord, tmp_path, NAZH_DATABASE_URL=address, NAZH_LOG_LEVEL="INFO"
        )
        if says is not None:
            await reborn.log_line(says)
        return reborn

    bot = await restart(program, None)
    try:
        await bot.metrics_when(lambda _: _noted(tmp_path) == 2)
        inn.bot_joined = False
        bot = await restart(bot, "servers left: 1, come back to: 0")
        assert left(tmp_path) == {inn.id}
        inn.bot_joined = True
        bot = await restart(bot, "servers left: 0, come back to: 1")
        assert left(tmp_path) == set()
        await bot.stop()
    finally:
        bot.kill()


@pytest.mark.slow  # it restarts the program several times
@pytest.mark.usefixtures("short_periods")
async def test_a_left_servers_data_is_deleted_after_a_second_confirmation(
    table: Table, program: Program, tmp_path: Path
) -> None:
    await program.metrics_when(lambda _: _noted(tmp_path) == 1)
    await program.stop()
    _make_jobs_due(tmp_path)
    inn, left_long_ago = table.discord.guild("Inn"), "UPDATE servers SET left_at = 0"
    address = f"sqlite:///{file(tmp_path)}"
    bot = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
    try:
        await bot.metrics_when(lambda _: _noted(tmp_path) == 2)
        await bot.stop()
        inn.bot_joined = False
        with closing(sqlite3.connect(file(tmp_path))) as records, records:
            records.execute(left_long_ago)  # of both servers; the bot is back in one of them
        _make_jobs_due(tmp_path)
        bot = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        await bot.metrics_when(lambda _: _noted(tmp_path) == 1)
        assert left(tmp_path) == set()
        await bot.stop()
    finally:
        bot.kill()


@pytest.mark.slow  # it restarts the program several times
@pytest.mark.usefixtures("short_periods")
async def test_no_server_counts_as_left_without_a_complete_list(
    table: Table, program: Program, tmp_path: Path
) -> None:
    await program.metrics_when(lambda _: _noted(tmp_path) == 1)
    await program.stop()
    _make_jobs_due(tmp_path)
    table.discord.faults.error("GET", "/users/@me/guilds", status=403)
    address = f"sqlite:///{file(tmp_path)}"
    reborn = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=address, NAZH_LOG_LEVEL="INFO"
    )
    try:
        await reborn.log_line("job guild_sync failed")
        assert left(tmp_path) == set()
        await reborn.stop()
    finally:
        reborn.kill()


def left(folder: Path) -> set[int]:
    with closing(sqlite3.connect(file(folder))) as records:
        rows = records.execute("SELECT server FROM servers WHERE left_at IS NOT NULL")
        return {server for (server,) in rows}


def _make_jobs_due(folder: Path) -> None:
    """Make every job due at the next start."""
    with closing(sqlite3.connect(file(folder))) as records, records:
        records.execute("DELETE FROM jobs")


def _noted(folder: Path) -> int:
    with closing(sqlite3.connect(file(folder))) as records:
        (count,) = records.execute("SELECT count(*) FROM servers").fetchone()
        return int(count)
