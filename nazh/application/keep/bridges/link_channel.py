"""Links game servers to the channels that show their chat, and unlinks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.keep.audit_entries import audit_entry, channel_details
from nazh.application.keep.bridges.ports import BridgeStore, ChatChannels, ChatPost, ListenerLease
from nazh.application.keep.consoles.ports import MuteStore
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ServerStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.keep.bridges import Bridge, ListenerState, StopReason
from nazh.domain.keep.errors import (
    CannotPost,
    ChatNotHeard,
    NoBridge,
    NoSuchServer,
    ThreadLocked,
)
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.identity import ChannelId, UserId


@dataclass(frozen=True, slots=True)
class LinkChannel:
    """Shows the chat of a game server in a channel. For managers only."""

    store: ServerStore
    bridges: BridgeStore
    channels: ChatChannels
    profiles: Mapping[str, Profile]
    clock: Clock

    async def plan(
        self, caller: Caller, chosen: ChosenServer, channel: ChannelId, *, is_two_way: bool
    ) -> Bridge:
        """Return the possible bridge, which may be one-way from the game.

        Raises OnlyServerManagers, NoSuchServer and ChatNotHeard.
        """
        caller.check_manager()
        server = await find_server(self.store, caller.guild, chosen)
        profile = server.profile_in(self.profiles)
        if profile.chat is None:
            raise ChatNotHeard(game=profile.title)
        return Bridge(server, channel, is_two_way=is_two_way and not profile.has_one_connection)

    async def __call__(
        self, caller: Caller, bridge: Bridge, greeting: ChatPost, nonce: str
    ) -> None:
        """Post the greeting to prove that the bot may post, and link.

        Raises CannotPost, ThreadLocked, and NoSuchServer if the server was removed meanwhile.
        """
        server = await find_server(self.store, caller.guild, bridge.server.id)
        # The greeting cannot be taken back, so a server removed since the plan gets none. It is
        # posted before linking, because failing must leave an earlier link as it is.
        reason = await self.channels.post(bridge.channel, greeting, nonce)
        if reason is StopReason.LOCKED:
            raise ThreadLocked
        if reason is not None:
            raise CannotPost
        at = self.clock.now()
        is_linked = await self.bridges.link(
            server.guild,
            server.id,
            bridge.channel,
            lambda before: audit_entry(
                caller,
                at,
                "keep.bridge.linked",
                server.name,
                before=channel_details(before),
                after=channel_details(bridge.channel),
            ),
            is_two_way=bridge.is_two_way,
        )
        if not is_linked:
            raise NoSuchServer.any_more()


@dataclass(frozen=True, slots=True)
class UnlinkChannel:
    """Stops showing the chat of a game server. For managers only."""

    store: ServerStore
    bridges: BridgeStore
    clock: Clock

    async def __call__(self, caller: Caller, chosen: ChosenServer) -> GameServer:
        """Unlink the server and return it. Raises OnlyServerManagers, NoSuchServer and NoBridge."""
        caller.check_manager()
        server = await find_server(self.store, caller.guild, chosen)
        at = self.clock.now()
        is_unlinked = await self.bridges.unlink(
            caller.guild,
            server.id,
            lambda before: audit_entry(
                caller, at, "keep.bridge.unlinked", server.name, before=channel_details(before)
            ),
        )
        if not is_unlinked:
            raise NoBridge(name=server.name)
        return server


@dataclass(frozen=True, slots=True)
class ShownBridges:
    """The bridges of a guild, whether messages are relayed to the games, and the muted users."""

    bridges: tuple[Bridge, ...]
    state: ListenerState
    muted: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowBridges:
    """Shows the bridges of a guild. For managers only."""

    bridges: BridgeStore
    mutes: MuteStore
    lease: ListenerLease
    clock: Clock

    async def __call__(self, caller: Caller) -> ShownBridges:
        """Return the bridges of the guild. Raises OnlyServerManagers."""
        bridges = await self.linked(caller)
        muted = await self.mutes.of_guild(caller.guild)
        return ShownBridges(bridges, await self.state(), muted)

    async def linked(self, caller: Caller) -> tuple[Bridge, ...]:
        """Return the bridges of the guild, ordered by server name. Raises OnlyServerManagers."""
        caller.check_manager()
        return await self.bridges.of_guild(caller.guild)

    async def state(self) -> ListenerState:
        """Return whether messages are relayed to the games."""
        return await self.lease.state(self.clock.now())
