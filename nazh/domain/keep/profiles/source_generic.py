"""The profile of games with Source RCON, such as Minecraft and the games of Valve.

Minecraft drops the connection if it receives two requests at once, so the sentinel waits for the
first frame of the reply.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.profiles.profile import Profile, Sentinel, SourceRconWire

SOURCE_GENERIC: Final = Profile(
    name="source_generic",
    title="Source RCON",
    wire=SourceRconWire(Sentinel()),
    say="say [{name}]: {text}",
    read_only_verbs=frozenset({"list", "status"}),
)
