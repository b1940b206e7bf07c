"""Creates audit log entries for managers' actions on game servers."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nazh.application.shared.audit.audit_log import AuditEntry, Details
from nazh.domain.keep.access import Caller
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.servers import GameServer, NewServer
from nazh.domain.kernel.identity import ChannelId, RoleId

ALL_SERVERS: Final = "all game servers"
"""The target of access to all game servers of a guild."""


def audit_entry(
    caller: Caller,
    at: datetime,
    action: str,
    target: str,
    *,
    before: Details | None = None,
    after: Details | None = None,
) -> AuditEntry:
    """Return the entry for an action of a manager."""
    return AuditEntry(
        at=at,
        guild=caller.guild,
        actor=caller.user,
        action=action,
        target=target,
        before=before,
        after=after,
        interaction=caller.interaction,
    )


def server_details(server: NewServer | GameServer) -> Details:
    """Return the recorded details of a game server, without its password."""
    return {"game": server.profile, "host": server.host, "port": server.port}


def access_details(role: RoleId, level: AccessLevel | None) -> Details | None:
    """Return the recorded details of a role's level; ids are text, which JSON does not round."""
    return None if level is None else {"role": str(role), "level": level.name.lower()}


def channel_details(channel: ChannelId | None) -> Details | None:
    """Return the recorded details of a bridge's channel."""
    return None if channel is None else {"channel": str(channel)}
