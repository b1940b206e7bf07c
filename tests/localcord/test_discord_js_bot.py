"""Tests a real discord.js bot with programmable users.

discord.js is installed, as locked, into pytest's cache the first time.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from localcord import Server, Settings
from tests.external_services import absent

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "discord_js"
OLDEST_NODE = 18


@pytest.fixture(scope="session")
def bot_folder(pytestconfig: pytest.Config) -> Path:
    """The bot in a folder with discord.js."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        absent("node", "the discord.js bot needs node and npm")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.lstrip("v").split(".", maxsplit=1)[0]) < OLDEST_NODE:
        absent("node", f"the discord.js bot needs node {OLDEST_NODE}, not {version.stdout.strip()}")
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("discord_js")
    lock = (HERE / "package-lock.json").read_bytes()
    installed = folder / "installed.json"
    # Several test processes share the folder; the first one installs.
    with (folder / "lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        for name in ("bot.mjs", "package.json", "package-lock.json"):
            shutil.copyfile(HERE / name, folder / name)
        if not installed.exists() or installed.read_bytes() != lock:
            install(folder)
            installed.write_bytes(lock)
    return folder


def install(folder: Path) -> None:
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    outcome = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    if outcome.returncode != 0:
        absent("node", f"npm could not install discord.js: {outcome.stderr.strip()[-300:]}")


@asynccontextmanager
async def discord_js_bot(server: Server, folder: Path) -> AsyncIterator[None]:
    """Run the bot until the block ends. It is ready when the block begins."""
    process = await asyncio.create_subprocess_exec(
        *("node", "bot.mjs", server.api_url.removesuffix("/v10")),
        cwd=folder,
        env={**os.environ, "DISCORD_TOKEN": server.token},
    )
    try:
        await server.bot_ready(timeout=60)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 60)


@pytest.fixture
async def discord(bot_folder: Path) -> AsyncIterator[Server]:
    async with Server(Settings(answer_within=30.0)) as server:
        server.guild("The Long Rest").channel("table")
        async with discord_js_bot(server, bot_folder):
            yield server


async def test_a_slash_command_a_button_and_a_modal_work(discord: Server) -> None:
    (guild,) = discord.world.guilds.values()
    table, mira = guild.channel("table"), discord.user("Mira")

    reply = (await mira.in_(table).slash("roll", pool1="2d6")).reply
    first = reply.embeds[0]["description"]
    updated = (await mira.press(reply, "Roll again")).updated
    modal = (await mira.press(reply, "Add Plot Die")).modal
    submitted = await mira.submit(modal, {"How many": "3"})

    assert first == "2d6"
    assert updated is reply
    assert reply.embeds[0]["description"] == "rolled again"
    assert submitted.reply.content == "3 plot dice"


async def test_a_deferred_answer_is_edited(discord: Server) -> None:
    conversation = await discord.user("Mira").in_direct().slash("slow")

    assert conversation.reply.content == "Done thinking."
    assert conversation.ephemeral


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(discord: Server) -> None:
    (guild,) = discord.world.guilds.values()
    mira = discord.user("Mira")
    discord.gateway.drop(code=4000)

    await discord.bot_resumed()

    roll = await mira.in_(guild.channel("table")).slash("roll", pool1="1d20")
    assert roll.reply.embeds[0]["description"] == "1d20"
    assert discord.gateway.identifies == 1


async def test_a_429_is_waited_out(discord: Server) -> None:
    limited = discord.faults.too_many_requests(path="/interactions/*", retry_after=0.1)

    conversation = await discord.user("Mira").in_direct().slash("roll", pool1="2d6")

    assert limited.hits == 1
    assert conversation.latency >= 0.1
