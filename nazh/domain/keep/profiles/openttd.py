"""The profile of OpenTTD, whose admin port marks the end of every reply."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import reply_lines
from nazh.domain.keep.profiles.profile import (
    ChatSource,
    ListedPlayer,
    OpenTtdAdminWire,
    PlayerSource,
    Profile,
    no_lines,
    words,
)

_SERVER: Final = "1"
"""The client number of the server itself."""
_CLIENT: Final = re.compile(
    r"Client #(?P<number>[0-9]{1,10})  name: '(?P<name>.{0,64})'  company: [0-9]{1,3}  IP: \S{1,64}"
)


def _parse_players(reply: str) -> tuple[ListedPlayer, ...] | None:
    """Return the players in a reply to ``clients``, without their addresses."""
    clients = [match for match in map(_CLIENT.fullmatch, reply_lines(reply)) if match]
    if not clients:
        return None
    return tuple(ListedPlayer(client["name"]) for client in clients if client["number"] != _SERVER)


OPENTTD: Final = Profile(
    name="openttd",
    title="OpenTTD",
    wire=OpenTtdAdminWire(),
    say='say "[{name}]: {text}"',
    probe="server_info",
    players=PlayerSource("clients", _parse_players),
    broadcast='say "{text}"',
    save="save nazh",
    longest_command=499,
    read_only_verbs=words("clients companies status server_info getdate"),
    verbs={
        AccessLevel.VIEWER: words("clients companies status server_info getdate"),
        AccessLevel.MODERATOR: words("say say_client kick"),
        AccessLevel.ADMIN: words("save pause unpause ban unban"),
    },
    confirmed_verbs=words(
        "quit exit restart newgame reload load load_heightmap reset_company resetengines exec "
        "alias rcon_pw"
    ),
    secret_verbs=words("rcon_pw server_pw"),
    separators=";",
    chat=ChatSource("getdate", no_lines),
)
