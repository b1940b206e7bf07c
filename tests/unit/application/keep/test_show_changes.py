"""Tests that only managers see who changed the game servers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nazh.application.keep.servers.show_changes import ServerChange, ShowChanges
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import OnlyServerManagers
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

GUILD = GuildId(1)
CHANGE = ServerChange(
    datetime(2026, 1, 1, tzinfo=UTC), UserId(5), "keep.server.added", "Island", None, None
)


class Changes:
    """Has one entry; satisfies ``ServerChanges``."""

    async def latest(self, guild: GuildId, most: int) -> tuple[ServerChange, ...]:
        assert (guild, most) == (GUILD, 9)
        return (CHANGE,)


def caller(*, is_manager: bool) -> Caller:
    return Caller(GUILD, UserId(5), frozenset(), is_manager, RequestId("1"))


async def test_managers_see_the_changes_of_their_guild() -> None:
    assert await ShowChanges(Changes())(caller(is_manager=True), 9) == (CHANGE,)


async def test_others_see_nothing() -> None:
    with pytest.raises(OnlyServerManagers):
        await ShowChanges(Changes())(caller(is_manager=False), 9)
