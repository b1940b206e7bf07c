"""Defines distinct types for ids, so that they cannot be confused with each other."""

from __future__ import annotations

from typing import NewType

UserId = NewType("UserId", int)
GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
RequestId = NewType("RequestId", str)
