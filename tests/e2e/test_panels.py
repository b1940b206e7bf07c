"""Tests panels with the real program: posted, tapped, edited, removed, and after a restart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from localcord import Message
from localcord.users.conversations import Conversation
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import TIMEOUT, Program, run_bot

MANAGE_MESSAGES = 1 << 13
MANAGE_SERVER = 1 << 5


def buttons(message: Message) -> list[str]:
    return [part["label"] for row in message.json["components"] for part in row["components"]]


def notations(message: Message) -> list[str]:
    return re.findall("`(.*?)`", message.json["embeds"][0]["description"])


async def posted(table: Table, **options: str) -> Message:
    """Return the panel that Alice has made with one command and one tap."""
    preview = await table.channel_user.slash("panel", **options)
    assert preview.ephemeral
    post = await table.alice.press(preview.reply, "Post")
    return await post.follow_up()


async def edited(table: Table, panel: Message, rolls: str, **more: str) -> Conversation:
    form = (await table.alice.press(panel, "Edit Panel")).modal
    return await table.alice.submit(form, {"rolls": rolls, **more})


async def test_a_panel_is_made_with_one_command_and_one_tap(table: Table, bot: Program) -> None:
    panel = await posted(table, rolls="Attack=1d20+5, Damage=2d6+3, 4d6kh3", title="Goblin ambush")

    assert buttons(panel) == ["Attack", "Damage", "4d6kh3", "Edit Panel"]
    assert notations(panel) == ["1d20+5", "2d6+3", "4d6kh3"]
    assert panel.json["embeds"][0]["title"] == "Goblin ambush"
    rolled = await table.bob.press(panel, "Attack")
    assert not rolled.ephemeral
    assert notations(rolled.reply) == ["Attack: 1d20+5"]


async def test_a_tap_rolls_once_and_names_the_user(table: Table, bot: Program) -> None:
    panel = await posted(table, rolls="1d20; 2d6")

    first = await table.bob.press(panel, "1d20")
    second = await table.bob.press(panel, "1d20")
    other = await table.bob.press(panel, "2d6")

    assert first.reply.json["interaction_metadata"]["user"]["id"] == str(table.bob.id)
    assert first.reply.json["embeds"][0]["author"]["name"] == "Bob"
    assert second.original is panel  # the second tap within the window rolls nothing
    assert notations(other.reply) == ["2d6"]
    plotted = await table.bob.press(other.reply, "Add Plot Die")
    assert notations(plotted.updated) == ["2d6", "dp"]


async def test_twenty_buttons_with_the_longest_lines_fit(table: Table, bot: Program) -> None:
    rolls = "\n".join(f"{number:02}{'-' * 35} = 1d20 # {'w' * 40}" for number in range(20))
    panel = await posted(table, rolls=rolls)
    assert [len(row["components"]) for row in panel.json["components"]] == [5, 5, 5, 5, 1]

    rolled = await table.bob.press(panel, f"19{'-' * 35}")
    assert "w" * 40 in rolled.reply.text
    refused = await table.channel_user.slash("panel", rolls=",".join(["1d20"] * 21))

    assert "A panel has at most 20 buttons; you gave 21." in refused.reply.text


async def test_mistakes_are_shown_and_the_text_is_kept(table: Table, bot: Program) -> None:
    refused = await table.channel_user.slash("panel", rolls="Attack=1d20+5, Damge=2d6+", title="A")

    assert refused.ephemeral
    assert "**Button 2:**" in refused.reply.text
    assert buttons(refused.reply) == ["Edit Panel"]
    form = (await table.alice.press(refused.reply, "Edit Panel")).modal
    values = {field.custom_id: field.value for field in form.inputs}
    assert values == {"title": "A", "rolls": "Attack=1d20+5\nDamge=2d6+"}
    corrected = await table.alice.submit(form, {"rolls": "Attack=1d20+5\nDamage=2d6+3"})
    post = await table.alice.press(corrected.updated, "Post")
    assert buttons(await post.follow_up()) == ["Attack", "Damage", "Edit Panel"]


async def test_game_systems_and_habits_of_other_bots_are_on_buttons(
    table: Table, bot: Program
) -> None:
    panel = await posted(table, rolls="Hunt=5cod8, 1d20+5 adv, 2d6@Damage")

    rolled = [await table.bob.press(panel, label) for label in buttons(panel)[:-1]]

    assert buttons(panel) == ["Hunt", "1d20+5 adv", "Damage", "Edit Panel"]
    assert [notations(conversation.reply) for conversation in rolled] == [
        ["Hunt: 5d10>=8!>=8"],
        ["a1d20+5"],
        ["Damage: 2d6"],
    ]


async def test_without_options_a_modal_opens(table: Table, bot: Program) -> None:
    form = (await table.channel_user.slash("panel")).modal
    preview = await table.alice.submit(form, {"rolls": "Both = a1d20+5, 2d6\n\n4d6kh3\n"})

    assert preview.ephemeral
    assert buttons(preview.reply) == ["Both", "4d6kh3", "Post", "Edit Panel"]
    post = await table.alice.press(preview.reply, "Post")
    rolled = await table.bob.press(await post.follow_up(), "Both")
    assert notations(rolled.reply) == ["Both: a1d20+5", "2d6"]


async def test_saved_rolls_stay_and_numbers_are_the_tapping_users(
    table: Table, bot: Program
) -> None:
    bob = table.bob.in_(table.channel)
    await table.channel_user.slash("save", name="hit", notation="1d20 + {bonus=5} + @str")
    panel = await posted(table, rolls="Hit=$hit(7), 1d20+@str")
    await table.channel_user.slash("forget", name="hit")

    unknown = await table.bob.press(panel, "1d20+@str")
    assert unknown.ephemeral
    assert "@str" in unknown.reply.text
    await bob.slash("save", name="@str", notation="3")
    rolled = await table.bob.press(panel, "Hit")

    assert notations(rolled.reply) == ["Hit: 1d20+7+3"]


async def test_author_and_game_masters_edit_others_do_not(table: Table, bot: Program) -> None:
    assert table.channel.guild is not None
    panel = await posted(table, rolls="1d20", title="Old")
    refused = await table.bob.press(panel, "Edit Panel")
    assert refused.ephemeral
    assert "Only the author of this panel and game masters can edit it." in refused.reply.text

    await edited(table, panel, "Save = 1d20 vs 15\n2d6", title="New")
    assert buttons(panel) == ["Save", "2d6", "Edit Panel"]
    table.bob.set_permissions(table.channel.guild, MANAGE_MESSAGES)
    form = (await table.bob.press(panel, "Edit Panel")).modal
    await table.bob.submit(form, {"rolls": "3d6"})
    table.bob.set_permissions(table.channel.guild, 0)
    late = await table.bob.submit(form, {"rolls": "1d4"})

    assert late.ephemeral
    assert buttons(panel) == ["3d6", "Edit Panel"]
    assert panel.json["embeds"][0]["title"] == "New"
    rolled = await table.bob.press(panel, "3d6")
    assert notations(rolled.reply) == ["3d6"]


async def test_a_refused_edit_changes_nothing_and_returns_the_text(
    table: Table, bot: Program
) -> None:
    panel = await posted(table, rolls="1d20")

    refused = await edited(table, panel, "1d20\n2d6+")

    assert refused.ephemeral
    assert "The panel wasn't changed." in refused.reply.text
    assert refused.reply.json["embeds"][0]["description"] == "```\n1d20\n2d6+\n```"
    assert buttons(panel) == ["1d20", "Edit Panel"]


async def test_an_empty_edit_removes_the_panel(table: Table, bot: Program) -> None:
    panel = await posted(table, rolls="1d20")

    removed = await edited(table, panel, "  ")

    assert await removed.until(lambda: panel.deleted, TIMEOUT)


async def test_a_forged_press_makes_no_panel_of_another_message(table: Table, bot: Program) -> None:
    rolled = await table.channel_user.slash("roll", pool1="1d20")

    for action in ("panel:0", "panel_edit", "panel_post"):
        forged = await table.alice.press(rolled.reply, forge=f"nz2:dice.{action}")
        assert "This button doesn't belong to this message" in forged.reply.text
    panel = await posted(table, rolls="1d20")
    for action in ("panel:1", "panel:x", "panel_post"):
        forged = await table.alice.press(panel, forge=f"nz2:dice.{action}")
        assert "This button doesn't belong to this message" in forged.reply.text


async def test_two_taps_on_post_are_one_panel(table: Table, bot: Program) -> None:
    preview = await table.channel_user.slash("panel", rolls="1d20")

    taps = [table.alice.start_press(preview.reply, "Post") for _ in range(2)]
    for tap in taps:
        await tap.answered()

    assert await taps[0].until(lambda: any(tap.follow_ups for tap in taps), TIMEOUT)
    await bot.stop()
    assert sum(len(tap.follow_ups) for tap in taps) == 1


async def test_a_deleted_panel_is_removed_again_without_harm(table: Table, bot: Program) -> None:
    panel = await posted(table, rolls="1d20")
    table.discord.faults.error("DELETE", "/webhooks/*", status=404)

    removed = await edited(table, panel, "")

    assert buttons(removed.updated) == []
    assert panel.json["content"] == "This panel was removed."


async def test_a_panel_in_direct_messages_is_its_authors(table: Table, bot: Program) -> None:
    preview = await table.alice.in_(table.alice.direct).slash("panel", rolls="1d20; 2d6")
    post = await table.alice.press(preview.reply, "Post")
    panel = await post.follow_up()

    rolled = await table.alice.press(panel, "2d6")
    await edited(table, panel, "3d6")

    assert notations(rolled.reply) == ["2d6"]
    assert buttons(panel) == ["3d6", "Edit Panel"]


async def test_taps_follow_the_rules_and_edits_the_language_that_the_server_has_now(
    table: Table, bot: Program
) -> None:
    assert table.channel.guild is not None
    table.bob.set_permissions(table.channel.guild, MANAGE_SERVER)
    panel = await posted(table, rolls="1d1-5; 2d6")
    before = await table.alice.press(panel, "1d1-5")
    assert "-4" not in before.reply.text

    settings = (await table.bob.in_(table.channel).slash("settings")).reply
    for setting, value in (("ruleset", "cosmere"), ("language", "Deutsch")):
        await table.bob.choose(settings, setting, menu="nz2:guilds.setting")
        await table.bob.choose(settings, value, menu=f"nz2:guilds.choice:{setting}")
    after = await table.bob.press(panel, "1d1-5")
    await edited(table, panel, "2d6")

    assert "-4" in after.reply.text
    assert buttons(panel) == ["2d6", "Tafel ändern"]
    assert panel.json["embeds"][0]["title"] == "Zum Würfeln einen Knopf antippen"


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_a_panel_outlives_the_program(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    async with create_database(tmp_path) as address:
        first = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        try:
            panel = await posted(table, rolls="Attack=1d20+5, 2d6")
            await first.stop()
        finally:
            first.kill()

        second = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
        try:
            rolled = await table.bob.press(panel, "Attack")
            assert notations(rolled.reply) == ["Attack: 1d20+5"]
            await edited(table, panel, "3d6")
            assert buttons(panel) == ["3d6", "Edit Panel"]
            listed = await table.bob.in_(table.channel).slash("history")
            assert "Attack: 1d20+5" in listed.reply.text
            await edited(table, panel, "")
            await second.stop()
            assert panel.deleted
        finally:
            second.kill()
