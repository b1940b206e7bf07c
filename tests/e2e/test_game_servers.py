"""Tests that a community adds a game server on Discord and runs commands in its console."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from localcord import ChannelUser, Conversation, Message, Person
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.domain.keep.consoles.passwords import Password
from ops.ports import free_port
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.forked_programs import PREFIX
from tests.e2e.program import Program, environment, run_bot, run_to_its_end
from tests.e2e.test_settings import choose
from tests.game_servers import HOST, PASSWORD, openttd

PLAYER = 0x8000_0000 | 0xC00
MANAGER = PLAYER | 1 << 5
SECRET = "correct horse battery"
LOOPBACK = {"NAZH_CONTEXTS": "keep", "NAZH_KEEP_NETWORKS": "127.0.0.0/8"}
WRONG = "wrong horse"
REFUSED = 'nazh_interactions_refused_total{{code="{}",command="keep.{}",context="keep"}}'
CHANGE = "Change address or password"


@asynccontextmanager
async def ark(password: str = SECRET, port: int = 0) -> AsyncIterator[int]:
    server = SimulatedArk(Password(password))
    port = await server.start(HOST, port)
    try:
        yield port
    finally:
        await server.stop()


@asynccontextmanager
async def keep(table: Table, folder: Path, address: str | None = None) -> AsyncIterator[Program]:
    """Run a bot, which prints no password."""
    address = address or f"sqlite:///{folder / 'nazh.sqlite3'}"
    bot = await run_bot(table.discord, folder, NAZH_DATABASE_URL=address, **LOOPBACK)
    try:
        yield bot
        ended = await bot.stop()
        assert ended.status == 0
        assert not any(secret in ended.output + ended.errors for secret in (SECRET, WRONG))
    finally:
        bot.kill()


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_a_community_runs_its_server_from_discord(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    guild = table.channel.guild
    assert guild is not None
    moderators = guild.role("Moderators")
    carol, alice = manager(table, "Carol"), table.channel_user
    async with create_database(tmp_path) as address, ark() as port, keep(table, tmp_path, address):
        added = await add(table, carol, "ark_asa", "Island 1", port, SECRET)
        tested = (await carol.press(added, "Test again")).reply
        listed = (await run(table, carol, "server list")).reply
        denied = (await console(alice, "Island 1", "listplayers")).reply
        unseen = (await alice.complete("console run", "server", "")).choices
        granted = await run(table, carol, "server access", role=moderators, level="moderator")
        table.alice.set_roles(guild, moderators)
        alice = table.channel_user
        offered = (await alice.complete("console run", "server", "isl")).choices
        players = (await console(alice, "island 1", "ListPlayers")).reply
        reply = (await console(alice, "Island 1", "ServerChat Hi ```@everyone")).reply
        above = (await console(alice, "Island 1", "SaveWorld")).reply
        chained = (await console(alice, "Island 1", "ListPlayers | DoExit")).reply
        long = (await console(carol.in_(table.channel), "Island 1", "GetGameLog")).reply
        modal = (await console(carol.in_(table.channel), "Island 1", "DestroyWildDinos")).modal
        destroyed = (await carol.submit(modal)).reply
        log = (await run(table, carol, "console log")).reply
        privacy = (await alice.slash("privacy")).reply
        exported = await own_data(table.alice, privacy)
        asked_again = (await run(table, carol, "server remove", server="Island 1")).reply
        removed = (await carol.press(asked_again, "Remove")).updated
        empty = (await run(table, carol, "server list")).reply
        changed = text_of((await run(table, carol, "server log")).reply)

    assert [line for line in changed.splitlines() if not line.startswith("-# ")] == [
        "Latest changes",
        f"Removed **Island 1**, `{HOST}:{port}`",
        f"Granted access on **all game servers**: <@&{moderators.id}> moderator",
        f"Added **Island 1**, `{HOST}:{port}`",
    ]
    assert f"-# <@{carol.id}>, <t:" in changed
    assert text_of(added).startswith(f"{text_of(tested)}\n\nOnly people with the Manage Server")
    assert text_of(tested) == (
        "## Island 1 answers\n✓ Address: fine\n✓ Connection: fine\n✓ Password: fine\n"
        "✓ Command: fine"
    )
    assert text_of(listed).startswith("1 game server\n**Island 1** · ARK: Survival Ascended")
    assert "Your roles don't allow the command listplayers on Island 1." in text_of(denied)
    assert (unseen, [choice["value"] for choice in offered]) == ([], ["Island 1"])
    assert f"<@&{moderators.id}> is now **moderator** on all game servers." == text_of(
        granted.reply
    )
    assert "\n> ListPlayers\n0. Pebble, " in text_of(players)
    assert text_of(reply).endswith("The game ran it and sent no reply.")
    assert text_of(reply).count("```") == 2
    assert "Your roles don't allow the command saveworld" in text_of(above)
    assert "\\| separates commands" in text_of(chained)
    assert str(long.embeds[0]["title"]).endswith(" ms - Page 1/4")
    assert (text_of(long).count("\n") > 80, len(long.buttons), long.files) == (True, 2, {})
    assert modal.title == "Run on Island 1?"
    assert modal.input("command").value == "DestroyWildDinos"
    assert "> DestroyWildDinos" in text_of(destroyed)
    assert text_of(log).splitlines()[1::2] == [
        "`DestroyWildDinos` · done",
        "`GetGameLog` · done",
        "`ServerChat Hi '''@everyone` · done",
        "`ListPlayers` · done",
    ]
    assert [line["command"] for line in exported] == ["ServerChat Hi ```@everyone", "ListPlayers"]
    assert "**Game servers**: the commands that you ran" in text_of(privacy)
    assert text_of(removed) == "## Island 1 is removed"
    assert text_of(empty).startswith("## No game servers yet")
    everything = [text_of(message) for message in (added, tested, listed, players, log, removed)]
    assert SECRET not in "\n".join(everything)


async def test_a_test_shows_which_step_failed(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    async with ark() as port, keep(table, tmp_path):
        steps = {}
        for name, host, chosen, password in (
            ("Nowhere", "no-such-host.invalid", port, SECRET),
            ("Private", "10.1.2.3", port, SECRET),
            ("Closed", HOST, free_port(), SECRET),
            ("Locked", HOST, port, WRONG),
        ):
            await add(table, carol, "ark_asa", name, chosen, password, host=host)
            steps[name] = (await run(table, carol, "server test", server=name)).reply
        modal = (await carol.press(steps["Locked"], CHANGE)).modal
        mended = (await carol.submit(modal, {"password": SECRET})).reply

    assert text_of(steps["Nowhere"]).startswith("## Nowhere can't be used\n✗ Address: failed\n")
    assert "There is no host with this name." in text_of(steps["Nowhere"])
    assert "✗ Address: failed\n– Connection: not tried" in text_of(steps["Private"])
    assert "The bot is not allowed to connect to this address." in text_of(steps["Private"])
    assert "✓ Address: fine\n✗ Connection: failed\n– Password" in text_of(steps["Closed"])
    assert "✓ Connection: fine\n✗ Password: failed\n– Command" in text_of(steps["Locked"])
    assert [modal.input(name).value for name in ("name", "host", "port", "password")] == [
        *("Locked", HOST, str(port)),
        "",
    ]
    assert text_of(mended).startswith("## Locked answers")


async def test_a_server_is_edited_and_its_password_goes_to_no_other_address(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with ark() as port, ark() as other, keep(table, tmp_path) as bot:
        await add(table, carol, "ark_asa", "Island 1", port, SECRET)
        await add(table, carol, "ark_asa", "Center", port, SECRET)
        modal = (await run(table, carol, "server edit", server="Island 1")).modal
        refusal = (await carol.submit(modal, {"name": "center"})).reply
        reopened = (await carol.press(refusal, "Open the form again")).modal
        moved = (await carol.submit(modal, {"port": str(other)})).reply
        unmoved = (await run(table, carol, "server list")).reply
        renamed = (await carol.submit(modal, {"name": "Aberration"})).reply
        modal = (await run(table, carol, "server edit", server="Aberration")).modal
        again = (await carol.submit(modal, {"port": str(other), "password": SECRET})).reply
        listed = (await run(table, carol, "server list")).reply
        metrics = await bot.metrics()

    assert "There is already a game server with this name." in text_of(refusal)
    for code in ("game_server_name_taken", "password_needed"):
        assert metrics[REFUSED.format(code, "edit")] == 1
    assert [reopened.input(name).value for name in ("name", "host", "port", "password")] == [
        *("center", HOST, str(port), ""),
    ]
    assert "To change the address or the port, enter the password as well." in text_of(moved)
    assert f"{HOST}:{other}" not in text_of(unmoved)
    assert text_of(renamed).startswith("## Aberration answers")
    assert text_of(again).startswith("## Aberration answers")
    assert f"**Aberration** · ARK: Survival Ascended\n-# `{HOST}:{other}`" in text_of(listed)


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        ({"name": "**Island**"}, "invalid_game_server_name", "must have 1 to 32 characters"),
        ({"name": "island  1"}, "game_server_name_taken", "a game server with this name."),
        ({"host": "play.example.org:27020"}, "invalid_host", "must be a host name or an IP"),
        ({"host": "http://example.org"}, "invalid_host", "must be a host name or an IP"),
        ({"port": "22"}, "invalid_port", "The port must be a number from 1024 to 65535."),
    ],
)
async def test_wrong_input_is_refused_and_nothing_is_stored(
    table: Table, tmp_path: Path, typed: dict[str, str], code: str, says: str
) -> None:
    carol = manager(table, "Carol")
    async with keep(table, tmp_path) as bot:
        await add(table, carol, "ark_asa", "Island 1", 27_020, SECRET)
        modal = (await run(table, carol, "server add", game="openttd")).modal
        values = {"name": "Trains", "host": "a.example", "port": "3977", "password": "x"}
        refused = (await carol.submit(modal, {**values, **typed})).reply
        again = (await carol.press(refused, "Open the form again")).modal
        refused_again = (await carol.submit(again, {"password": "x"})).reply
        listed = (await run(table, carol, "server list")).reply
        metrics = await bot.metrics()

    assert metrics[REFUSED.format(code, "add")] == 2
    assert says in text_of(refused)
    for name, value in {**values, **typed, "password": ""}.items():
        assert again.input(name).value == " ".join(value.split())
    assert refused_again.text == refused.text
    assert text_of(listed).startswith("1 game server\n")


async def test_only_managers_change_game_servers(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    bob = table.discord.user("Bob")
    assert table.channel.guild is not None
    bob.set_permissions(table.channel.guild, MANAGER)
    async with keep(table, tmp_path):
        added = await add(table, carol, "ark_asa", "Island 1", 27_020, SECRET)
        modal = (await run(table, bob, "server add", game="openttd")).modal
        question = (await run(table, bob, "server remove", server="Island 1")).reply
        edit = (await run(table, bob, "server edit", server="Island 1")).modal
        bob.set_permissions(table.channel.guild, PLAYER)
        values = {"name": "Trains", "host": "a.example", "port": "3977", "password": "x"}
        refused = [
            (await bob.submit(modal, values)).reply,
            (await bob.press(question, "Remove")).reply,
            (await bob.submit(edit, {"name": "Mine"})).reply,
            (await run(table, bob, "console log")).reply,
        ]
        listed = (await run(table, carol, "server list")).reply

    assert {text_of(reply).splitlines()[0] for reply in refused} == {
        "You need the Manage Server permission to do that."
    }
    assert text_of(listed).startswith("1 game server\n")
    assert text_of(added).startswith("## Island 1 can't be used\n")


async def test_openttd_is_run_from_discord(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    with openttd(tmp_path) as port:
        async with keep(table, tmp_path):
            added = await add(table, carol, "openttd", "Trains", port, PASSWORD)
            tested = (await carol.press(added, "Test again")).reply
            date = (await console(carol.in_(table.channel), "Trains", "getdate")).reply
            reply = (await say(carol, table, 'Hi"; quit; say "@everyone')).reply
            mute = (await say(carol, table, "\u202e\u200b")).reply
            denied = (await say(table.alice, table, "Hi")).reply
            after = (await console(carol.in_(table.channel), "Trains", "getdate")).reply
            log = (await run(table, carol, "console log")).reply
            modal = (await console(carol.in_(table.channel), "Trains", "restart")).modal

    assert text_of(tested).startswith("## Trains answers")
    assert "> getdate\nDate: " in text_of(date)
    line = """say "[Carol]: Hi', quit, say '\uff20everyone\""""
    quoted = "\\[Carol\\]\\: Hi', quit, say '\uff20everyone"
    assert text_of(reply) == f"Said to the players of **Trains**:\n> {quoted}"
    assert "None of this can be shown in the game." in text_of(mute)
    assert "Your roles don't allow the command say on Trains." in text_of(denied)
    assert "> getdate\nDate: " in text_of(after)
    assert f"`{line}` · done" in text_of(log)
    assert modal.input("command").label == "This can end or ruin the game for everybody"


async def test_moderators_broadcast_and_admins_save(table: Table, tmp_path: Path) -> None:
    guild = table.channel.guild
    assert guild is not None
    carol, moderators = manager(table, "Carol"), guild.role("Moderators")
    with openttd(tmp_path) as port:
        async with ark() as ark_port, keep(table, tmp_path):
            await add(table, carol, "openttd", "Trains", port, PASSWORD)
            await add(table, carol, "ark_asa", "Island", ark_port, SECRET)
            await add(table, carol, "source_engine", "Fun", 27_015, SECRET)
            denied = await broadcast(table, table.alice, "Trains", "Hi")
            await run(table, carol, "server access", role=moderators, level="moderator")
            table.alice.set_roles(guild, moderators)
            offered = {
                command: await offered_servers(table.channel_user, command)
                for command in ("bridge say", "server broadcast", "server save", "console run")
            }
            reply_text = await broadcast(table, table.alice, "Trains", 'Restart; quit; "@everyone')
            ark_told = await broadcast(table, table.alice, "Island", "Restart | DoExit")
            mute = await broadcast(table, table.alice, "Trains", "\u202e\u200b")
            above = text_of((await run(table, table.alice, "server save", server="Trains")).reply)
            saved = text_of((await run(table, carol, "server save", server="Trains")).reply)
            refused = text_of((await run(table, carol, "server save", server="Fun")).reply)
            log = text_of((await run(table, carol, "console log")).reply)

    every_server = ["Fun", "Island", "Trains"]
    assert offered == {
        **dict.fromkeys(("bridge say", "server broadcast", "console run"), every_server),
        "server save": [],
    }
    line = """say "Restart, quit, '\uff20everyone\""""
    assert "Your roles don't allow the command say on Trains." in denied
    quoted = "Restart, quit, '\uff20everyone"
    assert reply_text == f"Said to the players of **Trains**:\n> {quoted}"
    assert ark_told == "Said to the players of **Island**:\n> Restart / DoExit"
    assert "None of this can be shown in the game." in mute
    assert "Your roles don't allow the command save on Trains." in above
    assert "> save nazh\nSaving map...\nMap successfully saved" in saved
    assert refused == (
        "Source engine has no command that saves the game.\nThere is nothing to save in this game."
    )
    assert log.splitlines()[1::2] == [
        "`save nazh` · done",
        "`Broadcast Restart / DoExit` · done",
        f"`{line}` · done",
    ]
    assert "nazh.sav" in {name for _, _, names in os.walk(tmp_path) for name in names}


async def test_a_confirmed_command_is_run_once(table: Table, tmp_path: Path) -> None:
    carol, bob = manager(table, "Carol"), manager(table, "Bob")
    async with ark() as port, keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island", port, SECRET)
        modal = (await console(carol.in_(table.channel), "Island", "cheat DestroyAll Rex")).modal
        bobs_modal = (await console(bob.in_(table.channel), "Island", "cheat DestroyAll Rex")).modal
        first = text_of((await carol.submit(modal)).reply)
        second = text_of((await carol.submit(modal)).reply)
        of_bob = text_of((await bob.submit(bobs_modal)).reply)
        log = text_of((await run(table, carol, "console log")).reply)

    assert "> cheat DestroyAll Rex" in first
    assert second.startswith("You have already confirmed this command. It won't be run twice.")
    assert re.match(
        r"This command was run on Island <t:\d+:R>, while you were confirming it", of_bob
    )
    assert log.count("cheat DestroyAll Rex") == 1


async def offered_servers(user: ChannelUser, command: str) -> list[object]:
    return [choice["value"] for choice in (await user.complete(command, "server", "")).choices]


async def broadcast(table: Table, person: Person, server: str, text: str) -> str:
    conversation = await run(table, person, "server broadcast", server=server, text=text)
    return text_of(conversation.reply)


async def test_passwords_are_stored_encrypted(table: Table, tmp_path: Path) -> None:
    carol = manager(table, "Carol")
    async with ark() as port, keep(table, tmp_path):
        await add(table, carol, "ark_asa", "Island 1", port, SECRET)
    with closing(sqlite3.connect(tmp_path / "nazh.sqlite3")) as opened:
        ((sealed,),) = opened.execute("SELECT password FROM keep_servers")
        dump = "\n".join(opened.iterdump())

    assert sealed.startswith("1.token.")
    assert SECRET not in dump


def manager(table: Table, name: str) -> Person:
    person = table.discord.user(name)
    assert table.channel.guild is not None
    person.set_permissions(table.channel.guild, MANAGER)
    return person


async def run(table: Table, person: Person, command: str, **options: object) -> Conversation:
    return await person.in_(table.channel).slash(command, **options)


async def console(user: ChannelUser, server: str, command: str) -> Conversation:
    return await user.slash("console run", server=server, command=command)


async def say(person: Person, table: Table, text: str) -> Conversation:
    return await run(table, person, "bridge say", server="Trains", text=text)


async def add(
    table: Table, person: Person, game: str, name: str, port: int, password: str, host: str = HOST
) -> Message:
    modal = (await run(table, person, "server add", game=game)).modal
    values = {"name": name, "host": host, "port": str(port), "password": password}
    return (await person.submit(modal, values)).reply


def text_of(message: Message) -> str:
    return message.text or str(message.embeds[0]["description"])


async def own_data(person: Person, privacy: Message) -> list[dict[str, object]]:
    saved = (await person.press(privacy, "Save my data")).reply
    return [json.loads(line) for line in saved.files["nazh-my-data.jsonl"].splitlines()]


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_what_managers_change_is_in_the_audit_log(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    guild = table.channel.guild
    assert guild is not None
    moderators, carol = guild.role("Moderators"), manager(table, "Carol")
    async with create_database(tmp_path) as address:
        async with keep(table, tmp_path, address):
            await add(table, carol, "ark_asa", "Island 1", 27_020, SECRET)
            for _ in range(2):
                await run(table, carol, "server access", role=moderators, level="moderator")
            settings_page = (await run(table, carol, "settings")).reply
            await choose(carol, settings_page, "language", "Deutsch")
            question = (await run(table, carol, "server remove", server="Island 1")).reply
            await carol.press(question, "Remove")
            privacy = (await carol.in_(table.channel).slash("privacy")).reply
            exported = await own_data(carol, privacy)
            output = await audit(table, address, "--json")
            listed = await audit(table, address, "--list", "--json", "--server", str(guild.id))
            sure = (await carol.press(privacy, "Delete my data …")).updated
            await carol.press(sure, "Delete everything")
        after = await audit(table, address, "--json")
        text = await audit(table, address, "--list")

    entries = [json.loads(line) for line in listed.splitlines()]
    assert [(entry["action"], entry["target"]) for entry in entries] == [
        ("keep.server.added", "Island 1"),
        ("keep.access.given", "all game servers"),
        ("guilds.setting.changed", "language"),
        ("keep.server.removed", "Island 1"),
    ]
    assert {(entry["server"], entry["user"]) for entry in entries} == {
        (str(guild.id), str(carol.id))
    }
    assert all(entry["interaction"].isdecimal() for entry in entries)
    assert (entries[0]["before"], entries[0]["after"]) == (
        None,
        {"game": "ark_asa", "host": HOST, "port": 27_020},
    )
    assert entries[1]["after"] == {"role": str(moderators.id), "level": "moderator"}
    assert entries[2]["after"] == {"word": "de"}
    own = [line for line in exported if line["kind"] == "audit"]
    assert [line["action"] for line in own] == [entry["action"] for entry in reversed(entries)]
    assert json.loads(output)["entries"] == len(entries)
    whole = {"entries": 4, "anonymous": 4, "emptied": 0, "fault": None}
    assert json.loads(after).items() >= whole.items()
    assert str(carol.id) not in text
    assert SECRET not in listed + text


async def audit(table: Table, address: str, *options: str) -> str:
    """Run ``nazh db audit``, which finds nothing wrong; return what it printed."""
    variables = environment(table.discord, NAZH_DATABASE_URL=address)
    ended = await run_to_its_end(variables, Path.cwd(), (*PREFIX, "db", "audit", *options))
    assert (ended.status, ended.errors) == (0, "")
    return ended.output


@pytest.mark.slow
async def test_a_dead_game_server_does_not_make_the_bot_unready(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    relayed = 'nazh_job_runs_total{name="relay_chat",outcome="ok"}'
    async with keep(table, tmp_path) as bot:
        async with ark() as port:
            await add(table, carol, "ark_asa", "Island 1", port, SECRET)
            await run(table, carol, "bridge link", server="Island 1", channel=table.channel)
        failed = [
            text_of((await console(carol.in_(table.channel), "Island 1", "ListPlayers")).reply)
            for _ in range(3)
        ]
        before = (await bot.metrics())[relayed]
        metrics_then = await bot.metrics_when(lambda metrics: metrics[relayed] > before)
        ready, alive = await bot.get("/readyz"), await bot.get("/livez")

    assert not any("Pebble" in reply_text for reply_text in failed)
    assert metrics_then["nazh_keep_circuits_open"] == 1
    assert (ready, alive) == ("ready\n", "alive\n")
