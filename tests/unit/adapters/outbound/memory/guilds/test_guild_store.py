"""Tests that guilds in memory are bounded."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.kernel.identity import GuildId, UserId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock

SERVERS = [GuildId(number) for number in range(3)]
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
CHANGE = SettingChange(FrozenClock().now(), UserId(1), LANGUAGE.name, "en", "de")


async def test_the_server_that_changed_something_longest_ago_is_forgotten() -> None:
    servers = MemoryGuildStore(limit=2)
    for guild in SERVERS[:2]:
        await servers.replace(guild, DEFAULT_SETTINGS, GERMAN, CHANGE, ENTRY)
    await servers.replace(
        SERVERS[0], GERMAN, DEFAULT_SETTINGS.with_word(LANGUAGE, "fr"), CHANGE, ENTRY
    )

    await servers.replace(SERVERS[2], DEFAULT_SETTINGS, GERMAN, CHANGE, ENTRY)

    assert [await servers.read(server) != DEFAULT_SETTINGS for server in SERVERS] == [
        True,
        False,
        True,
    ]
    assert [len(await servers.changes(server)) for server in SERVERS] == [2, 0, 1]


def test_a_capacity_of_zero_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryGuildStore(limit=0)
