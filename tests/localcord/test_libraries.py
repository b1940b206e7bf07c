"""Tests that a bot works on each library, and that the table in localcord's README is true.

Every library has its own small bot in ``libraries/``, which runs in a process of its own. The
libraries are installed, as locked, into pytest's cache the first time.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from localcord import Server, Settings
from tests.external_services import absent

HERE = Path(__file__).parent / "libraries"
README = Path(__file__).parents[2] / "localcord" / "README.md"
INSTALL_TIMEOUT = 300


@dataclass(frozen=True, slots=True)
class Library:
    """A library with its bot. ``lock`` names what is installed for it; "" is this environment.

    nextcord and py-cord both install a package ``discord``, so they cannot share an environment.
    """

    name: str
    bot: str
    lock: str


LIBRARIES = (
    Library("discord.py", "bot_discord_py.py", ""),
    Library("py-cord", "bot_pycord.py", "pycord.txt"),
    Library("disnake", "bot_disnake.py", "python.txt"),
    Library("nextcord", "bot_nextcord.py", "python.txt"),
    Library("interactions.py", "bot_interactions.py", "python.txt"),
    Library("hikari-arc", "bot_arc.py", "python.txt"),
    Library("eris", "bot_eris.cjs", "package-lock.json"),
    Library("oceanic.js", "bot_oceanic.cjs", "package-lock.json"),
)


@pytest.fixture(scope="session")
def installed(pytestconfig: pytest.Config) -> Callable[[Library], list[str]]:
    """Install a library once, and return the command that starts its bot."""

    def install(library: Library) -> list[str]:
        bot = HERE / library.bot
        if not library.lock:
            return [sys.executable, str(bot)]
        assert pytestconfig.cache is not None
        folder = pytestconfig.cache.mkdir("libraries-" + Path(library.lock).stem)
        lock = (HERE / library.lock).read_bytes()
        mark = folder / "installed"
        # Several test processes share the folder; the first one installs.
        with (folder / "lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if not mark.exists() or mark.read_bytes() != lock:
                if library.lock.endswith(".txt"):
                    _install_python(folder, HERE / library.lock)
                else:
                    _install_node(folder)
                mark.write_bytes(lock)
        if library.lock.endswith(".txt"):
            return [str(folder / "venv" / "bin" / "python"), str(bot)]
        # Node looks for packages beside the program.
        shutil.copyfile(bot, folder / library.bot)
        return ["node", str(folder / library.bot)]

    return install


def _install_python(folder: Path, requirements: Path) -> None:
    venv = folder / "venv"
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        [str(venv / "bin" / "pip"), "install", "--quiet", "--requirement", str(requirements)],
    ):
        _run(command, folder, "pypi")


def _install_node(folder: Path) -> None:
    if shutil.which("node") is None or shutil.which("npm") is None:
        absent("node", "the bots on eris and oceanic.js need node and npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    command = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    _run([*command, "--silent"], folder, "node")


def _run(command: list[str], folder: Path, what: str) -> None:
    outcome = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_TIMEOUT, check=False
    )
    if outcome.returncode != 0:
        absent(what, f"{command[0]} could not install libraries: {outcome.stderr.strip()[-300:]}")


@asynccontextmanager
async def running_bot(command: list[str], server: Server) -> AsyncIterator[None]:
    """Run a bot until the block ends. It is ready when the block begins."""
    process = await asyncio.create_subprocess_exec(
        *(*command, server.api_url, server.gateway_url),
        env={**os.environ, "DISCORD_TOKEN": server.token},
    )
    try:
        await server.bot_ready(timeout=60)
        async with asyncio.timeout(60):
            # Some libraries register their commands one by one.
            while not {"roll", "slow"} <= set(server.world.commands.names(None)):  # noqa: ASYNC110  # the registry has no event
                await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
async def test_a_bot_works_on(library: Library, installed: Callable[[Library], list[str]]) -> None:
    command = installed(library)
    async with Server(Settings(answer_within=30.0, max_wait=30.0)) as discord:
        table = discord.guild("The Long Rest").channel("table")
        mira = discord.user("Mira")
        async with running_bot(command, discord):
            completed = await mira.in_(table).complete("roll", "pool", "fire")
            reply = (await mira.in_(table).slash("roll", pool="2d6", count=3)).reply
            first = reply.embeds[0]["description"]
            chosen = await mira.choose(reply, "Up")
            modal = (await mira.press(reply, "Add Plot Die")).modal
            submitted = await mira.submit(modal, {"How many": "4"})
            updated = (await mira.press(reply, "Roll again")).updated
            slow = await mira.in_direct().slash("slow")
            await slow.follow_up()
            discord.gateway.drop(code=4000)
            await discord.bot_resumed(timeout=60)
            after = await mira.in_(table).slash("roll", pool="1d20")

    features = {
        "command": first == "2d6 x3",
        "autocomplete": [choice["name"] for choice in completed.choices]
        == ["fireball", "firebolt"],
        "button": updated is reply and reply.embeds[0]["description"] == "rolled again",
        "menu": chosen.reply.content == "You chose u.",
        "modal": submitted.reply.content == "4 plot dice",
        "file": reply.files == {"rolls.txt": b"4, 3"},
        "deferral": slow.ephemeral and slow.reply.content == "Done thinking.",
        "follow-up": [message.content for message in slow.follow_ups] == ["And more."],
        "resume": after.reply.embeds[0]["description"] == "1d20 x1",
    }
    assert [name for name, works in features.items() if not works] == []
    unknown = {f"`{field}`" for request in discord.requests for field in request.unknown_fields}
    row = [library.name, *(["yes"] * len(features)), ", ".join(sorted(unknown)) or "none"]
    assert f"| {' | '.join(row)} |" in README.read_text().splitlines()
