"""Demonstrates Nazh in the terminal: the real bot on a simulated Discord with two users."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import re
import shutil
import signal
import sys
import tempfile
import textwrap
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import aiohttp

from localcord import Channel, ChannelUser, LocalcordError, Message, Modal, Person, Server
from localcord.terminal.transcript import render_message, render_modal
from nazh.adapters.inbound.cli.output import has_styles
from nazh.adapters.inbound.cli.play import access_hint, open_browser

TIMEOUT = 20.0
"""Timeout of each step in seconds."""
NARROWEST, WIDEST = 40, 96
METRICS = re.compile(r"metrics: http://[^:]+:(\d+)/metrics")
EXPLANATION = """\
Starts a simulated Discord on loopback and the real bot, `nazh run`. Two users roll over the
gateway and press buttons. The output shows what they see, then the metrics as Prometheus would
scrape them. It needs no token and no network, and exits by itself. NO_COLOR is respected.
"""


class DemoFailed(Exception):
    """The demo cannot continue; the message says why."""


TROUBLES = (DemoFailed, LocalcordError, TimeoutError, aiohttp.ClientError)


@dataclass(frozen=True, slots=True)
class Stage:
    """Prints lines of at most ``width`` columns, styled or plain."""

    width: int
    styled: bool

    def heading(self, text: str) -> None:
        """Print a heading."""
        rule = "─" * max(0, self.width - len(text) - 4)
        print(f"\n{self._in('1', f'── {text} {rule}')}")

    def remark(self, text: str) -> None:
        """Print an explanation."""
        print(self._in("2", textwrap.fill(text, self.width)))

    def action(self, who: Person, what: str) -> None:
        """Print a user's action."""
        lines = textwrap.wrap(f"{who.name} {what}", self.width - 2, subsequent_indent="  ")
        print(
            "", *(f"{self._in('36', '▸')} {line}" for line in lines[:1]), *lines[1:], "", sep="\n"
        )

    def message(self, message: Message) -> None:
        """Print a message as a user sees it."""
        print(render_message(message.json, width=self.width, color=self.styled))

    def modal(self, modal: Modal) -> None:
        """Print an open modal."""
        print(render_modal(modal, width=self.width, color=self.styled))

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.styled else text


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot as a child process, with its metrics on ``port``."""

    process: asyncio.subprocess.Process
    port: int

    async def scrape(self) -> list[str]:
        """Return the lines of /metrics."""
        address = f"http://127.0.0.1:{self.port}/metrics"
        async with aiohttp.request("GET", address, raise_for_status=True) as response:
            return (await response.text()).splitlines()


async def main(stage: Stage) -> None:
    """Run the whole demo."""
    cancel_on_signals()
    async with Server(application_name="Nazh") as discord:
        channel = discord.guild("Game Night").channel("table")
        mira, theo = discord.user("Mira"), discord.user("Theo")
        async with running_bot(discord) as bot:
            stage.heading("Nazh is connected")
            stage.remark(f"Discord: {discord.api_url}   nazh run: process {bot.process.pid}")
            await play(stage, channel, mira, theo)
            stage.heading("Metrics for Prometheus")
            show_counters(await bot.scrape())
            stage.remark(
                "(without histogram buckets, timestamps, and series with labels that are 0)"
            )
        stage.heading("The end")
        stage.remark("The bot was stopped, finished all interactions, and exited with status 0.")


def cancel_on_signals() -> None:
    """Cancel this task when the demo is told to stop, so that it stops its processes as well."""
    task = asyncio.current_task()
    assert task is not None
    # A terminal that closes sends SIGHUP, which nohup ignores for the programs that it starts.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def stop_request() -> asyncio.Event:
    """Return an event that is set when the demo in the browser is told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def tell_address(client_url: str, *, opens_browser: bool) -> None:
    """Open the simulated Discord in a browser, if there is one, and print its address."""
    if not (opens_browser and open_browser(client_url)):
        print(*access_hint(client_url), sep="\n")
    print(f"The simulated Discord runs at {client_url}")


async def play(stage: Stage, channel: Channel, mira: Person, theo: Person) -> None:
    """Roll four times, add a plot die, copy a command."""
    stage.heading("Advantage and the plot die")
    await roll(stage, mira, channel, pool1="Stealth: a1d20+5 vs 15", pool2="2d6+3", add_plot=True)

    stage.heading("Five pools in one roll")
    five = await roll(
        stage,
        theo,
        channel,
        pool1="Attack: 1d20+7",
        pool2="2d6[slashing]+4",
        pool3="4d6kh3",
        pool4="6d10>=8f=1",
        pool5="d%",
    )
    stage.action(theo, "presses Add Plot Die")
    stage.message((await theo.press(five, "Add Plot Die")).updated)

    stage.heading("A mistake, shown only to its author")
    await roll(stage, mira, channel, pool1="1d20+5", pool2="ad20+2")

    stage.heading("Exploding dice")
    exploding = await roll(stage, mira, channel, pool1="Fireball: 8d6!>=5", pool2="5d10!!kh3")
    stage.action(mira, "presses Copy Command")
    stage.modal((await mira.press(exploding, "Copy Command")).modal)


async def roll(stage: Stage, who: Person, channel: Channel, **options: str | bool) -> Message:
    """Run /roll as ``who``, print command and response, and return the conversation."""
    typed = " ".join(f"{name}:{value}" for name, value in options.items())
    stage.action(who, f"types /roll {typed}")
    channel_user: ChannelUser = who.in_(channel)
    answer = (await channel_user.slash("roll", **options)).reply
    stage.message(answer)
    return answer


def show_counters(lines: Iterable[str]) -> None:
    """Print Nazh's own series, without buckets, timestamps and labelled zeros."""
    for line in lines:
        name, _, value = line.rpartition(" ")
        is_silent = (
            "_bucket{" in name or "_timestamp_" in name or ("{" in name and float(value) == 0)
        )
        if name.startswith("nazh_") and not is_silent:
            print(line)


@asynccontextmanager
async def running_bot(discord: Server, *command: str, **variables: str) -> AsyncIterator[Bot]:
    """Run the bot until the block ends, with additional variables; yields when it is ready.

    ``command`` are the words after ``nazh``, by default ``run``.
    """
    with tempfile.TemporaryDirectory() as elsewhere, tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "nazh", *(command or ("run",)), "--until-stdin-closes"),
            env={**bot_environment(discord), **variables},
            cwd=elsewhere,  # do not read the operator's .env
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # only this process receives Ctrl-C, and stops the bot
        )
        try:
            yield Bot(process, await ready_port(discord, process))
            process.send_signal(signal.SIGTERM)
            status = await asyncio.wait_for(process.wait(), TIMEOUT)
            if status != 0:
                raise DemoFailed(f"The bot exited with status {status}.")
        except TROUBLES:
            log.seek(0)
            sys.stderr.write(log.read().decode("utf-8", "replace"))
            raise
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def bot_environment(discord: Server) -> dict[str, str]:
    """Return the bot's environment; of the operator's settings only the log level is kept."""
    wanted = ("PATH", "PYTHONPATH", "HOME", "LANG", "NAZH_LOG_LEVEL")
    passed_on = {name: os.environ[name] for name in wanted if name in os.environ}
    return {
        **passed_on,
        "DISCORD_TOKEN": discord.token,
        "NAZH_DISCORD_API_URL": discord.api_url,
        "APP_ENV": "development",
        "NAZH_DATABASE_URL": "memory:",
        "NAZH_HTTP_HOST": "127.0.0.1",
        "PORT": "0",
    }


async def ready_port(discord: Server, process: asyncio.subprocess.Process) -> int:
    """Wait until the bot is ready; return the port of its metrics."""
    assert process.stdout is not None
    first = (await asyncio.wait_for(process.stdout.readline(), TIMEOUT)).decode()
    match = METRICS.match(first)
    if match is None:
        raise DemoFailed(f"The bot did not start{f': {first.strip()}' if first else '.'}")
    await discord.bot_ready(timeout=TIMEOUT)
    return int(match[1])


def new_parser(name: str, description: str) -> argparse.ArgumentParser:
    """Return a parser with the options of all demos."""
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(name, description=description, formatter_class=formatter)
    parser.add_argument(
        "--width", type=int, metavar="COLUMNS", help="default: the terminal's width"
    )
    return parser


def run_server_demo(
    name: str, explanation: str, main: Callable[..., Coroutine[None, None, None]]
) -> int:
    """Run a demo that is shown in the browser or the terminal, and return the exit status.

    ``main`` takes a stage, ``is_headless``, ``port`` and ``opens_browser``.
    """
    parser = new_parser(name, explanation)
    parser.add_argument("--headless", action="store_true", help="show it here, and end")
    parser.add_argument("--port", type=int, default=0, help="of the simulated Discord")
    parser.add_argument("--no-open", action="store_true", help="open no browser")
    options = parser.parse_args()
    demo = partial(
        main,
        is_headless=options.headless,
        port=options.port,
        opens_browser=not options.no_open,
    )
    return run_demo(demo, options.width)


def run_demo(main: Callable[[Stage], Coroutine[None, None, None]], width: int | None) -> int:
    """Run ``main`` on a stage that fits the terminal, and return the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    columns = width or shutil.get_terminal_size((80, 24)).columns
    stage = Stage(min(max(columns, NARROWEST), WIDEST), has_styles(sys.stdout))
    try:
        asyncio.run(main(stage))
    except KeyboardInterrupt:
        return 130
    except asyncio.CancelledError:
        return 143
    except TimeoutError:
        print(f"The demo failed: nothing happened for {TIMEOUT:g} seconds.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader has closed the pipe
        return 141
    except TROUBLES as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(run_demo(main, new_parser("demo", EXPLANATION).parse_args().width))
