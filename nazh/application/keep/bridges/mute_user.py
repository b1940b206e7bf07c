"""Mutes and unmutes users in the games of a guild."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.keep.audit_entries import ALL_SERVERS, audit_entry
from nazh.application.keep.consoles.ports import MuteStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.access import Caller
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class MuteUser:
    """Stops a user's messages from being relayed to the games of a guild. For managers only.

    The audit log records the manager but not the muted user: its entries name no other users.
    """

    mutes: MuteStore
    clock: Clock

    async def __call__(self, caller: Caller, user: UserId) -> bool:
        """Mute a user; return whether they were not muted before.

        Raises OnlyServerManagers and TooManyMuted.
        """
        caller.check_manager()
        at = self.clock.now()
        entry = audit_entry(caller, at, "keep.user.muted", ALL_SERVERS)
        return await self.mutes.mute(caller.guild, user, at, entry)

    async def unmute(self, caller: Caller, user: UserId) -> bool:
        """Unmute a user; return whether they were muted. Raises OnlyServerManagers."""
        caller.check_manager()
        entry = audit_entry(caller, self.clock.now(), "keep.user.unmuted", ALL_SERVERS)
        return await self.mutes.unmute(caller.guild, user, entry)
