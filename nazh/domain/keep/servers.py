"""Defines the game servers of a guild, and parses what users enter for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NewType

from nazh.domain.keep.consoles.addresses import HIGHEST_PORT, LOWEST_PORT
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.errors import (
    InvalidHost,
    InvalidPassword,
    InvalidPort,
    InvalidServerName,
)
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.texts.names import LONGEST_NAME, clean_name
from nazh.domain.kernel.identity import GuildId

GameServerId = NewType("GameServerId", int)
MAX_SERVERS: Final = 25
"""The most game servers of a guild, as many as Discord's autocompletion shows."""
LONGEST_HOST: Final = 253
LONGEST_PASSWORD: Final = 128
_NUMBER: Final = re.compile(r"[0-9]+")
_HOST: Final = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}", re.ASCII
)


@dataclass(frozen=True, slots=True)
class NewServer:
    """A game server to add."""

    guild: GuildId
    name: str
    profile: str
    host: str
    port: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class GameServer:
    """A game server of a guild. ``profile`` is the name of its profile."""

    id: GameServerId
    guild: GuildId
    name: str
    profile: str
    host: str
    port: int

    def profile_in(self, profiles: Mapping[str, Profile]) -> Profile:
        """Return the profile of the game."""
        return profiles[self.profile]


def parse_server_name(typed: str) -> str:
    """Return the name with single spaces. Raises InvalidServerName."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME or clean_name(name) != name:
        raise InvalidServerName(most=LONGEST_NAME)
    return name


def server_name_key(name: str) -> str:
    """Return a key that is the same for names that differ only in case or spaces."""
    return " ".join(name.split()).casefold()


def server_name_order(name: str) -> str:
    """Return a key that orders names by the numbers in them: Island 2 is before Island 10."""
    return _NUMBER.sub(lambda number: number[0].zfill(LONGEST_NAME), server_name_key(name))


def parse_host(typed: str) -> str:
    """Return a host name or an IP address. Raises InvalidHost."""
    host = typed.strip().removeprefix("[").removesuffix("]")
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        raise InvalidHost
    return host.lower()


def parse_port(typed: str) -> int:
    """Return a port of at least 1,024. Raises InvalidPort."""
    text = typed.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 5:
        port = int(text)
        if LOWEST_PORT <= port <= HIGHEST_PORT:
            return port
    raise InvalidPort(least=str(LOWEST_PORT), most=str(HIGHEST_PORT))


def parse_password(typed: str) -> Password:
    """Return the password as it was typed. Raises InvalidPassword."""
    if not typed or len(typed) > LONGEST_PASSWORD:
        raise InvalidPassword(most=LONGEST_PASSWORD)
    try:
        return Password(typed)
    except ValueError:
        raise InvalidPassword(most=LONGEST_PASSWORD) from None
