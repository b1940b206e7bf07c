"""The profile of other games that use Source RCON, such as Minecraft.

Minecraft drops the connection if it receives two requests at once, so the sentinel waits for the
first frame of the reply.
"""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import (
    ListedPlayer,
    PlayerSource,
    Profile,
    Sentinel,
    SourceRconWire,
    words,
)

_LIST: Final = re.compile(
    r"There are (?P<count>[0-9]{1,5})(?: of a max(?: of)? |/)[0-9]{1,5} players online:?"
    r"(?P<names>.{0,100000})",
    re.DOTALL,
)


def _parse_players(reply: str) -> tuple[ListedPlayer, ...] | None:
    """Return the players in Minecraft's reply to ``list``; other games reply differently."""
    match = _LIST.fullmatch(reply.strip())
    if match is None:
        return None
    names = tuple(filter(None, (name.strip() for name in match["names"].split(","))))
    return tuple(map(ListedPlayer, names)) if len(names) == int(match["count"]) else None


SOURCE_GENERIC: Final = Profile(
    name="source_generic",
    title="Source RCON",
    wire=SourceRconWire(Sentinel()),
    say="say [{name}]: {text}",
    probe="list",
    players=PlayerSource("list", _parse_players),
    broadcast="say {text}",
    save="save-all",
    read_only_verbs=words("list status"),
    verbs={
        AccessLevel.VIEWER: words("list status seed"),
        AccessLevel.MODERATOR: words("say tell msg kick"),
        AccessLevel.ADMIN: words(
            "save-all give xp tp teleport time weather gamemode difficulty whitelist ban pardon"
        ),
    },
    confirmed_verbs=words("stop quit exit restart reload rl op deop kill"),
    secret_verbs=words("rcon_password sv_password sv_setsteamaccount"),
    separators=";",
)
