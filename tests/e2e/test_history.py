"""Tests ``/history`` with pages, rolls in full, files, and visibility."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO

from localcord import Message
from tests.e2e.conftest import Table
from tests.e2e.program import Program

MANAGE_SERVER = 1 << 5


def notations(message: Message) -> list[str]:
    return re.findall("`(.*?)`", message.text)


async def test_pages_are_turned_and_a_roll_is_looked_at_and_made_again(
    table: Table, bot: Program
) -> None:
    for number in range(1, 11):
        await table.channel_user.slash("roll", pool1=f"1d{number} # try {number}")

    first = await table.channel_user.slash("history")
    assert first.ephemeral
    assert notations(first.reply) == [f"1d{number}" for number in range(10, 2, -1)]
    older = (await table.alice.press(first.reply, "Older")).updated
    assert notations(older) == ["1d2", "1d1"]
    newer = (await table.alice.press(older, "Newer")).updated
    assert notations(newer) == [f"1d{number}" for number in range(10, 2, -1)]

    (menu,) = first.reply.json["components"][0]["components"]
    chosen = await table.alice.choose(first.reply, menu["options"][1]["value"])
    assert chosen.ephemeral
    assert notations(chosen.reply) == ["1d9"]
    again = await table.alice.press(chosen.reply, "Roll Again")
    assert not again.ephemeral
    assert notations(again.reply) == ["1d9"]
    assert "try 9" in again.reply.text


async def test_a_roll_with_a_long_remark_is_made_again(table: Table, bot: Program) -> None:
    remark = "x" * 392
    await table.channel_user.slash("roll", pool1=f"d20,d6 #{remark}")
    history_page = (await table.channel_user.slash("history")).reply
    (menu,) = history_page.json["components"][0]["components"]
    chosen = await table.alice.choose(history_page, menu["options"][0]["value"])

    again = await table.alice.press(chosen.reply, "Roll Again")

    assert f"\n> {remark}\n" in again.reply.text
    assert notations(again.reply) == ["1d20", "1d6"]


async def test_filters_find_matching_rolls(table: Table, bot: Program) -> None:
    await table.channel_user.slash("roll", pool1="Stealth: 1d20")
    await table.bob.in_(table.channel).slash("roll", pool1="Stealth: 1d12")
    await table.channel_user.slash("roll", pool1="2d6")

    own = await table.channel_user.slash("history", text="stealth", since="24")
    here = await table.channel_user.slash("history", whose="channel", text="stealth")
    bobs = await table.channel_user.slash("history", player=table.bob)
    nothing = await table.channel_user.slash("history", text="attack")

    assert notations(own.reply) == ["Stealth: 1d20"]
    assert notations(here.reply) == ["Stealth: 1d12", "Stealth: 1d20"]
    assert f"<@{table.bob.id}>" in here.reply.text
    assert notations(bobs.reply) == ["Stealth: 1d12"]
    assert "No rolls are on record here." in nothing.reply.text


async def test_a_secret_roll_is_hidden_from_other_users(table: Table, bot: Program) -> None:
    await table.channel_user.slash("roll", pool1="1d100 # poison", secret=True)
    assert table.channel.guild is not None
    table.bob.set_permissions(table.channel.guild, MANAGE_SERVER)
    bob = table.bob.in_(table.channel)

    here = await bob.slash("history", whose="channel")
    server = await bob.slash("history", whose="server")
    own = await table.channel_user.slash("history")

    assert notations(here.reply) == notations(server.reply) == []
    assert notations(own.reply) == ["1d100"]
    assert "(secret)" in own.reply.text


async def test_guild_managers_see_the_whole_guild(table: Table, bot: Program) -> None:
    guild = table.channel.guild
    assert guild is not None
    await table.alice.in_(guild.channel("cellar")).slash("roll", pool1="1d6")

    refused = await table.bob.in_(table.channel).slash("history", whose="server")
    table.bob.set_permissions(guild, MANAGE_SERVER)
    conversation = await table.bob.in_(table.channel).slash("history", whose="server")

    assert "You need the Manage Server permission" in refused.reply.text
    assert notations(conversation.reply) == ["1d6"]


async def test_in_direct_messages_there_is_no_server_to_show(table: Table, bot: Program) -> None:
    refused = await table.alice.in_direct().slash("history", whose="server")

    assert "There is no server here to show rolls of." in refused.reply.text
    assert "Manage Server" not in refused.reply.text


async def test_the_shown_history_is_saved_as_a_file(table: Table, bot: Program) -> None:
    await table.channel_user.slash("roll", pool1="1d20, 2d6 # =danger()")
    await table.channel_user.slash("roll", pool1="4d6kh3", add_plot=True)
    page = await table.channel_user.slash("history")

    sheet = await table.alice.press(page.reply, "Save as CSV")
    lines = await table.alice.press(page.reply, "Save as JSON")

    assert sheet.ephemeral
    assert "2 rolls" in sheet.reply.text
    ((name, content),) = sheet.reply.files.items()
    rows = list(csv.DictReader(StringIO(content.decode())))
    assert name == "nazh-history.csv"
    assert [row["notation"] for row in rows] == ["4d6kh3, dp", "1d20, 2d6"]
    assert rows[1]["comment"] == "'=danger()"
    ((name, content),) = lines.reply.files.items()
    records = [json.loads(line) for line in content.splitlines()]
    assert name == "nazh-history.jsonl"
    assert [record["notation"] for record in records] == ["4d6kh3, dp", "1d20, 2d6"]
    assert records[1]["player"] == str(table.alice.id)
    assert records[1]["comment"] == "=danger()"


async def test_a_plot_die_that_was_added_belongs_to_its_roll(table: Table, bot: Program) -> None:
    rolled = await table.channel_user.slash("roll", pool1="1d20")
    await table.alice.press(rolled.reply, "Add Plot Die")

    page = await table.channel_user.slash("history")

    assert notations(page.reply) == ["1d20, dp"]
