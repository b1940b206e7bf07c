"""The profile of Teeworlds 0.7.

The console tells by itself what happens in the game, but the names of those who join only in the
reply to ``status``.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import ChatSource, Profile, TeeworldsWire, no_lines, words

TEEWORLDS: Final = Profile(
    name="teeworlds",
    title="Teeworlds",
    wire=TeeworldsWire(),
    say='say "[{name}]: {text}"',
    probe="status",
    longest_command=200,
    read_only_verbs=words("status"),
    verbs={
        AccessLevel.VIEWER: words("status"),
        AccessLevel.MODERATOR: words("say broadcast kick"),
        AccessLevel.ADMIN: words("ban unban restart sv_map"),
    },
    confirmed_verbs=words("shutdown exit reload"),
    secret_verbs=words("password ec_password sv_rcon_password sv_rcon_mod_password"),
    separators=";",
    chat=ChatSource("status", no_lines),
    has_one_connection=True,
)
