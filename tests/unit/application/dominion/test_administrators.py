"""Tests which users administer the nation of a server that has not chosen a role."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nazh.application.dominion.administrators import Administrators
from nazh.application.dominion.ports import Requester
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def no_role(guild: GuildId | None) -> GuildSettings:
    """Return the settings of a server without a role of administrators."""
    return DEFAULT_SETTINGS


@pytest.mark.parametrize("is_administrator", [True, False])
async def test_without_a_role_only_those_with_the_permission_are_administrators(
    is_administrator: bool,
) -> None:
    requester = Requester(
        request=RequestId("1"),
        guild=GuildId(1),
        user=UserId(2),
        at=NOW,
        created_at=NOW,
        is_administrator=is_administrator,
        roles=frozenset({RoleId(3)}),
    )

    assert await Administrators(no_role).include(requester) is is_administrator
