"""Tests saved rolls and characters with the real program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from localcord import Message
from tests.e2e.conftest import Table
from tests.e2e.program import Program, run_bot

MANAGE_SERVER = 1 << 5


def notations(message: Message) -> list[str]:
    return re.findall("`(.*?)`", message.text)


async def test_a_roll_is_saved_rolled_shared_kept_and_forgotten(table: Table, bot: Program) -> None:
    bob = table.bob.in_(table.channel)

    saved = await table.channel_user.slash(
        "save", name="Attack", notation="1d20 + {bonus=5} + {extra}"
    )
    assert saved.ephemeral
    assert "`$attack(bonus=5, extra)`" in saved.reply.text
    rolled = await table.channel_user.slash("roll", pool1="$attack(3, 1d4), 2d6")
    assert notations(rolled.reply) == ["Attack: 1d20+3+1d4", "2d6"]

    for command, option in (("roll", "pool1"), ("build", "pools"), ("odds", "notation")):
        typing = await table.channel_user.complete(command, option, "1d6, $at")
        assert typing.choices[0]["value"] == "1d6, $attack"
        assert "1d20 + {bonus=5}" in typing.choices[0]["name"]

    shared = await table.alice.press(saved.reply, "Share")
    assert not shared.ephemeral
    assert f"<@{table.alice.id}> shares a saved roll." in shared.reply.text
    conversation = await table.bob.press(shared.reply, "Save this too")
    assert "`$attack`" in conversation.reply.text
    again = await bob.slash("roll", pool1="$attack(extra=2)")
    assert notations(again.reply) == ["Attack: 1d20+5+2"]

    forgotten = await table.channel_user.slash("forget", name="attack")
    assert "Forgot " in forgotten.reply.text
    gone = await table.channel_user.slash("forget", name="attack")
    assert "/saved and /character list show what you have." in gone.reply.text
    refused = await table.channel_user.slash("roll", pool1="1d6+$attack(1)")
    assert "You don't have a saved roll called $attack." in refused.reply.text
    assert "1d6+$attack(1)\n    ^" in refused.reply.text


async def test_a_button_opens_a_form_for_required_parameters(table: Table, bot: Program) -> None:
    saved = await table.channel_user.slash("save", name="fire", notation="{dice}d6 + {more=1}")

    form = (await table.alice.press(saved.reply, "Roll it")).modal
    rolled = await table.alice.submit(form, {"dice": "8"})

    assert notations(rolled.reply) == ["Fire: 8d6+1"]
    assert not rolled.ephemeral
    plotted = await table.alice.press(rolled.reply, "Add Plot Die")
    assert notations(plotted.updated) == ["Fire: 8d6+1", "dp"]


async def test_a_shared_roll_uses_the_numbers_of_the_user_who_rolls_it(
    table: Table, bot: Program
) -> None:
    bob = table.bob.in_(table.channel)
    await table.channel_user.slash("save", name="edge", notation="1d4")
    saved = await table.channel_user.slash("save", name="hit", notation="1d20+@luck+$edge")
    shared = (await table.alice.press(saved.reply, "Share")).reply
    await bob.slash("save", name="@luck", notation="7")

    rolled = await table.bob.press(shared, "Roll it")
    conversation = await table.bob.press(shared, "Save this too")

    assert notations(rolled.reply) == ["Hit: 1d20+7+1d4"]
    assert notations(conversation.reply) == ["$hit", "$edge"]


async def test_the_list_shows_uses_and_forgets(table: Table, bot: Program) -> None:
    for number in range(12):
        await table.channel_user.slash("save", name=f"r_{number:02}", notation=f"{number + 1}d6")

    listed = (await table.channel_user.slash("saved")).reply
    assert len(listed.text.splitlines()) >= 10
    await table.alice.press(listed, "Next")
    await table.alice.choose(listed, "$r_11")
    assert "`12d6`" in listed.text
    rolled = await table.alice.press(listed, "Roll it")
    assert notations(rolled.reply) == ["R 11: 12d6"]
    await table.alice.press(listed, "Forget")
    assert "Forgot `$r_11`" in listed.text.replace("\\", "")
    conversation = await table.channel_user.slash("saved", name="r_11")
    assert "have a saved roll called" in conversation.reply.text


async def test_only_game_masters_save_for_the_server(table: Table, bot: Program) -> None:
    assert table.channel.guild is not None
    refused = await table.channel_user.slash("save", name="check", notation="1d20", scope="server")
    assert "Only a game master" in refused.reply.text
    table.alice.set_permissions(table.channel.guild, MANAGE_SERVER)

    await table.channel_user.slash("save", name="check", notation="1d20 + @luck", scope="server")
    bob = table.bob.in_(table.channel)
    await bob.slash("character new", name="Shallan")
    await bob.slash("character set", number="luck", value=-2)
    rolled = await bob.slash("roll", pool1="$check")

    assert notations(rolled.reply) == ["Check: 1d20-2"]


async def test_characters_are_switched(table: Table, bot: Program) -> None:
    for name, athletics in (("Kaladin", 5), ("Old Jeskai", 1)):
        await table.channel_user.slash("character new", name=name)
        await table.channel_user.slash("character set", number="athletics", value=athletics)

    typing = await table.channel_user.complete("character switch", "name", "kal")
    assert [choice["value"] for choice in typing.choices] == ["Kaladin"]
    await table.channel_user.slash("character switch", name="Kaladin")
    rolled = await table.channel_user.slash("roll", pool1="1d20+@athletics")
    listed = await table.channel_user.slash("character list")

    assert notations(rolled.reply) == ["1d20+5"]
    assert rolled.reply.embeds[0]["author"]["name"] == "Kaladin · Alice"
    assert "**Kaladin** (played here)" in listed.reply.text
    forgotten = await table.channel_user.slash("character forget", name="kaladin")
    assert "and all their numbers." in forgotten.reply.text


async def test_the_played_character_is_shown_above_a_roll(table: Table, bot: Program) -> None:
    await table.channel_user.slash("character new", name="Shallan")
    secret = (await table.channel_user.slash("roll", pool1="1d20", secret=True)).reply

    await table.alice.press(secret, "Add Plot Die")
    public = await (await table.alice.press(secret, "Reveal")).follow_up()

    for message in (secret, public):
        assert [embed["author"]["name"] for embed in message.embeds] == ["Shallan · Alice"]


async def test_a_roll_of_another_tool_is_translated_with_an_explanation(
    table: Table, bot: Program
) -> None:
    saved = await table.channel_user.slash(
        "save", name="hit", notation="/r 3d6!>4+?{Bonus|2}", **{"from": "roll20"}
    )

    text = saved.reply.text
    assert "`3d6!>=4+{bonus=2}`" in text
    assert "`!>4` became `!>=4`" in text
    assert "Changed from Roll20 notation:" in text


@pytest.mark.parametrize("forged", ["nz1:drop:mine:$a", "nz1:use:1d6", "nz1:shelf:x", "nz1:keep"])
async def test_a_forged_button_does_nothing(table: Table, bot: Program, forged: str) -> None:
    listed = (await table.channel_user.slash("saved")).reply

    pressed = await table.alice.press(listed, forge=forged)

    assert pressed.ephemeral
    assert "`" not in pressed.reply.text


async def test_saved_rolls_survive_a_restart(table: Table, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'rolls.sqlite3'}"
    first = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=database)
    try:
        await table.channel_user.slash("save", name="attack", notation="1d20 + {bonus=5}")
        await table.channel_user.slash("character new", name="Kaladin", everywhere=True)
        await table.channel_user.slash("character set", number="athletics", value=5)
        await first.stop()
    finally:
        first.kill()
    second = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=database)
    try:
        rolled = await table.channel_user.slash(
            "roll", pool1="$attack(@athletics), 1d20+@athletics"
        )
        await second.stop()
    finally:
        second.kill()

    assert notations(rolled.reply) == ["Attack: 1d20+5", "1d20+5"]
