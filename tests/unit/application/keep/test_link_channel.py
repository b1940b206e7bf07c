"""Tests that only managers link channels, and two-way only if the game's console allows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nazh.application.keep.bridges.link_channel import LinkChannel, UnlinkChannel
from nazh.application.keep.bridges.ports import ChatPost
from nazh.application.shared.audit.audit_log import AuditEntry, Details
from nazh.domain.keep.access import Caller
from nazh.domain.keep.bridges import Bridge, StopReason
from nazh.domain.keep.errors import (
    CannotPost,
    NoBridge,
    NoSuchServer,
    OnlyServerManagers,
    ThreadLocked,
)
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Refusal
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


@pytest.mark.parametrize(
    ("reason", "refusal"),
    [
        (StopReason.NO_CHANNEL, CannotPost),
        (StopReason.NO_PERMISSION, CannotPost),
        (StopReason.LOCKED, ThreadLocked),
    ],
)
async def test_a_channel_in_which_the_bot_may_not_write_is_not_linked(
    reason: StopReason, refusal: type[Refusal]
) -> None:
    channels = Channels()
    link = LinkChannel(FakeServerStore({ISLAND: ""}), Bridges(), channels, PROFILES, FrozenClock())
    channels.reason = reason

    with pytest.raises(refusal):
        await link(caller(), Bridge(ISLAND, ChannelId(3)), ChatPost("Linked"), "nonce")


class Removed(Bridges):
    """Links no server, because it was removed meanwhile."""

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> bool:
        return False


async def test_nothing_is_posted_for_a_game_server_that_was_removed_after_planning() -> None:
    channels = Channels()
    link = LinkChannel(FakeServerStore({}), Bridges(), channels, PROFILES, FrozenClock())

    with pytest.raises(NoSuchServer):
        await link(caller(), Bridge(ISLAND, ChannelId(3)), ChatPost("Linked"), "nonce")

    assert channels.texts == []


async def test_a_game_server_that_is_removed_while_posting_is_unknown() -> None:
    store = FakeServerStore({ISLAND: ""})
    link = LinkChannel(store, Removed(), Channels(), PROFILES, FrozenClock())

    with pytest.raises(NoSuchServer):
        await link(caller(), Bridge(ISLAND, ChannelId(3)), ChatPost("Linked"), "nonce")


class Linked(Bridges):
    """Has a channel or none to link and unlink, and keeps the entries of the audit log."""

    def __init__(self, linked: ChannelId | None) -> None:
        super().__init__()
        self.linked = linked
        self.entries: list[AuditEntry] = []

    async def link(
        self,
        guild: GuildId,
        server: GameServerId,
        channel: ChannelId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
        *,
        is_two_way: bool = True,
    ) -> bool:
        self.entries.append(entry_of(self.linked))
        return True

    async def unlink(
        self,
        guild: GuildId,
        server: GameServerId,
        entry_of: Callable[[ChannelId | None], AuditEntry],
    ) -> bool:
        if self.linked is None:
            return False
        self.entries.append(entry_of(self.linked))
        return True


@pytest.mark.parametrize(("linked", "before"), [(None, None), (ChannelId(3), {"channel": "3"})])
async def test_the_audit_log_has_the_channel_before_and_after_linking(
    linked: ChannelId | None, before: Details | None
) -> None:
    bridges = Linked(linked)
    link = LinkChannel(FakeServerStore({ISLAND: ""}), bridges, Channels(), PROFILES, FrozenClock())

    await link(caller(), Bridge(ISLAND, ChannelId(4)), ChatPost("Linked"), "nonce")

    (entry,) = bridges.entries
    assert (entry.action, entry.target) == ("keep.bridge.linked", "Island")
    assert (entry.before, entry.after) == (before, {"channel": "4"})


async def test_managers_unlink_a_channel_that_is_linked() -> None:
    bridges = Linked(ChannelId(3))
    unlink = UnlinkChannel(FakeServerStore({ISLAND: ""}), bridges, FrozenClock())

    with pytest.raises(OnlyServerManagers):
        await unlink(caller(is_manager=False), "Island")
    server = await unlink(caller(), "Island")

    assert server == ISLAND
    (entry,) = bridges.entries
    assert (entry.action, entry.target) == ("keep.bridge.unlinked", "Island")
    assert (entry.before, entry.after) == ({"channel": "3"}, None)


async def test_a_game_server_without_a_channel_cannot_be_unlinked() -> None:
    unlink = UnlinkChannel(FakeServerStore({ISLAND: ""}), Linked(None), FrozenClock())

    with pytest.raises(NoBridge):
        await unlink(caller(), "Island")
