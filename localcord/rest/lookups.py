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
    channel = call.world.channels.get(call.number("channel_id"))
    if channel is None:
        raise unknown_channel()
    is_away = channel.guild is not None and not channel.guild.bot_joined
    if is_away or not channel.granted & VIEW_CHANNEL:
        raise missing_access()
    return channel


def message_of(call: Call) -> Message:
    """Return the message, which is not ephemeral: those are known to their interaction only."""
    message = call.world.messages.find(channel_of(call).id, call.number("message_id"))
    if message is None or message.only_for is not None:
        raise unknown_message()
    return message


def guild_of(call: Call) -> Guild:
    """Return a guild that the bot is in."""
    guild = call.world.guilds.get(call.number("guild_id"))
    if guild is None or not guild.bot_joined:
        raise unknown_guild()
    return guild


def need_in_channel(channel: Channel, permission: int) -> None:
    """Raise the 403 answer if the bot lacks a permission in a channel."""
    if not channel.granted & (permission | ADMINISTRATOR):
        raise missing_permissions()


def need_in_guild(call: Call, guild: Guild, permission: int) -> None:
    """Raise the 403 answer if the bot lacks a permission in a guild."""
    granted = guild.member(call.world.application.user).permissions
    if not granted & (permission | ADMINISTRATOR):
        raise missing_permissions()
