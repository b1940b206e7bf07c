"""Names the levels of access to the consoles of game servers."""

from __future__ import annotations

from enum import IntEnum


class AccessLevel(IntEnum):
    """What a user may do in a console; each level includes those before it.

    Viewers see who plays, moderators talk and kick, admins change the game, and owners may type
    every command.
    """

    VIEWER = 1
    MODERATOR = 2
    ADMIN = 3
    OWNER = 4
