"""Tests that the running bot reads the log of a game server, also after it was killed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nazh.application.keep.logs import read_logs
from tests.e2e.conftest import Table
from tests.e2e.forked_programs import PREFIX
from tests.e2e.program import environment, run_bot, run_to_its_end
from tests.e2e.test_chat_bridges import simulated
from tests.e2e.test_game_servers import LOOPBACK, SECRET, add, ark, manager, run, text_of

pytestmark = pytest.mark.usefixtures("short_periods")
PLAYER = "[UniqueNetId:0002aa00bb11cc22dd33ee44ff556677 Platform:None]"
CHATTED = 'nazh_keep_log_lines_total{kind="chat"}'
TAKEN_OVER = (read_logs.TIMEOUT + 3 * read_logs.PERIOD).total_seconds()
"""Seconds after which another process has read a log that a killed one had claimed."""
UNREAD = 'nazh_keep_log_files{state="missing"}'


def append(log: Path, *lines: str) -> None:
    with log.open("a") as file:
        file.write("".join(f"2026.06.25_18.10.00: {line}\n" for line in lines))


def stored(folder: Path) -> tuple[list[str], int]:
    with closing(sqlite3.connect(folder / "nazh.sqlite3")) as opened:
        texts = [text for (text,) in opened.execute("SELECT text FROM keep_events ORDER BY seq")]
        ((sessions,),) = opened.execute("SELECT count(*) FROM keep_sessions")
    return texts, sessions


async def show_logs(table: Table, folder: Path, **settings: str) -> tuple[int, str]:
    command = (*PREFIX, "keep", "logs", "--unknown")
    ended = await run_to_its_end(environment(table.discord, **settings), folder, command)
    return ended.status, ended.output


@pytest.mark.slow
async def test_a_log_is_read_over_the_console(table: Table, tmp_path: Path) -> None:
    settings = {
        **LOOPBACK,
        "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        "NAZH_KEEP_LOGS": "1=console",
    }
    async with simulated() as (game, port):
        bot = await run_bot(table.discord, tmp_path, **settings)
        try:
            await add(table, manager(table, "Carol"), "ark_asa", "Island 1", port, SECRET)
            before = (await bot.metrics_when(lambda metrics: metrics[CHATTED] >= 1))[CHATTED]
            game.write_log(f"2026.06.26_18.10.00: Pebble {PLAYER} joined this ARK!")
            game.write_log("2026.06.26_18.10.01: Pebble (Ash): over the console")
            await bot.metrics_when(lambda metrics: metrics[CHATTED] >= before + 1)
            logs_shown = await show_logs(table, tmp_path, **settings)
            carol = manager(table, "Carol")
            player = await run(table, carol, "player show", player="pebb")
            played = await run(table, carol, "player sessions", server="Island 1")
            hidden = await run(table, table.bob, "player show", player="Pebble")
            not_there = await run(table, table.bob, "player sessions", server="Island 1")
        finally:
            bot.process.kill()
            await bot.process.wait()

    assert text_of(player.reply).startswith("## Pebble\n**")
    assert f"id `{PLAYER[13:45]}`" in text_of(player.reply).lower()
    assert "has not left Island 1\n-# since <t:" in text_of(player.reply)
    assert text_of(played.reply) == (
        "Who played on Island 1\n**Pebble** · has not left\n-# since <t:1782497400:f>"
    )
    assert text_of(hidden.reply).startswith("I don't know a player with this name or id.")
    assert text_of(not_there.reply).startswith(
        "There is no game server with this name that you can use."
    )
    texts, sessions = stored(tmp_path)
    assert texts == [*(f"line {n}" for n in range(300)), "", "over the console"]
    assert sessions == 1
    assert logs_shown[0] == 0
    assert "is read over the console" in logs_shown[1]


@pytest.mark.slow
async def test_a_log_is_read_once_also_after_a_kill(table: Table, tmp_path: Path) -> None:
    log = tmp_path / "ShooterGame.log"
    assert table.channel.guild is not None
    island = f"1 Island 1 of the Discord server {table.channel.guild.id}: "
    settings = {
        **LOOPBACK,
        "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        "NAZH_KEEP_LOGS": f"1={log}",
    }
    async with ark() as port:
        bot = await run_bot(table.discord, tmp_path, **settings)
        try:
            await add(table, manager(table, "Carol"), "ark_asa", "Island 1", port, SECRET)
            await bot.metrics_when(lambda metrics: metrics[UNREAD] == 1)
            missing = await show_logs(table, tmp_path, **settings)
            append(log, f"Pebble {PLAYER} joined this ARK!", "Pebble (Ash): one", "a riddle")
            await bot.metrics_when(lambda metrics: metrics[CHATTED] == 1)
        finally:
            bot.process.kill()
            await bot.process.wait()
        append(log, "Pebble (Ash): two")
        bot = await run_bot(table.discord, tmp_path, **settings)
        try:
            await bot.metrics_when(lambda metrics: metrics[CHATTED] == 1, TAKEN_OVER)
            logs_shown = await show_logs(table, tmp_path, **settings)
        finally:
            bot.process.kill()
            await bot.process.wait()

    assert stored(tmp_path) == (["", "one", "two"], 1)
    assert missing == (1, f"{island}the log file does not exist\n")
    assert logs_shown == (0, f"{island}can be read\n  2026.06.25_18.10.00: a riddle\n")
