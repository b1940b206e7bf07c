"""Tests that long replies and lists are read page by page, without stored state on Discord."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from localcord import Message, Person
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.domain.keep.consoles.passwords import Password
from tests.e2e.conftest import Table
from tests.e2e.test_game_servers import SECRET, add, console, keep, manager, run
from tests.game_servers import HOST

NEXT, BACK = "Next ▶", "◀ Back"
CHAT = "x" * 3_999


@asynccontextmanager
async def chatting(*lines: str) -> AsyncIterator[tuple[SimulatedArk, int]]:
    """Run a game whose ``GetChat`` returns these lines, once."""
    game = SimulatedArk(Password(SECRET), chat=lines)
    port = await game.start(HOST, 0)
    try:
        yield game, port
    finally:
        await game.stop()


async def chat_of(table: Table, carol: Person, port: int) -> Message:
    await add(table, carol, "ark_asa", "Island", port, SECRET)
    return (await console(carol.in_(table.channel), "Island", "GetChat")).reply


def below(message: Message) -> str:
    return str(message.embeds[0]["description"])


def title_of(message: Message) -> str:
    return str(message.embeds[0]["title"]).partition(" - ")[2]


async def test_pages_are_turned_and_wrap_around_without_running_the_command_again(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with chatting(CHAT, "second page", "```@everyone") as (game, port), keep(table, tmp_path):
        chat_page = await chat_of(table, carol, port)
        game.say("said later")
        titles = [title_of(chat_page)]
        texts = [below(chat_page)]
        for label in (NEXT, NEXT, BACK):
            turned = (await carol.press(chat_page, label)).updated
            titles.append(title_of(turned))
            texts.append(below(turned))
        later = (await console(carol.in_(table.channel), "Island", "GetChat")).reply
        log = (await run(table, carol, "console log")).reply

    assert titles == ["Page 1/2", "Page 2/2", "Page 1/2", "Page 2/2"]
    assert texts[0] == texts[2] == f"```\n> GetChat\n{CHAT}\n\n```"
    assert texts[1] == texts[3] == "```\n> GetChat\nsecond page\n``\u02cb@everyone\n```"
    assert "said later" in below(later)
    assert chat_page.ephemeral
    assert later.buttons == []
    assert below(log).count("GetChat") == 2


async def test_only_the_user_of_the_command_turns_its_pages(table: Table, tmp_path: Path) -> None:
    carol, dave = manager(table, "Carol"), manager(table, "Dave")
    async with chatting(CHAT, "second page") as (_, port), keep(table, tmp_path):
        chat_page = await chat_of(table, carol, port)
        daves_list = (await run(table, dave, "server list")).reply
        custom_ids = [str(button.custom_id) for button in chat_page.buttons]
        refused = (await dave.press(daves_list, forge=custom_ids[0])).reply
        forged = (await dave.press(daves_list, forge=f"{custom_ids[0]}0")).reply
        turned = (await carol.press(chat_page, NEXT)).updated

    assert max(map(len, custom_ids)) <= 100
    assert refused.ephemeral
    assert refused.text.startswith("Only the person who used the command can use this.")
    assert forged.text.startswith("This button doesn't belong to this message")
    assert title_of(turned) == "Page 2/2"


async def test_an_old_press_says_that_the_pages_have_expired(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    async with chatting(CHAT, "second page") as (_, port), keep(table, tmp_path):
        chat_page = await chat_of(table, carol, port)
        table.discord.clock.advance(15 * 60 + 5)
        expired = (await carol.press(chat_page, NEXT)).reply

    assert expired.ephemeral
    assert expired.text == "This has expired.\nUse the command again."


async def test_pages_survive_a_restart_and_are_stored_encrypted(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with chatting(CHAT, "second page") as (_, port):
        async with keep(table, tmp_path):
            chat_page = await chat_of(table, carol, port)
        async with keep(table, tmp_path):
            turned = (await carol.press(chat_page, NEXT)).updated
    with closing(sqlite3.connect(tmp_path / "nazh.sqlite3")) as opened:
        stored = opened.execute("SELECT count(*) FROM keep_replies").fetchone()
        dump = "\n".join(opened.iterdump())

    assert below(turned) == "```\n> GetChat\nsecond page\n```"
    assert stored == (1,)
    assert "second page" not in dump


async def test_a_user_who_loses_access_reads_no_more_pages(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    guild = table.channel.guild
    assert guild is not None
    owners = guild.role("Owners")
    async with chatting(CHAT, "second page") as (_, port), keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island", port, SECRET)
        await run(table, carol, "server access", role=owners, level="owner")
        table.alice.set_roles(guild, owners)
        chat_page = (await console(table.channel_user, "Island", "GetChat")).reply
        table.alice.set_roles(guild)
        refused = (await table.alice.press(chat_page, NEXT)).reply

    assert title_of(chat_page) == "Page 1/2"
    assert "Your roles don't allow the command getchat on Island." in refused.text


async def test_51_pages_come_as_a_file(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    lines = [CHAT] * 50
    async with chatting(*lines) as (game, port), keep(table, tmp_path):
        fifty = await chat_of(table, carol, port)
        for line in (*lines, "one more"):
            game.say(line)
        more = (await console(carol.in_(table.channel), "Island", "GetChat")).reply

    assert (title_of(fifty), fifty.files) == ("Page 1/50", {})
    assert more.buttons == []
    assert below(more) == below(fifty)
    assert more.embeds[0]["footer"]["text"] == "All of it is in the file."
    assert more.files["reply.txt"].decode() == "\n".join((*lines, "one more"))


async def test_the_log_and_the_list_are_read_again_at_each_press(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    guild = table.channel.guild
    assert guild is not None
    async with chatting() as (_, port), keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island", port, SECRET)
        user = carol.in_(table.channel)
        for number in range(11):
            await console(user, "Island", f"Broadcast {number}")
        log = (await run(table, carol, "console log")).reply
        title = str(log.embeds[0]["title"])
        await console(user, "Island", "Broadcast 11")
        older = (await carol.press(log, BACK)).updated
        for number in range(160):
            role = guild.role(f"Role {number}")
            await run(table, carol, "server access", role=role, level="viewer")
        listed = (await run(table, carol, "server list")).reply
        list_title = title_of(listed)
        turned = (await carol.press(listed, NEXT)).updated
        carol.set_permissions(guild, 0)
        refused = (await carol.press(listed, NEXT)).reply

    assert (title, title_of(older)) == ("Latest commands - Page 1/2", "Page 2/2")
    assert below(older).splitlines()[::2] == ["`Broadcast 1` · done", "`Broadcast 0` · done"]
    assert (list_title, title_of(turned)) == ("Page 1/2", "Page 2/2")
    assert "You need the Manage Server permission" in refused.text
