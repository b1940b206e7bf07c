"""Tests who manages a server, administers it, or is a game master there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from nazh.adapters.inbound.discord.guilds.members import (
    can_manage_guild,
    is_administrator,
    is_game_master,
)
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GAME_MASTERS

ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES, OTHERS = 1 << 3, 1 << 5, 1 << 13, 1 << 10
NARRATORS = 21
SETTINGS = DEFAULT_SETTINGS.with_word(GAME_MASTERS, str(NARRATORS))


@pytest.mark.parametrize(
    ("permissions", "role", "manages", "administers", "leads"),
    [
        (ADMINISTRATOR | OTHERS, None, True, True, True),
        (MANAGE_GUILD | OTHERS, None, True, False, True),
        (MANAGE_MESSAGES | OTHERS, None, False, False, True),
        (OTHERS, NARRATORS, False, False, True),
        (OTHERS, NARRATORS + 1, False, False, False),
        (None, None, False, False, False),
    ],
    ids=["administrator", "manager", "moderator", "narrator", "player", "in direct messages"],
)
def test_members_are_what_their_permissions_and_roles_say(
    permissions: int | None, role: int | None, *, manages: bool, administers: bool, leads: bool
) -> None:
    roles = () if role is None else (role,)
    member = SimpleNamespace(permissions=permissions, role_ids=roles)
    interaction: Any = SimpleNamespace(member=None if permissions is None else member)

    assert can_manage_guild(interaction) is manages
    assert is_administrator(interaction) is administers
    assert is_game_master(interaction, SETTINGS) is leads
    if role is not None:
        assert not is_game_master(interaction, DEFAULT_SETTINGS)
