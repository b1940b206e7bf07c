"""Parses the address of a database, and finds the default one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from platformdirs import user_data_path

from nazh.adapters.inbound.settings.values.secrets import Address

MEMORY: Final = "memory:"
_FILE: Final = "nazh.sqlite3"
_SQLITE: Final = "sqlite:///"
_NOT_FILES: Final = ("", ":memory:")
"""The second means to SQLAlchemy a database in memory, of which each connection has its own."""
_POSTGRESQL: Final = ("postgres", "postgresql")
_SSL_MODE: Final = "sslmode"
_SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_OPTIONS: Final = (_SSL_MODE, "host")
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
        file = text.removeprefix(_SQLITE)
        if file.strip("/") in _NOT_FILES or "?" in text or text.endswith("/"):
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
    options = parse_qsl(parts.query)
    try:
        has_place = bool(parts.hostname or "host" in dict(options))
        _ = parts.port
    except ValueError:
        has_place = False
    # An @ in a password, or a colon without a port, is read differently by the database's library.
    is_ambiguous = parts.netloc.count("@") > 1 or parts.netloc.endswith(":")
    if (
        not has_place
        or is_ambiguous
        or len(parts.path) < 2
        or "/" in parts.path[1:]
        or parts.fragment
    ):
        raise ValueError(
            "is not the address of a PostgreSQL database. Write "
            "postgresql://USER:PASSWORD@HOST/DATABASE, with %40 for @, %2F for / and %23 for # in "
            "a password."
        )
    if any(name not in _OPTIONS for name, _ in options):
        raise ValueError(f"has unknown options. The known ones are {' and '.join(_OPTIONS)}.")
    modes = [value for name, value in options if name == _SSL_MODE]
    if len(modes) > 1 or not set(modes) <= set(_SSL_MODES):
        raise ValueError(f"has an unknown sslmode. Write one of {', '.join(_SSL_MODES)}.")
    return text.partition("://")[2]


def _parts(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:  # brackets without an IPv6 address
        raise ValueError(_INVALID_ADDRESS) from error
