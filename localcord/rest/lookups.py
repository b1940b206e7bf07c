"""Finds the channel, message and guild of a request, or raises Discord's error."""

from localcord.errors import (
    missing_access,
    missing_permissions,
    unknown_channel,
    unknown_guild,
    unknown_message,
)
from localcord.permissions import ADMINISTRATOR, VIEW_CHANNEL
from localcord.rest.calls import Call
from localcord.state.channels import Channel
from localcord.state.guilds import Guild
from localcord.state.messages import Message


def channel_of(call: Call) -> Channel:
    """Return a channel that the bot can view."""
    found = call.world.channels.get(call.number("channel_id"))
    if found is None:
        raise unknown_channel()
    is_away = found.guild is not None and not found.guild.bot_joined
    if is_away or not found.granted & VIEW_CHANNEL:
        raise missing_access()
    return found


def message_of(call: Call) -> Message:
    """Return the message, which is not ephemeral: those are known to their interaction only."""
    found = call.world.messages.find(channel_of(call).id, call.number("message_id"))
    if found is None or found.only_for is not None:
        raise unknown_message()
    return found


def guild_of(call: Call) -> Guild:
    """Return a guild that the bot is in."""
    found = call.world.guilds.get(call.number("guild_id"))
    if found is None or not found.bot_joined:
        raise unknown_guild()
    return found


def need_in_channel(channel: Channel, permission: int) -> None:
    """Raise the 403 answer if the bot lacks a permission in a channel."""
    if not channel.granted & (permission | ADMINISTRATOR):
        raise missing_permissions()


def need_in_guild(call: Call, guild: Guild, permission: int) -> None:
    """Raise the 403 answer if the bot lacks a permission in a guild."""
    granted = guild.member(call.world.application.user).permissions
    if not granted & (permission | ADMINISTRATOR):
        raise missing_permissions()
