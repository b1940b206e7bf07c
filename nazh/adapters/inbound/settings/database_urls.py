"""Parses the address of a database, and finds the default one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from platformdirs import user_data_path

from nazh.adapters.inbound.settings.secrets import Address

MEMORY: Final = "memory:"
_FILE: Final = "nazh.sqlite3"
_SQLITE: Final = "sqlite:///"
_POSTGRESQL: Final = ("postgres", "postgresql")
_OPTIONS: Final = ("sslmode", "host")
_INVALID_ADDRESS: Final = (
    "is not the address of a database. Write sqlite:///FILE (sqlite:////FILE from the root of the "
    "file system), postgresql://USER:PASSWORD@HOST/DATABASE, or memory: to store nothing."
)


class DatabaseUrl(Address):
    """The URL of a database."""

    __slots__ = ()

    @property
    def storage(self) -> str:
        """``memory`` or ``sql``."""
        return "memory" if self.reveal() == MEMORY else "sql"


def parse_database_url(text: str) -> DatabaseUrl:
    """Return the URL of a database."""
    if text == MEMORY:
        return DatabaseUrl(MEMORY)
    if not text.isprintable():
        raise ValueError(_INVALID_ADDRESS)
    if text.startswith(_SQLITE):
        if not text.removeprefix(_SQLITE).strip("/") or "?" in text or text.endswith("/"):
            raise ValueError(_INVALID_ADDRESS)
        return DatabaseUrl(text)
    return DatabaseUrl(f"postgresql://{_postgresql(text)}")


def default_database() -> DatabaseUrl:
    """Return the URL of the default file, for this user or this systemd unit.

    Raises ValueError if the user has no home directory.
    """
    state = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    try:
        folder = Path(state) if state else user_data_path("nazh", appauthor=False)
    except RuntimeError as error:
        raise ValueError(
            "is not set, and this user has no home directory for the default file. Set it, for "
            "example to sqlite:////var/lib/nazh/nazh.sqlite3, or set HOME."
        ) from error
    return DatabaseUrl(f"{_SQLITE}{folder / _FILE}")


def _postgresql(text: str) -> str:
    parts = _parts(text)
    if parts.scheme not in _POSTGRESQL:
        raise ValueError(_INVALID_ADDRESS)
    try:
        has_place = bool(parts.hostname or "host" in dict(parse_qsl(parts.query)))
        _ = parts.port
    except ValueError:
        has_place = False
    if not has_place or len(parts.path) < 2 or "/" in parts.path[1:] or parts.fragment:
        raise ValueError(
            "is not the address of a PostgreSQL database. Write "
            "postgresql://USER:PASSWORD@HOST/DATABASE, with %40 for @, %2F for / and %23 for # in "
            "a password."
        )
    unknown = [name for name, _ in parse_qsl(parts.query) if name not in _OPTIONS]
    if unknown:
        raise ValueError(f"has unknown options. The known ones are {' and '.join(_OPTIONS)}.")
    return text.partition("://")[2]


def _parts(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:  # brackets without an IPv6 address
        raise ValueError(_INVALID_ADDRESS) from error
