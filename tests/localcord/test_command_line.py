"""Tests ``python -m localcord`` as a process."""

import asyncio
import signal
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from localcord.__main__ import build, parse_arguments
from localcord.permissions import ADMINISTRATOR, MANAGE_GUILD
from tests.localcord.bots import application_id_in
from tests.localcord.raw_bot import ROLL, TIMEOUT


async def test_it_prints_its_addresses_and_stops_on_a_signal(tmp_path: Path) -> None:
    token_file = tmp_path / "token"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localcord", "--token-file", str(token_file)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
    client, api, token = lines[0][1], lines[1][1], lines[3][1]

    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{api}/users/@me") as response,
        session.get(client) as page,
    ):
        assert response.status == 200
        assert page.content_type == "text/html"
    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0
    assert token_file.read_text().strip() == token


async def test_undocumented_fields_are_printed_once_for_each_route() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localcord"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
    commands = f"{lines[1][1]}/applications/{application_id_in(lines[3][1])}/commands"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {lines[3][1]}"}) as session:
        for _ in range(2):
            async with session.post(commands, json={**ROLL, "titel": "x"}) as response:
                assert response.status in (200, 201)
    process.send_signal(signal.SIGTERM)
    _, warnings = await asyncio.wait_for(process.communicate(), TIMEOUT)

    route = "POST /applications/{application_id}/commands"
    printed = warnings.decode().splitlines()
    assert printed == [f"warning: {route}: Discord ignores titel, as undocumented."]


def test_a_token_file_is_read_again(tmp_path: Path) -> None:
    options = parse_arguments(["--token-file", str(tmp_path / "token")])

    first, second = build(options), build(options)

    assert first.token == second.token
    assert first.application_id == second.application_id == application_id_in(second.token)


def test_the_cast_is_a_player_a_game_master_and_a_stranger() -> None:
    server = build(parse_arguments(["--channel", "table", "--channel", "tavern"]))

    (guild,) = server.world.guilds.values()
    rights = [guild.member(person.account).permissions for person in server.people]

    assert [person.name for person in server.people] == ["Mira", "Tomas", "Kel"]
    assert [bool(right & MANAGE_GUILD) for right in rights] == [False, True, False]
    assert [bool(right & ADMINISTRATOR) for right in rights] == [False, True, False]
    assert [channel.name for channel in guild.channels.values()] == ["table", "tavern"]


def test_users_and_the_manager_can_be_named() -> None:
    server = build(parse_arguments(["--user", "Ada:Player", "--user", "Bo", "--manager", "Ada"]))

    (guild,) = server.world.guilds.values()

    assert [(person.name, person.account.about) for person in server.people] == [
        ("Ada", "Player"),
        ("Bo", ""),
    ]
    assert guild.member(server.people[0].account).permissions & MANAGE_GUILD


def test_each_guild_has_its_own_manager() -> None:
    guilds = ("--guild", "Rest", "--guild", "Keep", "--guild", "Fort")
    server = build(parse_arguments([*guilds, "--manager", "Tomas", "--manager", "Kel"]))

    managers = {
        guild.name: [
            person.name for person in server.people if guild.member(person.account).manages
        ]
        for guild in server.world.guilds.values()
    }

    assert managers == {"Rest": ["Tomas"], "Keep": ["Kel"], "Fort": ["Kel"]}
    assert [guild.channel("general").name for guild in server.world.guilds.values()] == [
        "general"
    ] * 3


async def test_it_exits_on_stdin_eof() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localcord", "--until-stdin-closes"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    await process.stdout.readline()

    process.stdin.close()

    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0


WITHOUT_NACL = "import sys; sys.modules['nacl'] = sys.modules['nacl.signing'] = None; "


async def test_an_endpoint_can_be_named_and_the_key_is_shown() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localcord", "--interactions-url", "http://127.0.0.1:9/"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().split() for _ in range(5)]
    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0
    assert lines[4][0] == "key"
    assert len(bytes.fromhex(lines[4][1])) == 32


async def test_an_endpoint_without_pynacl_is_refused_with_a_message() -> None:
    code = WITHOUT_NACL + "from localcord.__main__ import main; main()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, "--interactions-url", "http://127.0.0.1:9/"),
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await asyncio.wait_for(process.communicate(), TIMEOUT)

    assert process.returncode == 1
    assert b"install the package pynacl" in errors
    assert b"Traceback" not in errors


async def test_the_gateway_alone_does_not_need_pynacl() -> None:
    code = WITHOUT_NACL + "from localcord import Server; print(Server().verify_key)"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(process.communicate(), TIMEOUT)

    assert process.returncode == 0
    assert len(bytes.fromhex(output.decode())) == 32


def test_the_clock_can_be_fast_while_time_limits_stay_real() -> None:
    began = int(time.time()) - 10
    clock = build(parse_arguments(["--clock", f"600@{began}"])).clock

    before, time_shown, after = time.time(), clock.now(), time.time()

    assert began + 600 * (before - began) <= time_shown + 1e-3
    assert time_shown <= began + 600 * (after - began) + 1e-3
    assert 0.9 < clock.waited(clock.now() - 600) < 2


@pytest.mark.parametrize("wrong", ["600", "0@1", "-1@1", "fast@1", "600@soon"])
def test_a_wrong_clock_is_refused(wrong: str) -> None:
    with pytest.raises(SystemExit):
        parse_arguments([f"--clock={wrong}"])
