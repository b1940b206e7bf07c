"""The profile of ARK: Survival Ascended.

Nobody has shown that ARK answers an empty command, so replies end by a gap. ``GetChat`` is not
read-only: it empties the game's buffer.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.keep.profiles.profile import Idle, Profile, SourceRconWire

ARK_ASA: Final = Profile(
    name="ark_asa",
    title="ARK: Survival Ascended",
    wire=SourceRconWire(Idle()),
    say="ServerChat [{name}]: {text}",
    read_only_verbs=frozenset({"listplayers"}),
    empty_replies=frozenset({"Server received, But no response!!"}),
)
