"""Serves the reactions of messages."""

from urllib.parse import unquote

from localcord.errors import too_many_reactions, unknown_emoji
from localcord.json_codec import Json
from localcord.permissions import ADD_REACTIONS, MANAGE_MESSAGES
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rest.lookups import channel_of, message_of, need_in_channel
from localcord.state.members import User
from localcord.state.reactions import MAX_REACTIONS, is_emoji, react, remove_all, take_back

_USERS_PER_PAGE = 100
_REACTIONS = "/channels/{channel_id}/messages/{message_id}/reactions"


def added(call: Call) -> Reply:
    """Let the bot react. Joining an emoji that is there needs no permission, as on Discord."""
    message, emoji = message_of(call), _emoji(call)
    if emoji not in message.reactions:
        need_in_channel(message.channel, ADD_REACTIONS)
        if len(message.reactions) >= MAX_REACTIONS:
            raise too_many_reactions(MAX_REACTIONS)
    react(call.world, message, call.world.application.user, emoji)
    return no_content()


def own_removed(call: Call) -> Reply:
    take_back(call.world, message_of(call), call.world.application.user, _emoji(call))
    return no_content()


def removed(call: Call) -> Reply:
    """Remove the reaction of another user."""
    message, emoji = message_of(call), _emoji(call)
    need_in_channel(message.channel, MANAGE_MESSAGES)
    user = call.world.users.get(call.number("user_id"))
    if user is not None:
        take_back(call.world, message, user, emoji)
    return no_content()


def all_removed(call: Call) -> Reply:
    message = message_of(call)
    need_in_channel(message.channel, MANAGE_MESSAGES)
    remove_all(call.world, message)
    return no_content()


def users(call: Call) -> Reply:
    """Answer with a page of the users who reacted, in the order of their ids."""
    reacted: list[User] = message_of(call).reactions.get(_emoji(call), [])
    after, limit = call.asked("after") or 0, call.asked("limit") or 25
    later = sorted((user for user in reacted if user.id > after), key=lambda user: user.id)
    page: list[Json] = [user.json() for user in later[: max(1, min(_USERS_PER_PAGE, limit))]]
    return ok(page)


def _emoji(call: Call) -> str:
    emoji = unquote(call.params["emoji"])
    channel_of(call)
    if not is_emoji(emoji):
        raise unknown_emoji()
    return emoji


ROUTES = (
    Route("GET", _REACTIONS + "/{emoji}", users),
    Route("DELETE", _REACTIONS, all_removed),
    Route("PUT", _REACTIONS + "/{emoji}/@me", added),
    Route("DELETE", _REACTIONS + "/{emoji}/@me", own_removed),
    Route("DELETE", _REACTIONS + "/{emoji}/{user_id}", removed),
)
