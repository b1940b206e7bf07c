"""The profile of OpenTTD, whose admin port marks the end of every reply."""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import (
    ChatSource,
    OpenTtdAdminWire,
    Profile,
    no_lines,
    words,
)

OPENTTD: Final = Profile(
    name="openttd",
    title="OpenTTD",
    wire=OpenTtdAdminWire(),
    say='say "[{name}]: {text}"',
    probe="server_info",
    longest_command=499,
    read_only_verbs=words("clients companies status server_info getdate"),
    verbs={
        AccessLevel.VIEWER: words("clients companies status server_info getdate"),
        AccessLevel.MODERATOR: words("say say_client kick"),
        AccessLevel.ADMIN: words("save pause unpause ban unban"),
    },
    confirmed_verbs=words("quit exit restart newgame load reset_company rcon_pw"),
    secret_verbs=words("rcon_pw server_pw"),
    separators=";",
    chat=ChatSource("getdate", no_lines),
)
