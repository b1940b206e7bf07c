"""Who and where: ids that cannot be mixed up with one another or with plain numbers."""

from __future__ import annotations

from typing import NewType

PlayerId = NewType("PlayerId", int)
ServerId = NewType("ServerId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
RequestId = NewType("RequestId", str)
