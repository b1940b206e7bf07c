"""python -m localcord: a Discord on loopback that serves until it is told to stop."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from localcord.server import Server
from localcord.settings import Settings


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m localcord",
        description="A Discord on loopback, for running a bot without Discord.",
    )
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument(
        "--token-file",
        type=Path,
        help="read the bot's token from this file; when there is none, make one and write it",
    )
    parser.add_argument("--guild", default="Loopback", help="name of the guild (one channel)")
    parser.add_argument("--shards", type=int, default=1, help="shards to recommend to the bot")
    parser.add_argument(
        "--rate-limits", action="store_true", help="enforce limits much like Discord's"
    )
    return parser.parse_args(arguments)


def build(options: argparse.Namespace) -> Server:
    """Return a server with one guild and one channel, not yet listening."""
    settings = Settings(shards=options.shards, rate_limits=options.rate_limits)
    token_file: Path | None = options.token_file
    token = token_file.read_text().strip() if token_file and token_file.exists() else None
    server = Server(settings, port=options.port, token=token)
    if token_file and token is None:
        token_file.touch(mode=0o600)
        token_file.write_text(server.token + "\n")
    server.guild(options.guild).channel("general")
    return server


async def serve(server: Server) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with server:
        lines = (f"api     {server.api_url}", f"gateway {server.gateway_url}")
        sys.stdout.write("\n".join((*lines, f"token   {server.token}")) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Run the command line."""
    try:
        asyncio.run(serve(build(parse_arguments(sys.argv[1:]))))
    except OSError as problem:
        sys.exit(f"localcord: {problem}")


if __name__ == "__main__":
    main()
