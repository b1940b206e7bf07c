"""Demonstrates chat between a game server and a channel of a simulated Discord."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Final

from localcord import Channel, Person, Server, Settings
from localcord.permissions import DEFAULT_PERMISSIONS, MANAGE_GUILD
from localcord.state.guilds import Guild
from script.demo import (
    Bot,
    DemoFailed,
    Stage,
    cancel_on_signals,
    run_server_demo,
    running_bot,
    stop_request,
    tell_address,
)
from script.demo_games import HOST, PLAYER, Game, running_game

SERVER: Final = "The Island"
TALK: Final = "hello from Discord!"
DELIVERED: Final = "✅"
TIMEOUT: Final = 180.0
"""Seconds for a line to reach the other side. Chat is posted every 10 seconds."""
POLL_INTERVAL: Final = 0.2
READY: Final = "nazh_ready 1.0"
RELAYS: Final = 'nazh_job_runs_total{name="relay_chat",outcome="ok"} '
SETTINGS: Final = {
    "NAZH_CONTEXTS": "dice,keep",
    "NAZH_KEEP_NETWORKS": "127.0.0.0/8",
}
EXPLANATION: Final = """\
Starts a simulated Discord and a game server on loopback, and the real bot: `nazh run` and
`nazh keep bridge`. A manager adds the game server and links its chat to a channel, with the
commands that people type. From then on, what happens in the game appears in the channel, and what
is written in the channel is said in the game.
"""


async def main(
    stage: Stage, *, is_headless: bool = False, port: int = 0, opens_browser: bool = True
) -> None:
    """Set everything up, and show the chat in the terminal or in the browser."""
    if is_headless:
        cancel_on_signals()
    settings = Settings(first_command="bridge", answer_within=10.0, privileged_intents=True)
    async with Server(settings, application_name="Nazh", port=port) as discord:
        guild = discord.guild("The Long Rest")
        guild.channel("table")
        tomas = member(discord, guild, "Tomas", "Manager", MANAGE_GUILD)
        member(discord, guild, "Mira", "Player")
        chat = guild.channel("island-chat")
        async with running_game() as game, running_bots(discord) as (bot, bridge):
            stage.heading("Keep is connected")
            stage.remark(
                f"Discord: {discord.api_url}   nazh run: process {bot.process.pid}   "
                f"nazh keep bridge: process {bridge.process.pid}   "
                f"Game: {game.title} at {HOST}:{game.port}"
            )
            await set_up(stage, tomas, chat, game)
            await wait_until_relaying(bot)
            playing = asyncio.create_task(game.play())
            try:
                if is_headless:
                    await show_chat(stage, discord, tomas, chat, game)
                else:
                    await serve(stage, discord, game, opens_browser=opens_browser)
            finally:
                playing.cancel()
                await asyncio.wait((playing,))
        stage.heading("The end")
        stage.remark("The game was ended. The bots were stopped, and exited with status 0.")


@asynccontextmanager
async def running_bots(discord: Server) -> AsyncIterator[tuple[Bot, Bot]]:
    """Run ``nazh run`` and ``nazh keep bridge`` on one database."""
    with TemporaryDirectory() as folder:
        variables = {**SETTINGS, "NAZH_DATABASE_URL": f"sqlite:///{folder}/nazh.sqlite3"}
        async with (
            running_bot(discord, **variables) as bot,
            running_bot(discord, "keep", "bridge", **variables) as bridge,
        ):
            async with asyncio.timeout(TIMEOUT):
                while READY not in await bridge.scrape():  # noqa: ASYNC110  # another process has no Event
                    await asyncio.sleep(POLL_INTERVAL)
            yield bot, bridge


def member(discord: Server, guild: Guild, name: str, about: str, permissions: int = 0) -> Person:
    """Return a user who is a member of the guild."""
    person = discord.user(name, about=about)
    person.set_roles(guild, guild.role(about))
    person.set_permissions(guild, DEFAULT_PERMISSIONS | permissions)
    return person


async def set_up(stage: Stage, manager: Person, chat: Channel, game: Game) -> None:
    """Add the game server and link its chat to the channel, as a manager does."""
    stage.heading("A manager adds the game server, and links its chat to a channel")
    user = manager.in_(chat)
    stage.action(manager, f"types /server add game:{game.profile}")
    form = (await user.slash("server add", game=game.profile)).modal
    address = {"host": HOST, "port": str(game.port), "password": game.password}
    stage.modal(form)
    stage.action(manager, "fills in the form")
    stage.message((await manager.submit(form, {"name": SERVER, **address})).reply)
    stage.action(manager, f"types /bridge link server:{SERVER} channel:#{chat.name}")
    stage.message((await user.slash("bridge link", server=SERVER, channel=chat)).reply)


async def wait_until_relaying(bot: Bot) -> None:
    """Wait until the bot is connected: OpenTTD reports events to connected clients only."""
    before = await relay_runs(bot)
    async with asyncio.timeout(TIMEOUT):
        while await relay_runs(bot) < before + 2:  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(POLL_INTERVAL)


async def relay_runs(bot: Bot) -> float:
    """Return how often the bot has relayed chat."""
    return sum(float(line[len(RELAYS) :]) for line in await bot.scrape() if line.startswith(RELAYS))


async def show_chat(
    stage: Stage, discord: Server, manager: Person, chat: Channel, game: Game
) -> None:
    """Show a line of the game on Discord, and one of Discord in the game."""
    stage.heading("What happens in the game appears on Discord")
    messages = discord.world.messages
    async with asyncio.timeout(TIMEOUT):
        while not (posts := [post for post in messages.in_channel(chat) if PLAYER in post.text]):  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(POLL_INTERVAL)
    stage.message(posts[0])

    stage.heading("What is written on Discord is said in the game")
    stage.action(manager, f"writes “{TALK}” in #{chat.name}")
    async with asyncio.timeout(TIMEOUT):
        message = manager.in_(chat).say(TALK)
        line = await game.console_lines.get()
        while DELIVERED not in message.reactions:  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(POLL_INTERVAL)
    stage.remark(f"The bot reacts with {DELIVERED}")
    print(f"\n{game.title} shows: {line}")
    if f"[{manager.name}]: {TALK}" not in line:
        raise DemoFailed("The game did not show what was said on Discord.")


async def serve(stage: Stage, discord: Server, game: Game, *, opens_browser: bool) -> None:
    """Print what the game hears, until Ctrl-C."""
    stop = stop_request()
    stage.heading("Your turn")
    tell_address(discord.client_url, opens_browser=opens_browser)
    print(
        "Open #island-chat: what happens in the game appears there within ten seconds.",
        "What you write there is said in the game, which shows it here.",
        "Press Ctrl-C here to stop.",
        sep="\n",
    )
    printing = asyncio.create_task(print_console_lines(game))
    await stop.wait()
    printing.cancel()


async def print_console_lines(game: Game) -> None:
    """Print each line from Discord that the game shows, until cancelled."""
    while True:
        print(f"{game.title} shows: {await game.console_lines.get()}")


if __name__ == "__main__":
    sys.exit(run_server_demo("demo --keep", EXPLANATION, main))
