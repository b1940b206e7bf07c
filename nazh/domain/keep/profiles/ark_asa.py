"""The profile of ARK: Survival Ascended.

It is unproven that ARK answers an empty command, so a pause ends a reply. ``GetChat`` is not
read-only: it empties the game's buffer.
"""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.game_lines import GameLine, LineKind, reply_lines
from nazh.domain.keep.profiles.ark_asa_log import ARK_ASA_LOG
from nazh.domain.keep.profiles.profile import (
    ChatSource,
    Idle,
    ListedPlayer,
    PlayerSource,
    Profile,
    SourceRconWire,
    words,
)

_NOISE: Final = ("AdminCmd", "Server received", "SERVER:", "RCON request", "Error: [Errno")
"""Parts of lines that are not chat."""
_MAX_LINE_LENGTH: Final = 1_024
_LINE: Final = re.compile(
    r"(?P<name>[^:\n]{1,64}?)(?: \((?P<character>[^()\n]{0,64})\))?: (?P<text>.*)"
)

_NOBODY: Final = "No Players Connected"
_PLAYER: Final = re.compile(r"[0-9]{1,4}\. (?P<name>.{1,64}), (?P<id>[0-9A-Fa-f]{1,32})")


def _parse_chat(reply: str) -> tuple[GameLine, ...]:
    """Return the chat lines in a reply to ``GetChat``, each with name, character and text."""
    lines: list[GameLine] = []
    for raw in reply_lines(reply):
        line = raw[:_MAX_LINE_LENGTH].strip()
        if not line or any(noise in line for noise in _NOISE):
            continue
        match = _LINE.fullmatch(line)
        if match is not None:
            lines.append(GameLine(LineKind.CHAT, match["name"], match["text"]))
    return tuple(lines)


def _parse_players(reply: str) -> tuple[ListedPlayer, ...] | None:
    """Return the players in a reply to ``ListPlayers``, one per line with number, name and id."""
    if reply.strip() == _NOBODY:
        return ()
    matches = map(_PLAYER.fullmatch, (line.strip() for line in reply_lines(reply)))
    players = tuple(ListedPlayer(match["name"], match["id"].lower()) for match in matches if match)
    return players or None


ARK_ASA: Final = Profile(
    name="ark_asa",
    title="ARK: Survival Ascended",
    wire=SourceRconWire(Idle()),
    say="ServerChat [{name}]: {text}",
    probe="ListPlayers",
    players=PlayerSource("ListPlayers", _parse_players),
    broadcast="Broadcast {text}",
    save="SaveWorld",
    read_only_verbs=words("listplayers"),
    empty_replies=frozenset({"Server received, But no response!!"}),
    verbs={
        AccessLevel.VIEWER: words("listplayers"),
        AccessLevel.MODERATOR: words(
            "broadcast serverchat serverchatto serverchattoplayer kickplayer"
        ),
        AccessLevel.ADMIN: words(
            "saveworld settimeofday giveitemtoplayer addexperience banplayer unbanplayer"
        ),
    },
    confirmed_verbs=words(
        "destroyall destroyallenemies destroymytarget destroystructures destroytribedinos "
        "destroytribeid destroytribeiddinos destroytribeidplayers destroytribeidstructures "
        "destroytribeidstructureslessthan destroytribeplayers destroytribestructures "
        "destroytribestructureslessthan destroywilddinoclasses destroywilddinos doexit "
        "saveworldandexit"
    ),
    secret_verbs=words("enablecheats"),
    separators="|",
    chat=ChatSource("GetChat", _parse_chat),
    log=ARK_ASA_LOG,
    log_command="GetGameLog",
)
