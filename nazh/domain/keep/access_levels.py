"""Defines the levels of access to the consoles of game servers."""

from __future__ import annotations

from enum import IntEnum


class AccessLevel(IntEnum):
    """A level of access to a console, which includes the levels before it.

    Viewers see who is playing, moderators talk and kick, admins change the game, and owners may run
    any command.
    """

    VIEWER = 1
    MODERATOR = 2
    ADMIN = 3
    OWNER = 4
