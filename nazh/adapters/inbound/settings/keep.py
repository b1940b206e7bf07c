"""Declares the settings of Keep."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nazh.adapters.inbound.settings.values.parsers import parse_keys
from nazh.adapters.inbound.settings.values.secrets import Secret
from nazh.adapters.inbound.settings.variables import optional_setting, setting
from nazh.domain.keep.consoles.addresses import IpNetwork, parse_networks
from nazh.domain.keep.servers import GameServerId

CONSOLE: Final = "console"
"""Stands for the path of a log that is read over the console of its game."""


def _networks(text: str) -> tuple[IpNetwork, ...]:
    try:
        return parse_networks(text)
    except ValueError:
        raise ValueError(
            "is not a list of networks. Write them like 10.0.0.0/8, fd00::/8."
        ) from None


def _logs(text: str) -> tuple[tuple[GameServerId, Path | None], ...]:
    logs: dict[GameServerId, Path | None] = {}
    for entry in filter(None, map(str.strip, text.split(","))):
        id, separator, path = map(str.strip, entry.partition("="))
        if not (separator and path and id.isascii() and id.isdecimal() and int(id) > 0):
            raise ValueError(
                "is not a list of log files. Write them like 1=/srv/ark/ShooterGame.log, with the "
                "numbers that `nazh keep logs` shows."
            )
        file = None if path == CONSOLE else Path(path)
        if file is not None and not file.is_absolute():
            raise ValueError(
                f"names {path}, which does not begin with /. Write the whole path, or {CONSOLE}."
            )
        if GameServerId(int(id)) in logs:
            raise ValueError(f"names two logs for game server {id}. Leave one out.")
        if file is not None and file in logs.values():
            raise ValueError(f"names {path} for two game servers. Leave one out.")
        logs[GameServerId(int(id))] = file
    return tuple(logs.items())


@dataclass(frozen=True, slots=True)
class KeepSettings:
    """Game servers."""

    keys: Secret | None = optional_setting(
        "NAZH_KEEP_KEYS",
        "The keys that encrypt the passwords of game servers, the first one for new passwords. "
        "`nazh keep rotate-key` re-encrypts all of them.",
        "`<id>:<32 bytes in base64>`, separated by commas",
        parse_keys,
        unset="a key derived from the bot's token, which is lost when the token is reset",
        is_secret=True,
    )
    networks: tuple[IpNetwork, ...] = setting(
        "NAZH_KEEP_NETWORKS",
        "Private networks in which game servers may be, in addition to the internet.",
        "networks like `10.0.0.0/8, fd00::/8`",
        _networks,
        "",
        unset="none",
    )
    logs: tuple[tuple[GameServerId, Path | None], ...] = setting(
        "NAZH_KEEP_LOGS",
        "The log files of game servers on this machine, by the numbers of the servers; `console` "
        "instead of a path reads the log over the console. `nazh keep logs` shows the numbers, and "
        "whether the files can be read.",
        "`<number>=<path>` or `<number>=console`, separated by commas",
        _logs,
        "",
        unset="none",
    )
