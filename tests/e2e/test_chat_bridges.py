"""Tests that the chat of a game appears in its channel: in order, once, and without mentions."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from localcord import Channel, Person
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.application.keep.bridges import relay_chat
from nazh.domain.keep.consoles.passwords import Password
from ops.ports import free_port
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot
from tests.e2e.test_game_servers import (
    LOOPBACK,
    SECRET,
    add,
    keep,
    manager,
    offered_servers,
    run,
    text_of,
)
from tests.game_servers import HOST, PASSWORD, openttd, openttd_player, teeworlds
from tests.teeworlds_player import teeworlds_player

pytestmark = pytest.mark.usefixtures("short_periods")
PATIENCE = 150.0
FAILS_EVERY = 250
"""Lines that are told between two failures of Discord: about a fifth of the requests fail."""
SCALE = int(os.environ.get("CHAT_SCALE", "1"))
"""Thousands of lines that are told while Discord fails; by hand also 10."""
NUMBER = re.compile(r"Pebble(?:\*\*)?: line (\d+)")
RELAYED = 'nazh_job_runs_total{name="relay_chat",outcome="ok"}'


@asynccontextmanager
async def simulated() -> AsyncIterator[tuple[SimulatedArk, int]]:
    server = SimulatedArk(Password(SECRET))
    port = await server.start(HOST, 0)
    try:
        yield server, port
    finally:
        await server.stop()


def lines_in(table: Table, channel: Channel) -> list[str]:
    messages = table.discord.world.messages.in_channel(channel)
    return [line for message in messages for line in message.text.splitlines()]


async def eventually(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(0.05)


async def link(table: Table, person: Person, server: str, channel: Channel) -> str:
    command = await run(table, person, "bridge link", server=server, channel=channel)
    return text_of(command.reply)


@pytest.mark.slow
async def test_lines_of_a_game_appear_in_order_and_without_mentions(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    assert table.channel.guild is not None
    chat = table.channel.guild.channel("chat")
    async with simulated() as (game, port), keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island 1", port, SECRET)
        linked = await link(table, carol, "Island 1", chat)
        await eventually(lambda: len(lines_in(table, chat)) >= 3)
        for number in range(5):
            game.say(f"Pebble (Ash): line {number} @everyone **loud** <@7> discord.gg/abc")
        game.say("SERVER: [Carol]: an echo")
        await eventually(lambda: len(lines_in(table, chat)) >= 8)
        posted = lines_in(table, chat)
        delay = await delay_of_a_line(table, chat, game)
        status = text_of((await run(table, carol, "bridge status")).reply)
        unlinked = text_of((await run(table, carol, "bridge unlink", server="Island 1")).reply)
        none = text_of((await run(table, carol, "bridge status")).reply)
        again = text_of((await run(table, carol, "bridge unlink", server="Island 1")).reply)

    confirmation, absent = linked.splitlines()
    assert confirmation == f"The chat of **Island 1** appears in <#{chat.id}> from now on."
    assert "has to run `nazh keep bridge`" in absent
    assert delay <= relay_chat.PERIOD.total_seconds() + 1
    assert posted == [
        "The chat of **Island 1** appears here from now on.",
        "**Pebble**: hello everyone",
        "**River Fern**: who has metal?",
        *(
            f"**Pebble**: line {number} @\u2060everyone \\*\\*loud\\*\\* \\<@\u20607\\> \\[…\\]"
            for number in range(5)
        ),
    ]
    messages = table.discord.world.messages.in_channel(chat)
    assert not any(
        message.json["mentions"] or message.json["mention_everyone"] for message in messages
    )
    assert status == f"1 bridge\n{absent}\n✓ **Island 1** in <#{chat.id}>"
    assert unlinked == "The chat of **Island 1** is no longer shown."
    assert none.startswith("## No bridges yet")
    assert again.startswith("The chat of Island 1 isn't shown anywhere.")


async def delay_of_a_line(table: Table, channel: Channel, game: SimulatedArk) -> float:
    """Return the seconds until a line appears that is said right after the game was heard.

    It is the best of a few, because the machine may be busy with something else.
    """
    delays: list[float] = []
    loop = asyncio.get_running_loop()
    for number in range(4):
        said_at = loop.time()
        game.say(f"Pebble (Ash): timed {number}")
        line = f"**Pebble**: timed {number}"
        await eventually(lambda: line in lines_in(table, channel))  # noqa: B023  # called at once
        delays.append(loop.time() - said_at)
        if number and delays[-1] <= relay_chat.PERIOD.total_seconds() + 1:
            break
    return min(delays[1:])


@pytest.mark.slow
async def test_joins_and_leaves_of_a_real_game_are_shown(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    assert table.channel.guild is not None
    chat = table.channel.guild.channel("chat")
    port = free_port()
    (tmp_path / "game").mkdir()
    with openttd(tmp_path / "game", port=port) as admin_port:
        async with keep(table, tmp_path) as bot:
            await add(table, carol, "openttd", "Trains", admin_port, PASSWORD)
            await link(table, carol, "Trains", chat)
            before = (await bot.metrics())[RELAYED]
            await bot.metrics_when(lambda metrics: metrics[RELAYED] >= before + 2)
            # On a busy machine the bot may have listened too rarely to tell what was told to it.
            for turn in range(4):
                with openttd_player(tmp_path / f"player {turn}", port, "Pebble"):
                    joined = await appears(table, chat, "→ **Pebble** joined")
                if joined and await appears(table, chat, "← **Pebble** left"):
                    break

    assert {"→ **Pebble** joined", "← **Pebble** left"} <= set(lines_in(table, chat))


async def appears(table: Table, channel: Channel, line: str) -> bool:
    """Return whether a line appears within three runs of the relay."""
    try:
        async with asyncio.timeout(30):
            await eventually(lambda: line in lines_in(table, channel))
    except TimeoutError:
        return False
    return True


@pytest.mark.slow
async def test_a_missing_or_forbidden_channel_is_reported(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    assert table.channel.guild is not None
    chat = table.channel.guild.channel("chat")
    async with simulated() as (game, port), keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island 1", port, SECRET)
        table.discord.faults.error("POST", f"/channels/{chat.id}/messages", status=403)
        refused = await link(table, carol, "Island 1", chat)
        await link(table, carol, "Island 1", chat)
        await eventually(lambda: len(lines_in(table, chat)) >= 3)
        table.discord.faults.error("POST", f"/channels/{chat.id}/messages", status=404, times=99)
        game.say("Pebble (Ash): is anybody there?")
        status = ""
        async with asyncio.timeout(PATIENCE):
            while "✗ **Island 1**" not in status:
                status = text_of((await run(table, carol, "bridge status")).reply)
                await asyncio.sleep(0.5)
        table.discord.faults.clear()
        await link(table, carol, "Island 1", chat)
        await eventually(lambda: "is anybody there?" in lines_in(table, chat)[-1])

    assert refused.startswith("I can't write in this channel.")
    assert status.startswith("1 bridge\n")
    assert status.endswith(
        "\n✗ **Island 1**: the channel is gone. Choose another: `/bridge link`\n-# 1 line waits"
    )


async def test_a_game_whose_chat_cannot_be_heard_is_refused_and_not_offered(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with keep(table, tmp_path):
        await add(table, carol, "source_generic", "Blocks", 27_015, SECRET)
        await add(table, carol, "openttd", "Trains", 3_977, SECRET)
        await add(table, carol, "source_engine", "Arena", 27_015, SECRET)
        refused = await link(table, carol, "Blocks", table.channel)
        user = carol.in_(table.channel)
        linkable = (await user.complete("bridge link", "server", "")).choices
        savable = (await user.complete("server save", "server", "")).choices
        usable = (await user.complete("console run", "server", "")).choices

    assert refused == (
        "The chat of Source RCON can't be read over its console.\n"
        "Use /bridge say to talk to its players."
    )
    assert [choice["value"] for choice in linkable] == ["Trains"]
    assert [choice["value"] for choice in savable] == ["Blocks", "Trains"]
    assert [choice["value"] for choice in usable] == ["Arena", "Blocks", "Trains"]


async def test_only_servers_with_a_bridge_are_offered_to_unlink_pause_and_resume_it(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with keep(table, tmp_path):
        for name in ("Center", "Island", "Ragnarok"):
            await add(table, carol, "ark_asa", name, 27_020, SECRET)
        for name in ("Center", "Island"):
            await link(table, carol, name, table.channel)
        await run(table, carol, "bridge pause", server="Island")
        offered = {
            command: await offered_servers(carol.in_(table.channel), f"bridge {command}")
            for command in ("unlink", "pause", "resume")
        }
        to_others = await offered_servers(table.channel_user, "bridge unlink")

    assert offered == {"unlink": ["Center", "Island"], "pause": ["Center"], "resume": ["Island"]}
    assert to_others == []


@pytest.mark.slow
async def test_what_players_of_a_real_game_with_one_connection_say_is_shown(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    assert table.channel.guild is not None
    chat = table.channel.guild.channel("chat")
    port = free_port()
    (tmp_path / "game").mkdir()
    with teeworlds(tmp_path / "game", port=port) as console_port:
        async with keep(table, tmp_path) as bot:
            await add(table, carol, "teeworlds", "Arena", console_port, PASSWORD)
            linked = await link(table, carol, "Arena", chat)
            before = (await bot.metrics())[RELAYED]
            await bot.metrics_when(lambda metrics: metrics[RELAYED] >= before + 2)
            for turn in range(4):
                await asyncio.to_thread(play, port, f"line {turn}")
                has_appeared = await appears(table, chat, f"**Pebble**: line {turn}")
                if has_appeared and await appears(table, chat, "← **Pebble** left"):
                    break
            conversation = await run(table, carol, "bridge say", server="Arena", text="well played")
            status = text_of((await run(table, carol, "bridge status")).reply)

    lines = lines_in(table, chat)
    assert "accepts only one connection" in linked
    assert lines.index("→ **Pebble** joined") < lines.index(f"**Pebble**: line {turn}")
    assert "← **Pebble** left" in lines
    assert "well played" in text_of(conversation.reply)
    assert not any("well played" in line for line in lines)
    assert status.endswith("\n-# from the game only")


def play(port: int, text: str) -> None:
    """Let a player enter, say something and leave."""
    with teeworlds_player(port, "Pebble") as player:
        player.say(text)


@pytest.mark.slow
async def test_lines_come_once_and_in_order_although_discord_fails_and_the_bot_is_killed(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    assert table.channel.guild is not None
    chat = table.channel.guild.channel("chat")
    lines_written = 0

    async def talk(game: SimulatedArk, lines: int) -> None:
        nonlocal lines_written
        for _ in range(lines):
            game.say(f"Pebble (Ash): line {lines_written}")
            lines_written += 1
            if lines_written % FAILS_EVERY == 0 and not table.discord.faults.waiting:
                table.discord.faults.error("POST", f"/channels/{chat.id}/messages", status=500)
            await asyncio.sleep(0.02)

    async with simulated() as (game, port):
        async with running(table, tmp_path) as bot:
            await add(table, carol, "ark_asa", "Island 1", port, SECRET)
            await link(table, carol, "Island 1", chat)
            await talk(game, 600 * SCALE)
            await bot.metrics_when(lambda metrics: metrics[RELAYED] >= 2)
            await talk(game, 100 * SCALE)
        async with running(table, tmp_path):
            await talk(game, 300 * SCALE)
            await eventually(lambda: lines_written - 1 in numbers_in(table, chat))

    numbers_shown = numbers_in(table, chat)
    lost = sorted(set(range(lines_written)) - set(numbers_shown))
    assert numbers_shown == sorted(set(numbers_shown))
    # A game forgets its chat once it is read: a kill before it is stored loses what was read.
    assert lost == list(range(lost[0], lost[-1] + 1)) if lost else True


@asynccontextmanager
async def running(table: Table, folder: Path) -> AsyncIterator[Program]:
    """Run a bot, which is killed in the end."""
    address = f"sqlite:///{folder / 'nazh.sqlite3'}"
    bot = await run_bot(table.discord, folder, NAZH_DATABASE_URL=address, **LOOPBACK)
    try:
        yield bot
    finally:
        bot.process.kill()
        await bot.process.wait()


def numbers_in(table: Table, channel: Channel) -> list[int]:
    """Return the numbers of the lines in the messages and their files, in order."""
    messages = table.discord.world.messages.in_channel(channel)
    texts = (
        text
        for message in messages
        for text in (message.text, *map(bytes.decode, message.files.values()))
    )
    return [int(number) for text in texts for number in NUMBER.findall(text)]
