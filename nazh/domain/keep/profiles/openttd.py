"""The profile of OpenTTD, whose admin port marks the end of every reply."""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.profiles.profile import OpenTtdAdminWire, Profile

OPENTTD: Final = Profile(
    name="openttd",
    title="OpenTTD",
    wire=OpenTtdAdminWire(),
    say='say "[{name}]: {text}"',
    longest_command=499,
    read_only_verbs=frozenset({"clients", "companies", "status", "server_info", "getdate"}),
)
