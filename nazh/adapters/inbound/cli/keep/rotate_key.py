"""The command ``nazh keep rotate-key``, which re-encrypts stored passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Final

import click

from nazh.adapters.inbound.cli.db import run_with_store
from nazh.adapters.inbound.cli.output import print_lines
from nazh.application.keep.servers.rotate_key import RotateKey, Rotation

_LOST: Final = 1
_EXAMPLES: Final = """\
Put a new key before the old one in NAZH_KEEP_KEYS, restart the bot, run this command, and remove
the old key. Without NAZH_KEEP_KEYS, the key is derived from the bot's token.

\b
Example:
  NAZH_KEEP_KEYS=new:$(openssl rand -base64 32),old:… nazh keep rotate-key

Exit status: 0; 1 if a password can't be decrypted, 69 if the database does not answer, 78 if the
configuration is invalid.
"""

OpenRotation = Callable[[], AbstractAsyncContextManager[RotateKey]]


def rotate_key_command(open_rotation: OpenRotation) -> click.Command:
    """Return the command; ``open_rotation`` raises ``StoreError`` and CannotRun."""

    async def rotate() -> Rotation:
        async with open_rotation() as rotate_key:
            return await rotate_key()

    @click.command(
        "rotate-key", epilog=_EXAMPLES, short_help="Re-encrypt the stored passwords with a new key."
    )
    def rotate_key() -> None:
        """Re-encrypt the passwords of game servers with the first key of NAZH_KEEP_KEYS."""
        rotation = run_with_store(rotate())
        print_lines(_lines(rotation))
        if rotation.lost:
            raise click.exceptions.Exit(_LOST)

    return rotate_key


def _lines(rotation: Rotation) -> Iterator[str]:
    yield f"Encrypted with the new key: {rotation.rotated}"
    yield f"Already encrypted with it: {rotation.current}"
    if rotation.lost:
        yield f"Can't be decrypted with any key: {len(rotation.lost)}"
        for password in rotation.lost:
            yield f"  {password.name} of the Discord server {password.guild}"
        yield "Add the key that encrypted them, or enter each password again with /server password."
