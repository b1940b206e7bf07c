"""The profile of games on Valve's Source engine, such as Team Fortress 2 and Garry's Mod.

These servers process requests in sequence, so the sentinel is sent together with the command. They
skip commands of 511 bytes or more, and ``//`` outside quotes begins a comment.
"""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import reply_lines
from nazh.domain.keep.profiles.profile import (
    ListedPlayer,
    PlayerSource,
    Profile,
    Sentinel,
    SourceRconWire,
    words,
)

_COUNT: Final = re.compile(r"players\s{0,8}: [0-9]{1,4}\b.{0,100}")
_PLAYER: Final = re.compile(
    r"#\s{1,8}[0-9]{1,8}(?: [0-9]{1,4})? \"(?P<name>.{0,64})\"\s{1,16}"
    r"(?:STEAM_|\[U:)\S{1,40}(?:\s.{0,200})?"
)


def _parse_players(reply: str) -> tuple[ListedPlayer, ...] | None:
    """Return the players in a reply to ``status``, without bots."""
    lines = reply_lines(reply)
    if not any(map(_COUNT.fullmatch, lines)):
        return None
    matches = map(_PLAYER.fullmatch, lines)
    return tuple(ListedPlayer(match["name"]) for match in matches if match)


SOURCE_ENGINE: Final = Profile(
    name="source_engine",
    title="Source engine",
    wire=SourceRconWire(Sentinel(is_pipelined=True)),
    say='say "[{name}]: {text}"',
    probe="status",
    players=PlayerSource("status", _parse_players),
    broadcast='say "{text}"',
    longest_command=510,
    read_only_verbs=words("status users stats"),
    verbs={
        AccessLevel.VIEWER: words("status users stats"),
        AccessLevel.MODERATOR: words("say kick kickid"),
        AccessLevel.ADMIN: words("banid removeid writeid changelevel mp_restartgame"),
    },
    confirmed_verbs=words("quit exit restart _restart killserver exec alias"),
    secret_verbs=words("rcon_password sv_password sv_setsteamaccount"),
    separators=";",
)
