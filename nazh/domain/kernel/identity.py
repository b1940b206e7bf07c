"""Who and where: ids that cannot be mixed up with one another or with plain numbers."""

from __future__ import annotations

from typing import NewType

UserId = NewType("UserId", int)
GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
RequestId = NewType("RequestId", str)
