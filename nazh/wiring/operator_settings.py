"""Reads the settings for the operator's commands, and reports errors in them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from nazh.adapters.inbound.settings import (
        ContextSections,
        DatabaseUrl,
        HttpSettings,
        Settings,
    )

VARIABLE: Final = "NAZH_CONTEXTS"
_DEFAULT: Final = ("dice",)


def settings(contexts: ContextSections) -> Settings:
    """Return the settings of the environment. Raises CannotRun."""
    from nazh.adapters.inbound.cli.run import CannotRun
    from nazh.adapters.inbound.settings import InvalidSettings, read_settings

    try:
        return read_settings(contexts=contexts)
    except InvalidSettings as error:
        raise CannotRun(str(error)) from error


def database_url() -> DatabaseUrl:
    """Return the database URL, ignoring all other settings. Raises CannotRun."""
    from nazh.adapters.inbound.cli.run import CannotRun
    from nazh.adapters.inbound.settings import InvalidSettings, read_database_url

    try:
        return read_database_url()
    except InvalidSettings as error:
        raise CannotRun(str(error)) from error


def http_settings() -> HttpSettings:
    """Return the settings of the HTTP server, ignoring all others. Raises CannotRun."""
    from nazh.adapters.inbound.cli.run import CannotRun
    from nazh.adapters.inbound.settings import InvalidSettings, read_http_settings

    try:
        return read_http_settings()
    except InvalidSettings as error:
        raise CannotRun(str(error)) from error


def contexts_in_terminal(
    known_contexts: Collection[str], dotenv: Path = Path(".env")
) -> tuple[str, ...]:
    """Return the contexts with commands in the terminal; the default ones if settings are invalid.

    Importing the settings takes longer than a roll, so they are read only if NAZH_CONTEXTS may be
    set.
    """
    if not os.environ.get(VARIABLE) and not _is_in(dotenv):
        return _DEFAULT
    from nazh.adapters.inbound.settings import read_contexts

    return tuple(name for name in read_contexts(dotenv) if name in known_contexts) or _DEFAULT


def _is_in(dotenv: Path) -> bool:
    try:
        return VARIABLE.encode() in dotenv.read_bytes().upper()
    except OSError:
        return False
