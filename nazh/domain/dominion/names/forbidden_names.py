"""Refuses names of nations that are offensive or look official.

Names are compared by their keys, so that look-alike letters and spaces do not bypass the check.
"""

from __future__ import annotations

from typing import Final

from nazh.domain.dominion.errors.general import ForbiddenName, OfficialName
from nazh.domain.dominion.names.names import NationName, name_key

_OFFICIAL: Final = frozenset(map(name_key, ("Discord", "Nazh")))
"""Words that a name may not have: nations send messages to other servers through the bot."""
_STAFF: Final = frozenset(
    map(
        name_key,
        (
            *("Admin", "Admins", "Administrator", "Administrators", "Mod", "Mods", "Moderator"),
            *("Moderators", "Staff", "Support", "System", "Bot", "Operator", "Developers"),
        ),
    )
)
"""Words that are refused as a whole name only: "Mods of Aurelia" is allowed."""


def check_name(name: NationName, forbidden: frozenset[str]) -> None:
    """Raise OfficialName or ForbiddenName if nations may not have this name.

    ``forbidden`` are the keys of words that the operator forbids anywhere in a name.
    """
    words = {name.key, *map(name_key, name.text.split())}
    if name.key in _STAFF or not words.isdisjoint(_OFFICIAL):
        raise OfficialName
    if any(word in name.key for word in forbidden):
        raise ForbiddenName
