"""The profile of Teeworlds 0.7.

The console pushes what happens in the game, but the names of joining players appear only in the
reply to ``status``.
"""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import reply_lines
from nazh.domain.keep.profiles.profile import (
    ChatSource,
    ListedPlayer,
    PlayerSource,
    Profile,
    TeeworldsWire,
    no_lines,
    words,
)

_PLAYER: Final = re.compile(
    r"\[[0-9:]{8}\]\[server\]: id=[0-9]{1,2} addr=.{1,60} name='(?P<name>.{0,64})' score=.{0,60}"
)


def _parse_players(reply: str) -> tuple[ListedPlayer, ...]:
    """Return the players in a reply to ``status``, which is empty if nobody is playing."""
    matches = map(_PLAYER.fullmatch, reply_lines(reply))
    return tuple(ListedPlayer(match["name"]) for match in matches if match)


TEEWORLDS: Final = Profile(
    name="teeworlds",
    title="Teeworlds",
    wire=TeeworldsWire(),
    say='say "[{name}]: {text}"',
    probe="status",
    players=PlayerSource("status", _parse_players),
    broadcast='broadcast "{text}"',
    longest_command=200,
    read_only_verbs=words("status"),
    verbs={
        AccessLevel.VIEWER: words("status"),
        AccessLevel.MODERATOR: words("say broadcast kick"),
        AccessLevel.ADMIN: words("ban unban restart sv_map"),
    },
    confirmed_verbs=words("shutdown exit reload exec"),
    secret_verbs=words("password ec_password sv_rcon_password sv_rcon_mod_password"),
    separators=";",
    chat=ChatSource("status", no_lines),
    has_one_connection=True,
)
