"""The profile of other games with Source RCON, such as Minecraft.

Minecraft drops the connection if it receives two requests at once, so the sentinel waits for the
first frame of the reply.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import Profile, Sentinel, SourceRconWire, words

SOURCE_GENERIC: Final = Profile(
    name="source_generic",
    title="Source RCON",
    wire=SourceRconWire(Sentinel()),
    say="say [{name}]: {text}",
    probe="list",
    read_only_verbs=words("list status"),
    verbs={
        AccessLevel.VIEWER: words("list status seed"),
        AccessLevel.MODERATOR: words("say tell msg kick"),
        AccessLevel.ADMIN: words(
            "save-all give xp tp teleport time weather gamemode difficulty whitelist ban pardon"
        ),
    },
    confirmed_verbs=words("stop quit exit op deop kill"),
    secret_verbs=words("rcon_password sv_password sv_setsteamaccount"),
    separators=";",
)
