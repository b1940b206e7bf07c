"""Tests that a manager is led from a wrong password to roles and chat, over a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.ports import free_port
from tests.e2e.conftest import Table
from tests.e2e.test_game_servers import (
    CHANGE,
    MANAGER,
    PLAYER,
    SECRET,
    WRONG,
    add,
    ark,
    console,
    keep,
    manager,
    run,
    text_of,
)

SETUP, SKIP = "Next: who may use it", "Skip"


async def test_a_manager_is_led_through_the_set_up(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    guild = table.channel.guild
    assert guild is not None
    moderators, chat = guild.role("Moderators"), guild.channel("chat")
    async with ark() as port:
        async with keep(table, tmp_path):
            failed = await add(table, carol, "ark_asa", "Island", port, WRONG)
            failure = text_of(failed)
            modal = (await carol.press(failed, CHANGE)).modal
            works = (await carol.submit(modal, {"password": SECRET})).reply
            who = text_of((await carol.press(works, SETUP)).updated)
        async with keep(table, tmp_path):
            level = text_of((await carol.choose(works, moderators)).updated)
            where = text_of((await carol.choose(works, "moderator")).updated)
            linked = text_of((await carol.choose(works, chat)).reply)
            final_text = text_of((await carol.press(works, SKIP)).updated)
            table.alice.set_roles(guild, moderators)
            players = text_of((await console(table.channel_user, "Island", "ListPlayers")).reply)
            bridges = text_of((await run(table, carol, "bridge status")).reply)

    assert "✗ Password: failed" in failure
    assert who.startswith("## Who may use the console of Island?")
    assert level == f"## What may <@&{moderators.id}> do on Island?"
    assert where.startswith(f"<@&{moderators.id}> is now **moderator** on Island.\n## Where should")
    assert linked.startswith("## Island is set up\n")
    assert f"The chat of **Island** appears in <#{chat.id}> from now on.\n" in linked
    assert final_text.startswith("## Island is set up")
    assert "0. Pebble" in players
    assert f"✓ **Island** in <#{chat.id}>" in bridges


async def test_every_step_can_be_skipped_and_needs_a_manager(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    guild = table.channel.guild
    assert guild is not None
    async with ark() as port, keep(table, tmp_path):
        works = await add(table, carol, "ark_asa", "Island", port, SECRET)
        await carol.press(works, SETUP)
        carol.set_permissions(guild, PLAYER)
        refused = (await carol.press(works, SKIP)).reply
        carol.set_permissions(guild, MANAGER)
        await carol.press(works, SKIP)
        final_text = text_of((await carol.press(works, SKIP)).updated)
        listed = text_of((await run(table, carol, "server list")).reply)

    assert "You need the Manage Server permission" in refused.text
    assert final_text.startswith("## Island is set up")
    assert "No role has access" in listed


@pytest.mark.parametrize("command", ["password", "edit"])
async def test_a_password_that_the_game_accepts_only_now_is_tried_once_it_is_entered_again(
    table: Table, tmp_path: Path, command: str
) -> None:
    carol, port = manager(table, "Carol"), free_port()
    async with keep(table, tmp_path):
        async with ark(WRONG, port):
            rejected = text_of(await add(table, carol, "ark_asa", "Island", port, SECRET))
        async with ark(SECRET, port):
            again = text_of((await run(table, carol, "server test", server="Island")).reply)
            modal = (await run(table, carol, f"server {command}", server="Island")).modal
            entered = (await carol.submit(modal, {"password": SECRET})).reply
            if command == "password":
                entered = (await carol.press(entered, "Test")).reply

    assert "✗ Password: failed" in rejected
    assert "isn't tried again for 10 minutes" in again
    assert text_of(entered).startswith("## Island answers")
