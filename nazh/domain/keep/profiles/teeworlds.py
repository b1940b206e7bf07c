"""The profile of Teeworlds 0.7."""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.profiles.profile import Profile, TeeworldsWire

TEEWORLDS: Final = Profile(
    name="teeworlds",
    title="Teeworlds",
    wire=TeeworldsWire(),
    say='say "[{name}]: {text}"',
    longest_command=200,
    read_only_verbs=frozenset({"status"}),
)
