"""Decides which commands Discord's client shows to a user in a channel, and what it sends."""

from localcord.json_codec import Json, JsonObject
from localcord.permissions import ADMINISTRATOR
from localcord.state.channels import Channel
from localcord.state.commands import BOT_DM_CONTEXT, GUILD_CONTEXT, PRIVATE_CONTEXT
from localcord.state.members import User
from localcord.users.option_values import Resolved

GUILD_INSTALL, USER_INSTALL = "0", "1"


def hidden_reason(command: JsonObject, channel: Channel, user: User) -> str | None:
    """Return the reason why a command is not offered, or None if it is."""
    if "guild_id" not in command and context_of(channel) not in _contexts(command):
        return f"The command {command['name']!r} cannot be used here."
    if not bot_is_in(channel) and int(USER_INSTALL) not in command["integration_types"]:
        return f"The command {command['name']!r} needs the bot in the guild."
    needed = command["default_member_permissions"]
    if needed is None or channel.guild is None:
        return None
    has = channel.guild.member(user).permissions
    # "0" means: administrators only.
    if not has & ADMINISTRATOR and (int(needed) == 0 or has & int(needed) != int(needed)):
        return f"{user.name} may not use {command['name']!r}."
    return None


def bot_is_in(channel: Channel) -> bool:
    """Return whether the bot is in the channel's guild; in direct messages always true."""
    return channel.guild is None or channel.guild.bot_joined


def context_of(channel: Channel) -> int:
    """Return Discord's number for the kind of place an interaction comes from."""
    return GUILD_CONTEXT if channel.guild is not None else BOT_DM_CONTEXT


def command_data(command: JsonObject, options: list[Json], resolved: Resolved) -> JsonObject:
    """Return the ``data`` of the interaction that uses a command."""
    data: JsonObject = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    if options:
        data["options"] = options
    if resolved:
        data["resolved"] = resolved
    return data


def command_metadata(command: JsonObject) -> JsonObject:
    """Return the command's part of the response's metadata."""
    return {"name": command["name"], "command_type": command["type"]}


def _contexts(command: JsonObject) -> tuple[int, ...]:
    if command.get("contexts") is not None:
        return tuple(command["contexts"])
    everywhere = (GUILD_CONTEXT, BOT_DM_CONTEXT, PRIVATE_CONTEXT)
    return everywhere if command["dm_permission"] else (GUILD_CONTEXT,)
