"""Demonstrates how two servers of a simulated Discord found nations and fight a war."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from tempfile import TemporaryDirectory
from typing import Final

from localcord import Channel, Message, Person, Server, Settings
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS, MANAGE_GUILD
from localcord.state.guilds import Guild
from nazh.adapters.outbound.system.clock import SystemClock
from script.demo import (
    Stage,
    cancel_on_signals,
    run_server_demo,
    running_bot,
    stop_request,
    tell_address,
)

SPEED: Final = 600
"""How many times as fast the clock of the game is: an hour takes six seconds."""
HEADLESS_SPEED: Final = 1_800
HOUR: Final = 3_600
PROTECTION: Final = 6 * HOUR
"""Seconds for which no war can be declared on a new nation, by the ruleset ``blitz``."""
HOURS_TO_BATTLE: Final = 5
"""At least the three of the ruleset, an hour to accept, and the rest of the current one."""
TIMEOUT: Final = 120.0
"""Seconds to wait for what the game does on its own."""
POLL_INTERVAL: Final = 0.1
REPORT: Final = "has won the battle"
ACCOUNT_AGE: Final = timedelta(days=365)
EXPLANATION: Final = """\
Starts a simulated Discord on loopback and the real bot, `nazh run`, with Dominion on a fast clock.
The leaders of two servers found nations, build armies, and fight a war, with the commands and
buttons that people use. It ends with the battle, whose report both servers receive.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A server that plays, its leader, and the channel that gets its news."""

    nation: str
    leader: Person
    citizen: Person
    table: Channel
    news: Channel

    async def command(self, stage: Stage, words: str, **options: int | str) -> Message:
        """Let the leader run a command, print it with the response, and return that."""
        return await command(stage, self.leader, self.table, words, **options)

    async def press(self, stage: Stage, message: Message, label: str) -> Message:
        """Let the leader press a button, print the response, and return it."""
        stage.action(self.leader, f"presses {label}")
        pressed = await self.leader.press(message, label)
        stage.message(pressed.reply)
        return pressed.reply


async def main(
    stage: Stage, *, is_headless: bool = False, port: int = 0, opens_browser: bool = True
) -> None:
    """Play the war in the terminal, or in the browser, where people can keep playing."""
    if is_headless:
        cancel_on_signals()
    speed = HEADLESS_SPEED if is_headless else SPEED
    began = int(SystemClock().now().timestamp())
    settings = Settings(
        first_command="war info", answer_within=10.0, clock_speed=speed, clock_began=began
    )
    async with Server(settings, application_name="Nazh", port=port) as discord:
        sides = (
            side(discord, "The Long Rest", "Aurelia", "Tomas", "Mira"),
            side(discord, "The Iron Keep", "Borealis", "Kel", "Theo"),
        )
        with TemporaryDirectory() as folder:
            variables = {
                "NAZH_CONTEXTS": "dice,dominion",
                "NAZH_DATABASE_URL": f"sqlite:///{folder}/nazh.sqlite3",
                "NAZH_DOMINION_RULESET": "blitz",
                "NAZH_DOMINION_CLOCK": f"{speed}@{began}",
            }
            async with running_bot(discord, **variables) as bot:
                stage.heading("Dominion is connected")
                stage.remark(f"Discord: {discord.api_url}   nazh run: process {bot.process.pid}")
                if is_headless:
                    await play(stage, discord, *sides)
                else:
                    await serve(stage, discord, sides, bot.port, opens_browser=opens_browser)
        stage.heading("The end")
        stage.remark("The bot was stopped, finished all interactions, and exited with status 0.")


def side(discord: Server, server: str, nation: str, leader: str, citizen: str) -> Side:
    """Create a server with two members, one of whom administers it."""
    guild = discord.guild(server)
    administrator = DEFAULT_PERMISSIONS | ADMINISTRATOR | MANAGE_GUILD
    return Side(
        nation,
        member(discord, guild, leader, "Leader", administrator),
        member(discord, guild, citizen, "Citizen", DEFAULT_PERMISSIONS),
        guild.channel("table"),
        guild.channel("news"),
    )


def member(discord: Server, guild: Guild, name: str, about: str, permissions: int) -> Person:
    """Create a user who is a member of the server."""
    person = discord.user(name, about=about, age=ACCOUNT_AGE)
    person.set_roles(guild, guild.role(about))
    person.set_permissions(guild, permissions)
    return person


async def play(stage: Stage, discord: Server, attacker: Side, defender: Side) -> None:
    """Found two nations, build armies, and fight a war up to its report."""
    founded_at = discord.world.clock.now()
    for side, quantity in ((attacker, 9), (defender, 6)):
        stage.heading(f"{side.nation} is founded")
        await choose_news(stage, side)
        await side.command(stage, "nation register", name=side.nation)
        for user in (side.leader, side.citizen):
            await command(stage, user, side.table, "citizen register")
        await command(stage, side.citizen, side.table, "citizen contribute")
        await side.command(stage, "military build", unit="infantry", quantity=quantity)
    stage.remark(f"New nations are protected for {PROTECTION // HOUR} hours of the game.")
    await until(lambda: discord.world.clock.now() > founded_at + PROTECTION + HOUR)

    stage.heading("War is declared")
    declaration = await attacker.command(
        stage, "war declare", nation=defender.nation, reason="rivalry"
    )
    await attacker.press(stage, declaration, "Declare War")
    soon = int(discord.world.clock.now() // HOUR + HOURS_TO_BATTLE) % 24
    await defender.command(stage, "nation settings", battle_hour=soon)
    page = await defender.command(stage, "war info", war=1)
    await defender.press(stage, page, "Accept")
    await attacker.command(stage, "war stance", war=1, stance="aggressive")
    await defender.command(stage, "war nonce", war=1, text="the north remembers")

    stage.heading("Both servers get the report of the battle")
    for side in (attacker, defender):
        await until(partial(has_report, discord, side))
        stage.remark(f"#{side.news.name} of {side.nation}:")
        for message in news(discord, side):
            stage.message(message)

    stage.heading("The battle can be verified by anybody")
    await attacker.command(stage, "war verify", battle=1)


async def command(
    stage: Stage, user: Person, channel: Channel, words: str, **options: int | str
) -> Message:
    """Run a command, print it with the response, and return that."""
    typed = "".join(f" {name}:{value}" for name, value in options.items())
    stage.action(user, f"types /{words}{typed}")
    reply = (await user.in_(channel).slash(words, **options)).reply
    stage.message(reply)
    return reply


async def choose_news(stage: Stage, side: Side) -> None:
    """Choose the channel that gets the news, in the settings of the server."""
    stage.action(side.leader, f"chooses #{side.news.name} for the news of the nation, in /settings")
    message = (await side.leader.in_(side.table).slash("settings")).reply
    for menu, value in (
        ("nz2:guilds.setting", "dominion_channel"),
        ("nz2:guilds.choice:dominion_channel", side.news),
    ):
        message = (await side.leader.choose(message, value, menu=menu)).updated


def news(discord: Server, side: Side) -> list[Message]:
    """Return what the bot has posted into the channel of the nation's news."""
    return discord.world.messages.in_channel(side.news)


def has_report(discord: Server, side: Side) -> bool:
    """Return whether the channel of the nation's news has the report of a battle."""
    return any(REPORT in message.text for message in news(discord, side))


async def until(happened: Callable[[], bool]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(TIMEOUT):
        while not happened():  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(POLL_INTERVAL)


async def serve(
    stage: Stage,
    discord: Server,
    sides: tuple[Side, Side],
    page: int,
    *,
    opens_browser: bool,
) -> None:
    """Play the war in the browser, where everybody can take part, and continue until Ctrl-C."""
    stop = stop_request()
    tell_address(discord.client_url, opens_browser=opens_browser)
    print(
        f"The bot's dashboard: http://127.0.0.1:{page}/",
        "Two servers play by themselves: they found nations, and fight a war within two minutes.",
        "Open #news of either one. You can play as any of their members: switch at the top right.",
        "Press Ctrl-C here to stop.",
        sep="\n",
    )
    playing = asyncio.create_task(play(stage, discord, *sides))
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((playing, stopped), return_when=asyncio.FIRST_COMPLETED)
        if playing.done():
            playing.result()
            stage.heading("Your turn")
            stage.remark(f"The simulated Discord runs at {discord.client_url}")
            await stop.wait()
    finally:
        for task in (playing, stopped):
            task.cancel()
        await asyncio.wait((playing, stopped))


if __name__ == "__main__":
    sys.exit(run_server_demo("demo --game", EXPLANATION, main))
