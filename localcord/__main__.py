"""Runs localcord, a Discord simulator with a browser client, until it is stopped."""

import argparse
import asyncio
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from localcord.errors import CannotSign
from localcord.locales import DEFAULT, LOCALES
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS, MANAGE_GUILD
from localcord.rest.request_log import RecordedRequest
from localcord.server import Server
from localcord.settings import Settings
from localcord.state.guilds import Guild

_ACCOUNT_AGE = timedelta(days=365)
# The name and the role of each, and a language of their own, if any.
_DEFAULT_USERS = (("Mira", "Player", ""), ("Tomas", "Game master", ""), ("Kel", "Stranger", ""))


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="localcord",
        description="Simulate Discord on loopback, to run a bot and use it in a browser.",
    )
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument(
        "--token-file",
        type=Path,
        help="read the bot's token from this file; create it if missing",
    )
    parser.add_argument("--bot-name", default="Bot", help="the application's name")
    parser.add_argument(
        "--guild",
        action="append",
        metavar="NAME",
        help="a guild; may be repeated (default: Loopback)",
    )
    parser.add_argument(
        "--channel", action="append", metavar="NAME", help="a channel; may be repeated"
    )
    parser.add_argument(
        "--user",
        action="append",
        metavar="NAME[:ROLE[:LOCALE]]",
        type=_user,
        help="a user; may be repeated (default: a player, a game master, a stranger)",
    )
    parser.add_argument(
        "--manager",
        action="append",
        metavar="NAME",
        help="the user who administers a guild; repeated for the next guilds, of which the last "
        "name has all others (default: the second user)",
    )
    parser.add_argument("--locale", default=DEFAULT, type=_locale, help="the users' language")
    parser.add_argument(
        "--guild-locale", default=DEFAULT, type=_locale, help="the guilds' preferred language"
    )
    parser.add_argument(
        "--interactions-url",
        metavar="URL",
        help="post interactions to this endpoint, signed, instead of sending them over the gateway",
    )
    parser.add_argument("--shards", type=int, default=1, help="shards to recommend to the bot")
    parser.add_argument(
        "--rate-limits", action="store_true", help="enforce limits much like Discord's"
    )
    parser.add_argument(
        "--privileged-intents",
        action="store_true",
        help="grant the intents for members, presences and message content",
    )
    parser.add_argument(
        "--first-command",
        default="",
        metavar="NAME",
        help="the command that the client lists first (default: by name)",
    )
    parser.add_argument(
        "--refuse-unknown-fields",
        action="store_true",
        help="refuse fields that Discord does not document, instead of printing a warning",
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="also exit when standard input closes, i.e. when the parent process ends",
    )
    parser.add_argument(
        "--clock",
        default=(1, 0.0),
        type=_clock,
        metavar="SPEED@SECONDS",
        help="be so many times as fast as real time from this Unix time on (600@1767225600)",
    )
    parser.add_argument("--open", action="store_true", help="open the client in a browser")
    return parser.parse_args(arguments)


def _user(text: str) -> tuple[str, str, str]:
    name, _, role_and_locale = text.partition(":")
    role, _, locale = role_and_locale.partition(":")
    return name, role, locale and _locale(locale)


def _clock(text: str) -> tuple[int, float]:
    speed, _, began = text.partition("@")
    if not (speed.isdecimal() and began.isdecimal() and int(speed) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 600@1767225600")
    return int(speed), float(began)


def _locale(text: str) -> str:
    if text not in LOCALES:
        listed = ", ".join(LOCALES)
        raise argparse.ArgumentTypeError(f"{text!r} is no locale of Discord's, which are: {listed}")
    return text


def build(options: argparse.Namespace) -> Server:
    """Return a server with its guild, channels and users, not yet listening."""
    speed, began = options.clock
    settings = Settings(
        clock_speed=speed,
        clock_began=began,
        shards=options.shards,
        rate_limits=options.rate_limits,
        privileged_intents=options.privileged_intents,
        refuse_unknown_fields=options.refuse_unknown_fields,
        first_command=options.first_command,
    )
    token_file: Path | None = options.token_file
    token = token_file.read_text().strip() if token_file and token_file.exists() else None
    server = Server(
        settings,
        port=options.port,
        token=token,
        application_name=options.bot_name,
        interactions_url=options.interactions_url,
    )
    if token_file and token is None:
        token_file.touch(mode=0o600)
        token_file.write_text(server.token + "\n")
    for name, role, locale in options.user or _DEFAULT_USERS:
        server.user(name, locale=locale or options.locale, about=role, age=_ACCOUNT_AGE)
    managers = options.manager or [person.name for person in server.people[:2]][-1:]
    for number, name in enumerate(options.guild or ("Loopback",)):
        guild = server.guild(name, locale=options.guild_locale)
        for channel in options.channel or ("general",):
            guild.channel(channel)
        _let_in(server, guild, manager=managers[min(number, len(managers) - 1)])
    return server


def _let_in(server: Server, guild: Guild, *, manager: str) -> None:
    """Make all users members of a guild; one of them administers it."""
    for person in server.people:
        if person.account.about:
            person.set_roles(guild, guild.role(person.account.about))
        manages = person.name == manager
        more = ADMINISTRATOR | MANAGE_GUILD if manages else 0
        person.set_permissions(guild, DEFAULT_PERMISSIONS | more)


async def serve(server: Server, *, show: bool = False) -> None:
    """Serve until SIGINT or SIGTERM; ``show`` opens a browser, if there is one."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    server.requests.listen(_warner())
    async with server:
        lines = (
            f"client  {server.client_url}",
            f"api     {server.api_url}",
            f"gateway {server.gateway_url}",
            f"token   {server.token}",
            *([f"key     {server.verify_key}"] if server.interactions_url else []),
        )
        sys.stdout.write("\n".join(lines) + "\nCtrl-C ends it.\n")
        sys.stdout.flush()
        if show:
            await asyncio.to_thread(webbrowser.open, server.client_url)
        await stop.wait()


def _warner() -> Callable[[RecordedRequest], None]:
    """Return a listener that prints unknown fields of requests, each once per route."""
    warned: set[tuple[str, str]] = set()

    def warn(request: RecordedRequest) -> None:
        where = f"{request.method} {request.route}"
        for path in request.unknown_fields:
            if (where, path) not in warned:
                warned.add((where, path))
                sys.stderr.write(f"warning: {where}: Discord ignores {path}, as undocumented.\n")

    return warn


def _exit_on_stdin_eof() -> None:
    # Not through sys.stdin: its lock, held by a thread, would break the end of the interpreter.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run the command line."""
    options = parse_arguments(sys.argv[1:])
    if options.until_stdin_closes:
        threading.Thread(target=_exit_on_stdin_eof, daemon=True).start()
    try:
        asyncio.run(serve(build(options), show=options.open))
    except (CannotSign, OSError) as problem:
        sys.exit(f"localcord: {problem}")


if __name__ == "__main__":
    main()
