"""The profile of games on Valve's Source engine, such as Team Fortress 2 and Garry's Mod.

These servers read requests one after the other, so the sentinel is sent together with the command.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import Profile, Sentinel, SourceRconWire, words

SOURCE_ENGINE: Final = Profile(
    name="source_engine",
    title="Source engine",
    wire=SourceRconWire(Sentinel(is_pipelined=True)),
    say="say [{name}]: {text}",
    probe="status",
    read_only_verbs=words("status users stats"),
    verbs={
        AccessLevel.VIEWER: words("status users stats"),
        AccessLevel.MODERATOR: words("say kick kickid"),
        AccessLevel.ADMIN: words("banid removeid writeid changelevel mp_restartgame"),
    },
    confirmed_verbs=words("quit exit restart killserver exec"),
    secret_verbs=words("rcon_password sv_password sv_setsteamaccount"),
    separators=";",
)
