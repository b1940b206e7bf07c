"""The memory of servers' own promise: it is bounded."""

from __future__ import annotations

import pytest

from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.domain.dice.server_settings import UNCHANGED, Setting, SettingChange
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock

SERVERS = [ServerId(number) for number in range(3)]
GERMAN = UNCHANGED.with_word(Setting.LANGUAGE, "de")
CHANGE = SettingChange(FrozenClock().now(), PlayerId(1), Setting.LANGUAGE, "en", "de")


async def test_the_server_that_changed_something_longest_ago_is_forgotten() -> None:
    servers = MemoryServers(most=2)
    for server in SERVERS[:2]:
        await servers.replace(server, UNCHANGED, GERMAN, CHANGE)
    await servers.replace(SERVERS[0], GERMAN, UNCHANGED.with_word(Setting.LANGUAGE, "fr"), CHANGE)

    await servers.replace(SERVERS[2], UNCHANGED, GERMAN, CHANGE)

    assert [await servers.read(one) != UNCHANGED for one in SERVERS] == [True, False, True]
    assert [len(await servers.changes(one)) for one in SERVERS] == [2, 0, 1]


def test_servers_without_room_are_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        MemoryServers(most=0)
