"""Tests that members see on Discord whether game servers answer, and who plays."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from localcord import Person
from ops.ports import free_port
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.test_game_servers import SECRET, add, ark, console, keep, manager, run, text_of
from tests.game_servers import PASSWORD, openttd, openttd_player

pytestmark = pytest.mark.slow

PATIENCE = 60.0
STAMP = re.compile(r"<t:\d+:R>")


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_members_with_a_role_see_who_plays_and_what_is_down(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    guild = table.channel.guild
    assert guild is not None
    viewers, carol, alice = guild.role("Viewers"), manager(table, "Carol"), table.alice
    async with create_database(tmp_path) as address, ark() as port:
        async with keep(table, tmp_path, address):
            none_yet = text_of((await run(table, carol, "server status")).reply)
            await add(table, carol, "ark_asa", "Island", port, SECRET)
            await add(table, carol, "ark_asa", "Center", free_port(), SECRET)
            unseen = text_of((await run(table, alice, "server status")).reply)
            denied = text_of((await run(table, alice, "server status", server="Island")).reply)
            await run(table, carol, "server access", role=viewers, level="viewer")
            table.alice.set_roles(guild, viewers)
            status = text_of((await run(table, alice, "server status")).reply)
            players = text_of((await run(table, alice, "server players", server="island")).reply)
            for _ in range(3):
                await console(table.channel_user, "Center", "ListPlayers")
            circuit = ""
            async with asyncio.timeout(PATIENCE):
                while "tried again" not in circuit:
                    conversation = await run(table, alice, "server status", server="Center")
                    circuit = text_of(conversation.reply)
                    await asyncio.sleep(0.5)
            forbidden = text_of((await run(table, alice, "server list")).reply)
        async with keep(table, tmp_path, address):
            after = text_of((await run(table, alice, "server status")).reply)

    assert none_yet.startswith("## No game servers yet\nAdd one with `/server add`.")
    assert "give you access with `/server access`" in unseen
    assert denied.startswith("There is no game server with this name that you can use.")
    assert STAMP.sub("…", status).splitlines() == [
        "## 3 players online",
        "**1 of 2 doesn't answer**",
        "✗ **Center** · does not answer",
        "-# The game server can't be reached · has never answered",
        "✓ **Island** · 3 players",
        "-# Pebble, River Fern, Ольха · went up …",
    ]
    assert players == "## 3 players on Island\nPebble\nRiver Fern\nОльха"
    assert "It will be tried again in " in circuit
    assert forbidden.startswith("You need the Manage Server permission")
    assert STAMP.findall(after) == STAMP.findall(status)


async def test_players_of_a_real_game_are_shown_and_its_end_is_reported(
    table: Table, tmp_path: Path
) -> None:
    carol, port = manager(table, "Carol"), free_port()
    (tmp_path / "game").mkdir()
    async with keep(table, tmp_path):
        with openttd(tmp_path / "game", port=port) as admin_port:
            await add(table, carol, "openttd", "Trains", admin_port, PASSWORD)
            empty = text_of((await run(table, carol, "server players")).reply)
            players_text = empty
            # On a busy machine the game may drop a player who takes too long to join.
            for turn in range(4):
                with openttd_player(tmp_path / f"player {turn}", port, "Pebble *"):
                    players_text = await players_of(table, carol)
                if "Pebble" in players_text:
                    break
        async with asyncio.timeout(PATIENCE):
            gone = ""
            while "does not answer" not in gone:
                gone = text_of((await run(table, carol, "server status")).reply)
                await asyncio.sleep(0.5)

    assert empty == "## 0 players on Trains"
    assert players_text == "## 1 player on Trains\nPebble"
    assert "✗ **Trains** · does not answer\n" in gone
    assert "last answer <t:" in gone


async def players_of(table: Table, person: Person) -> str:
    """Return who plays, as soon as somebody does, or after half a minute."""
    players_text = ""
    for _ in range(30):
        players_text = text_of((await run(table, person, "server players")).reply)
        if "## 0 players" not in players_text:
            break
        await asyncio.sleep(1)
    return players_text
