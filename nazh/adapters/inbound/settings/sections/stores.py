"""Declares the settings of the database and of Redis (see ``platform``)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.settings.values.database_urls import (
    DatabaseUrl,
    default_database,
    parse_database_url,
)
from nazh.adapters.inbound.settings.values.redis_urls import parse_redis_url
from nazh.adapters.inbound.settings.values.secrets import Address
from nazh.adapters.inbound.settings.variables import optional_setting


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """The database."""

    url: DatabaseUrl | None = optional_setting(
        "NAZH_DATABASE_URL",
        "Where rolls are stored (docs/stores.md): in a file, in PostgreSQL, or nowhere.",
        "`sqlite:///…`, `postgresql://…` or `memory:`",
        parse_database_url,
        unset="`nazh.sqlite3` in the user's data directory",
        is_secret=True,
    )

    @property
    def address(self) -> DatabaseUrl:
        """The URL in effect, which is the default file's if none is set."""
        return default_database() if self.url is None else self.url


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """The Redis that processes share."""

    url: Address | None = optional_setting(
        "NAZH_REDIS_URL",
        "A Redis that several processes share (docs/scaling.md), for rate limits and for "
        "deciding which process does which work.",
        "`redis://:PASSWORD@HOST:PORT/NUMBER`, `rediss://…` or `unix:///PATH?db=NUMBER`",
        parse_redis_url,
        unset="nothing is shared",
        is_secret=True,
        extra="scale",
    )

    @property
    def state(self) -> str:
        """``on`` or ``off``, for a Redis that processes share."""
        return "off" if self.url is None else "on"
