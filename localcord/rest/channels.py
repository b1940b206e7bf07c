"""Serves channels and guilds, and the messages that a bot sends to channels."""

from localcord.channels import Channel
from localcord.errors import (
    cannot_edit_other_author,
    missing_access,
    missing_permissions,
    unknown_channel,
    unknown_guild,
    unknown_message,
    unknown_user,
)
from localcord.guilds import Guild
from localcord.json_codec import Json
from localcord.messages import Message
from localcord.permissions import SEND_MESSAGES, VIEW_CHANNEL
from localcord.rest import posting
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rules.messages import CHANNEL_FIELDS, check_edit, check_message


def _channel(call: Call) -> Channel:
    found = call.world.channels.get(call.number("channel_id"))
    if found is None:
        raise unknown_channel()
    is_away = found.guild is not None and not found.guild.bot_joined
    if is_away or not found.bot_permissions & VIEW_CHANNEL:
        raise missing_access()
    return found


def _message(call: Call) -> Message:
    found = call.world.messages.find(_channel(call).id, call.number("message_id"))
    # Ephemeral messages are only accessible through their interaction.
    if found is None or found.only_for is not None:
        raise unknown_message()
    return found


def _guild(call: Call) -> Guild:
    found = call.world.guilds.get(call.number("guild_id"))
    if found is None or not found.bot_joined:
        raise unknown_guild()
    return found


def channel(call: Call) -> Reply:
    return ok(_channel(call).json())


def typing(call: Call) -> Reply:
    _channel(call)
    return no_content()


def messages(call: Call) -> Reply:
    public = [one for one in call.world.messages.in_channel(_channel(call)) if not one.only_for]
    before, after = call.asked("before"), call.asked("after")
    chosen = [
        one
        for one in public
        if (before is None or one.id < before) and (after is None or one.id > after)
    ]
    limit = max(1, min(100, call.asked("limit") or 50))
    page = chosen[:limit] if after is not None else chosen[-limit:]
    newest_first: list[Json] = [one.json for one in reversed(page)]
    return ok(newest_first)


def posted(call: Call) -> Reply:
    found, body = _channel(call), call.object()
    if not found.bot_permissions & SEND_MESSAGES:
        raise missing_permissions()
    check_message(call.errors, body, CHANNEL_FIELDS, has_files=bool(call.files))
    return ok(posting.post_in_channel(call, found, body).json)


def message(call: Call) -> Reply:
    return ok(_message(call).json)


def edited(call: Call) -> Reply:
    found, body = _message(call), call.object()
    if found.author is not call.world.application.user:
        raise cannot_edit_other_author()
    check_edit(call.errors, body, found.json, has_files=bool(call.files))
    return ok(posting.edit(call, found, body).json)


def deleted(call: Call) -> Reply:
    call.world.delete(_message(call))
    return no_content()


def guild(call: Call) -> Reply:
    return ok(_guild(call).with_counts(call.flag("with_counts")))


def guild_channels(call: Call) -> Reply:
    return ok([one.json() for one in _guild(call).channels.values()])


def guild_roles(call: Call) -> Reply:
    return ok(_guild(call).roles_json())


def guild_member(call: Call) -> Reply:
    found = _guild(call).members.get(call.number("user_id"))
    if found is None:
        raise unknown_user()
    return ok(found.json())


ROUTES = (
    Route("GET", "/channels/{channel_id}", channel),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("GET", "/channels/{channel_id}/messages", messages),
    Route("POST", "/channels/{channel_id}/messages", posted),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", message),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", edited),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", deleted),
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/channels", guild_channels),
    Route("GET", "/guilds/{guild_id}/roles", guild_roles),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", guild_member),
)
