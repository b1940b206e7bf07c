"""``nazh healthcheck``: asks a running bot whether it is well, for containers."""

from __future__ import annotations

from http.client import HTTPException, InvalidURL
from typing import Final
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import click

from nazh.adapters.inbound.cli.output import complain, print_lines

PATIENCE: Final = 3.0
"""Seconds for the answer; a bot that takes longer is not well."""
UNWELL: Final = 1
_LONGEST: Final = 500

_EXAMPLES = """\b
Examples:
  nazh healthcheck
  nazh healthcheck --url http://127.0.0.1:8080/readyz

\b
Exit status: 0 where the answer is yes, 1 where it is no or does not come.
"""


@click.command("healthcheck", epilog=_EXAMPLES, short_help="Ask a running bot if it is well.")
@click.option(
    "--url",
    metavar="ADDRESS",
    help="What to ask; without it, /livez at PORT (8080) on this machine.",
)
@click.option("--port", envvar="PORT", type=int, default=8080, hidden=True)
def healthcheck_command(url: str | None, port: int) -> None:
    """Ask a running bot whether it is well, and say its answer in one sentence."""
    is_well, sentence = ask(url or f"http://127.0.0.1:{port}/livez")
    if is_well:
        print_lines((sentence,))
        return
    complain((sentence,))
    raise click.exceptions.Exit(UNWELL)


def ask(url: str) -> tuple[bool, str]:
    """Return whether ``url`` answers with 200, and a sentence on it. Takes 3 s at most."""
    if not url.startswith(("http://", "https://")):
        return False, f"{url} is not an address. Write http://127.0.0.1:8080/livez, for example."
    direct = build_opener(ProxyHandler({}))  # a probe asks the bot itself
    try:
        with direct.open(url, timeout=PATIENCE) as answer:
            return True, f"{url} says: {_one_line(answer.read(_LONGEST))}."
    except HTTPError as error:
        with error:
            said = _one_line(error.read(_LONGEST))
        return False, f"{url} says no ({error.code}): {said}."
    except (InvalidURL, ValueError):
        return False, f"{url} is not an address. Write http://127.0.0.1:8080/livez, for example."
    except (OSError, HTTPException):
        return False, f"{url} does not answer. Is the bot running, and is PORT the same?"


def _one_line(body: bytes) -> str:
    text = " ".join(body.decode(errors="replace").split())
    return text or "nothing"
