"""Only managers link, and messages are said in games whose console can take them."""

from __future__ import annotations

import pytest

from nazh.application.keep.bridges.link_channel import LinkChannel
from nazh.domain.keep.access import Caller
from nazh.domain.keep.errors import OnlyServerManagers
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.unit.application.keep.doubles import FakeServerStore
from tests.unit.application.keep.test_relay_chat import Bridges, Channels

ISLAND, TEE = (
    GameServer(GameServerId(number), GuildId(1), name, profile, "a.example", 27_020)
    for number, name, profile in ((7, "Island", "ark_asa"), (8, "Tee", "teeworlds"))
)
LINK = LinkChannel(
    FakeServerStore({ISLAND: "", TEE: ""}), Bridges(), Channels(), PROFILES, FrozenClock()
)


def caller(*, is_manager: bool = True) -> Caller:
    return Caller(GuildId(1), UserId(2), frozenset(), is_manager, RequestId("1"))


@pytest.mark.parametrize(
    ("name", "asked", "planned"),
    [
        ("Island", True, True),
        ("Island", False, False),
        ("Tee", True, False),
        ("Tee", False, False),
    ],
)
async def test_a_bridge_is_two_way_if_asked_and_possible(
    name: str, asked: bool, planned: bool
) -> None:
    bridge = await LINK.plan(caller(), name, ChannelId(3), is_two_way=asked)

    assert (bridge.server.name, bridge.channel, bridge.is_two_way) == (name, ChannelId(3), planned)


async def test_only_managers_plan_a_bridge() -> None:
    with pytest.raises(OnlyServerManagers):
        await LINK.plan(caller(is_manager=False), "Island", ChannelId(3), is_two_way=True)
