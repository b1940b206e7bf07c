"""Tests that what is written in a linked channel is said in its game, by ``nazh keep bridge``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from localcord import Channel, Message, Person, Settings
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.domain.keep.consoles.passwords import Password
from ops.ports import free_port
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.forked_programs import PREFIX
from tests.e2e.program import Program, environment, run_bot, run_to_its_end
from tests.e2e.test_chat_bridges import RELAYED, eventually, lines_in, link
from tests.e2e.test_game_servers import LOOPBACK, SECRET, add, keep, manager, run, text_of
from tests.game_servers import HOST, PASSWORD, openttd

pytestmark = pytest.mark.usefixtures("short_periods")
BRIDGE = (*PREFIX, "keep", "bridge")
READING = Settings(answer_within=30.0, max_wait=30.0, privileged_intents=True)
DELIVERED, NOT_DELIVERED = "✅", "❌"
TO_GAME = 'nazh_keep_chat_lines_total{{direction="to_game",outcome="{}"}}'


@asynccontextmanager
async def bridge(table: Table, folder: Path) -> AsyncIterator[Program]:
    """Run the process that reads messages, on the database of the bot."""
    process = await run_bot(
        table.discord, folder, command=BRIDGE, NAZH_DATABASE_URL=sqlite(folder), **LOOPBACK
    )
    try:
        yield process
        ended = await process.stop()
        assert ended.status == 0, ended.errors
        assert SECRET not in ended.output + ended.errors
    finally:
        process.kill()


@asynccontextmanager
async def simulated() -> AsyncIterator[tuple[list[str], int]]:
    """Run a simulated game, and return what is said in it."""
    lines: list[str] = []
    server = SimulatedArk(Password(SECRET), lines.append, chat=())
    port = await server.start(HOST, 0)
    try:
        yield lines, port
    finally:
        await server.stop()


def sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'nazh.sqlite3'}"


async def write_and_wait(person: Person, channel: Channel, text: str) -> Message:
    """Write a message, and wait for the reaction of the bot."""
    message = person.in_(channel).say(text)
    await eventually(lambda: bool(message.reactions))
    return message


async def write_until_answered(
    person: Person, channel: Channel, text: str = "is anybody there?"
) -> None:
    """Write until the process has learnt that the channel is linked."""
    while True:
        message = person.in_(channel).say(text)
        try:
            async with asyncio.timeout(5):
                await eventually(lambda: bool(message.reactions))  # noqa: B023  # called at once
        except TimeoutError:
            continue
        return


@pytest.mark.slow
async def test_messages_in_a_linked_channel_are_said_in_the_game(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(READING) as table, simulated() as (said_in_game, port):
        guild = table.channel.guild
        assert guild is not None
        chat, other, silent = (guild.channel(name) for name in ("chat", "other", "silent"))
        carol = manager(table, "Carol")
        async with keep(table, tmp_path):
            for name in ("Island 1", "Island 2"):
                await add(table, carol, "ark_asa", name, port, SECRET)
            absent = await link(table, carol, "Island 1", chat)
            async with bridge(table, tmp_path) as process:
                linked = await link(table, carol, "Island 1", chat)
                await run(
                    table, carol, "bridge link", server="Island 2", channel=silent, two_way=False
                )
                await write_until_answered(table.alice, chat)
                status = text_of((await run(table, carol, "bridge status")).reply)
                said_in_game.clear()
                table.alice.in_(other).say("not for the game")
                table.alice.in_(silent).say("nor this")
                messages = [
                    await write_and_wait(table.alice, chat, text)
                    for text in (
                        "hello",
                        f"hi <@{table.bob.id}> and <@&7> in <#8> @everyone",
                        "a | DoExit\n<:axe:12345>",
                    )
                ]
                ready = await process.get("/readyz")
                metrics = await process.metrics()

    assert "`nazh keep bridge`" in absent
    assert linked.endswith(f"Messages in <#{chat.id}> also appear in the game.")
    assert status == (
        f"2 bridges\n✓ **Island 1** in <#{chat.id}>\n"
        f"✓ **Island 2** in <#{silent.id}>\n-# from the game only"
    )
    assert said_in_game == [
        "[Alice]: hello",
        "[Alice]: hi ＠Bob and ＠role in #channel ＠everyone",
        "[Alice]: a / DoExit :axe:",
    ]
    assert [list(message.reactions) for message in messages] == [[DELIVERED]] * 3
    assert ready.strip() == "ready"
    assert metrics[TO_GAME.format("ok")] >= 4
    shards = {name for name in metrics if name.startswith("nazh_gateway_heartbeat_healthy")}
    assert shards == {'nazh_gateway_heartbeat_healthy{shard="messages-0"}'}


@pytest.mark.slow
async def test_a_pause_and_a_muted_user_are_respected_and_nothing_is_posted_late(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(READING) as table:
        assert table.channel.guild is not None
        chat, carol = table.channel.guild.channel("chat"), manager(table, "Carol")
        lines: list[str] = []
        game = SimulatedArk(Password(SECRET), lines.append, chat=())
        port = await game.start(HOST, 0)
        async with bridge_of(table, tmp_path, carol, port, chat):
            game.say("Pebble (Ash): before")
            await eventually(lambda: "**Pebble**: before" in lines_in(table, chat))
            await write_until_answered(table.alice, chat)
            paused = text_of((await run(table, carol, "bridge pause", server="Island")).reply)
            game.say("Pebble (Ash): meanwhile")
            refused = await reacted(table.alice, chat, NOT_DELIVERED)
        async with bridge_of(table, tmp_path, carol, port, None) as bot:
            status = text_of((await run(table, carol, "bridge status")).reply)
            relayed = (await bot.metrics())[RELAYED]
            await bot.metrics_when(lambda metrics: metrics[RELAYED] >= relayed + 2)
            await run(table, carol, "bridge resume", server="Island")
            game.say("Pebble (Ash): after")
            await eventually(lambda: "**Pebble**: after" in lines_in(table, chat))
            again = await reacted(table.alice, chat, DELIVERED)
            muted = text_of((await run(table, carol, "bridge mute", user=table.alice)).reply)
            silenced = await write_and_wait(table.alice, chat, "hello?")
            others = await write_and_wait(table.bob, chat, "hello!")
            listed = text_of((await run(table, carol, "bridge status")).reply)
            await run(table, carol, "bridge unmute", user=table.alice)
            unmuted = await write_and_wait(table.alice, chat, "thanks")
            denied = text_of((await run(table, table.alice, "bridge pause", server="Island")).reply)
            changes = text_of((await run(table, carol, "server log")).reply)
        await game.stop()

    assert paused.startswith("The bridge of **Island** is paused.")
    assert "\n-# paused <t:" in status
    assert not any("meanwhile" in line for line in lines_in(table, chat))
    assert (refused, again) == (NOT_DELIVERED, DELIVERED)
    assert muted.startswith(f"<@{table.alice.id}> is muted")
    assert listed.endswith(f"1 muted user: <@{table.alice.id}>")
    assert [list(message.reactions) for message in (silenced, others, unmuted)] == [
        [NOT_DELIVERED],
        [DELIVERED],
        [DELIVERED],
    ]
    assert "[Bob]: hello!" in lines
    assert "[Alice]: hello?" not in lines
    assert denied.startswith("You need the Manage Server permission")
    assert [line for line in changes.splitlines() if not line.startswith("-# ")][1:5] == [
        "Unmuted a user in the games",
        "Muted a user in the games",
        "Resumed the bridge of **Island**",
        "Paused the bridge of **Island**",
    ]


@asynccontextmanager
async def bridge_of(
    table: Table, folder: Path, carol: Person, port: int, channel: Channel | None
) -> AsyncIterator[Program]:
    """Run the bot and the process that reads; link the game with a new ``channel``."""
    async with keep(table, folder) as bot, bridge(table, folder):
        if channel is not None:
            await add(table, carol, "ark_asa", "Island", port, SECRET)
            await link(table, carol, "Island", channel)
        yield bot


async def reacted(person: Person, channel: Channel, wanted: str) -> str:
    """Write until a message gets the reaction, which another process learns within seconds."""
    async with asyncio.timeout(60):
        reaction = ""
        while reaction != wanted:
            message = await write_and_wait(person, channel, "is this said?")
            (reaction,) = message.reactions
            await asyncio.sleep(0.5)
    return reaction


@pytest.mark.slow
async def test_an_unsaid_message_is_explained_once_and_the_explanation_deleted(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(READING) as table:
        assert table.channel.guild is not None
        chat, carol = table.channel.guild.channel("chat"), manager(table, "Carol")
        async with keep(table, tmp_path), bridge(table, tmp_path):
            async with simulated() as (_, port):
                await add(table, carol, "ark_asa", "Island 1", port, SECRET)
                await link(table, carol, "Island 1", chat)
                await write_until_answered(table.alice, chat)
            failed = [await write_and_wait(table.bob, chat, f"message {n}") for n in range(2)]
            many = [carol.in_(chat).say(f"message {n}") for n in range(6)]
            await eventually(lambda: all(message.reactions for message in many))
            explained = replies(table, chat)
            await eventually(lambda: not replies(table, chat))

    assert [list(message.reactions) for message in failed] == [[NOT_DELIVERED]] * 2
    assert len(explained) == 2  # one for each of them, whatever the reason
    assert all(message.json["message_reference"] for message in explained)
    assert not any(message.json["mentions"] for message in explained)


def replies(table: Table, channel: Channel) -> list[Message]:
    messages = table.discord.world.messages.in_channel(channel)
    return [message for message in messages if message.json.get("message_reference")]


@pytest.mark.slow
async def test_without_the_intent_only_mentions_are_said(table: Table, tmp_path: Path) -> None:
    assert table.channel.guild is not None
    chat, carol = table.channel.guild.channel("chat"), manager(table, "Carol")
    bot = table.discord.application_id
    async with simulated() as (said_in_game, port), keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island 1", port, SECRET)
        async with bridge(table, tmp_path) as process:
            linked = await link(table, carol, "Island 1", chat)
            status = text_of((await run(table, carol, "bridge status")).reply)
            await write_until_answered(table.alice, chat, f"<@{bot}> hello")
            table.alice.in_(chat).say("this can't be read")
            await write_and_wait(table.bob, chat, f"<@{bot}> hello")
            with pytest.raises(aiohttp.ClientResponseError, match="503"):
                await process.get("/readyz")

    assert "enable the Message Content Intent" in linked
    assert "enable the Message Content Intent" in status
    assert set(said_in_game) == {"[Alice]: hello", "[Bob]: hello"}


@pytest.mark.slow
async def test_it_is_said_in_a_real_game(open_table: OpenTable, tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "game").mkdir()
    async with open_table(READING) as table:
        assert table.channel.guild is not None
        chat, carol = table.channel.guild.channel("chat"), manager(table, "Carol")
        with openttd(tmp_path / "game", port=port) as admin_port:
            async with keep(table, tmp_path), bridge(table, tmp_path):
                await add(table, carol, "openttd", "Trains", admin_port, PASSWORD)
                await link(table, carol, "Trains", chat)
                await write_until_answered(table.alice, chat)
                message = await write_and_wait(table.alice, chat, 'hello "; quit')

    assert list(message.reactions) == [DELIVERED]


@pytest.mark.slow
async def test_a_second_process_continues_when_the_first_is_killed(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(READING) as table, simulated() as (said_in_game, port):
        assert table.channel.guild is not None
        chat, carol = table.channel.guild.channel("chat"), manager(table, "Carol")
        async with keep(table, tmp_path):
            await add(table, carol, "ark_asa", "Island 1", port, SECRET)
            await link(table, carol, "Island 1", chat)
            variables = {"NAZH_DATABASE_URL": sqlite(tmp_path), **LOOPBACK}
            first = await run_bot(table.discord, tmp_path, command=BRIDGE, **variables)
            try:
                async with bridge(table, tmp_path):
                    await write_until_answered(table.alice, chat)
                    await write_and_wait(table.alice, chat, "both of us read this")
                    first.kill()
                    await first.process.wait()
                    await write_until_answered(table.bob, chat)
            finally:
                first.kill()

    assert said_in_game.count("[Alice]: both of us read this") == 1


async def test_a_context_that_is_off_is_reported(table: Table, tmp_path: Path) -> None:
    variables = environment(table.discord, NAZH_CONTEXTS="dice")
    ended = await run_to_its_end(variables, tmp_path, BRIDGE)

    assert ended.status == 78
    assert ended.errors == "NAZH_CONTEXTS does not name keep. Add it, as for the bot.\n"
