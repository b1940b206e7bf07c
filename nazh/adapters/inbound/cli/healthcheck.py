"""The command ``nazh healthcheck``, which checks a running bot, for containers."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPException, InvalidURL
from typing import Final
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import click

from nazh.adapters.inbound.cli.output import print_errors, print_lines

TIMEOUT: Final = 3.0
"""Seconds for the response; a bot that takes longer is unhealthy."""
UNHEALTHY: Final = 1
_MAX_BYTES: Final = 500
_LOOPBACK: Final = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # not bound
"""Where a bot that listens on every interface, or on that by default, is reached."""

_EXAMPLES = """\b
Examples:
  nazh healthcheck
  nazh healthcheck --url http://127.0.0.1:8080/readyz

Exit status: 0 if the bot is healthy, 1 if it is not or does not answer, 78 if PORT or
NAZH_HTTP_HOST is invalid.
"""


def healthcheck_command(bot_address: Callable[[], tuple[str, int]]) -> click.Command:
    """Return the command. ``bot_address`` returns the host and port of the bot's settings."""

    @click.command("healthcheck", epilog=_EXAMPLES, short_help="Check the health of a running bot.")
    @click.option(
        "--url",
        metavar="ADDRESS",
        help="The address to check; by default /livez at PORT (8080) and NAZH_HTTP_HOST.",
    )
    def healthcheck(url: str | None) -> None:
        """Check the health of a running bot, and print its answer in one sentence."""
        is_well, sentence = check_health(url or livez_at(*bot_address()))
        if is_well:
            print_lines((sentence,))
            return
        print_errors((sentence,))
        raise click.exceptions.Exit(UNHEALTHY)

    return healthcheck


def livez_at(host: str, port: int) -> str:
    """Return the address of ``/livez`` of a bot on this machine that listens on ``host``."""
    reached = _LOOPBACK.get(host, host)
    return (
        f"http://[{reached}]:{port}/livez" if ":" in reached else f"http://{reached}:{port}/livez"
    )


def check_health(url: str) -> tuple[bool, str]:
    """Return whether ``url`` responds with 200, and a sentence about it. Takes 3 s at most."""
    if not url.startswith(("http://", "https://")):
        return False, f"{url} is not an address. Write http://127.0.0.1:8080/livez, for example."
    direct = build_opener(ProxyHandler({}))  # ignores proxy settings
    try:
        with direct.open(url, timeout=TIMEOUT) as answer:
            return True, f"{url} says: {_one_line(answer.read(_MAX_BYTES))}."
    except HTTPError as error:
        with error:
            text = _one_line(error.read(_MAX_BYTES))
        return False, f"{url} reports a problem ({error.code}): {text}."
    except (InvalidURL, ValueError):
        return False, f"{url} is not an address. Write http://127.0.0.1:8080/livez, for example."
    except (OSError, HTTPException):
        return False, f"{url} does not answer. Is the bot running, and is PORT the same?"


def _one_line(body: bytes) -> str:
    text = " ".join(body.decode(errors="replace").split())
    return text or "nothing"
