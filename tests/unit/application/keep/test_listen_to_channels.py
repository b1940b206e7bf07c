"""Tests that a process says messages only while it holds the lease."""

from __future__ import annotations

from datetime import datetime

from nazh.application.keep.bridges.listen_to_channels import ListenToChannels
from nazh.domain.keep.bridges import Bridge, ListenerState
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import ChannelId, GuildId
from tests.doubles.clock import FrozenClock
from tests.unit.application.keep.test_relay_chat import Bridges

CHAT, SILENT = ChannelId(3), ChannelId(4)
SERVER = GameServer(GameServerId(7), GuildId(1), "Island", "ark_asa", "a.example", 27_020)


class Linked(Bridges):
    """Has one bridge that goes both ways, and one that does not."""

    async def running(self) -> tuple[Bridge, ...]:
        return Bridge(SERVER, CHAT), Bridge(SERVER, SILENT, is_two_way=False)


class Lease:
    """Is free or not; satisfies ``ListenerLease``."""

    def __init__(self) -> None:
        self.is_free = True
        self.state_written: ListenerState | None = None
        self.released_by: list[str] = []

    async def renew(self, owner: str, state: ListenerState, now: datetime) -> bool:
        self.state_written = state
        return self.is_free

    async def release(self, owner: str) -> None:
        self.released_by.append(owner)

    async def state(self, now: datetime) -> ListenerState:
        raise NotImplementedError


async def test_it_listens_to_linked_channels_while_it_holds_the_lease() -> None:
    clock, lease = FrozenClock(), Lease()
    listen = ListenToChannels(Linked(), lease, clock, "me")

    await listen.start(ListenerState.NO_INTENT)
    held = (listen.bridges_of(CHAT), listen.bridges_of(SILENT), listen.bridges_of(ChannelId(5)))
    clock.advance(14)
    still_held = listen.bridges_of(CHAT)
    clock.advance(1)
    expired = listen.bridges_of(CHAT)

    assert held == ((Bridge(SERVER, CHAT),), (), ())
    assert (listen.is_linked(CHAT), listen.is_linked(SILENT)) == (True, False)
    assert (still_held, expired) == (held[0], ())
    assert lease.state_written is ListenerState.NO_INTENT


async def test_it_is_silent_while_another_process_holds_the_lease() -> None:
    lease = Lease()
    listen = ListenToChannels(Linked(), lease, FrozenClock(), "me")

    lease.is_free = False
    await listen.start(ListenerState.READY)
    waiting = listen.bridges_of(CHAT)
    lease.is_free = True
    await listen()
    taken_over = listen.bridges_of(CHAT)
    await listen.stop()

    assert (waiting, len(taken_over), listen.bridges_of(CHAT)) == ((), 1, ())
    assert lease.released_by == ["me"]
