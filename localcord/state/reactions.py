"""Adds reactions to messages and removes them; notifies the bot."""

import unicodedata
from typing import TYPE_CHECKING

from localcord.gateway.intents import DIRECT_REACTIONS, GUILD_REACTIONS
from localcord.json_codec import Json, JsonObject
from localcord.state.members import User
from localcord.state.messages import Message

if TYPE_CHECKING:
    from localcord.state.world import World

MAX_REACTIONS = 20
_KEYCAP = "\u20e3"


def is_emoji(text: str) -> bool:
    """Return whether a text is one of Unicode's emojis; guilds have none of their own here."""
    symbols = [
        character
        for character in text
        if unicodedata.category(character) == "So" or character == _KEYCAP
    ]
    return bool(symbols) and len(text) <= 16 and not any(character.isalpha() for character in text)


def react(world: "World", message: Message, user: User, emoji: str) -> None:
    """Let a user react with an emoji; reacting twice changes nothing."""
    users = message.reactions.setdefault(emoji, [])
    if user not in users:
        users.append(user)
        _show(world, message)
        _tell(world, "MESSAGE_REACTION_ADD", message, emoji, user)


def take_back(world: "World", message: Message, user: User, emoji: str) -> None:
    """Remove a user's reaction, if there is one."""
    users = message.reactions.get(emoji, [])
    if user in users:
        users.remove(user)
        if not users:
            del message.reactions[emoji]
        _show(world, message)
        _tell(world, "MESSAGE_REACTION_REMOVE", message, emoji, user)


def remove_all(world: "World", message: Message) -> None:
    """Remove all reactions of a message."""
    message.reactions.clear()
    _show(world, message)
    _tell(world, "MESSAGE_REACTION_REMOVE_ALL", message, None, None)


def _show(world: "World", message: Message) -> None:
    bot = world.application.user
    reactions: list[Json] = [
        {
            "emoji": _emoji(emoji),
            "count": len(users),
            "count_details": {"burst": 0, "normal": len(users)},
            "burst_colors": [],
            "me": bot in users,
            "me_burst": False,
        }
        for emoji, users in message.reactions.items()
    ]
    # Replaced, not changed in place: a copy handed out earlier must not change under its reader.
    message.json = {**message.json, "reactions": reactions}
    message.notify_observers()
    world.notify_observers()


def _tell(
    world: "World", name: str, message: Message, emoji: str | None, user: User | None
) -> None:
    payload: JsonObject = {
        "message_id": str(message.id),
        "channel_id": str(message.channel.id),
    }
    if emoji is not None and user is not None:
        payload |= {"emoji": _emoji(emoji), "user_id": str(user.id), "burst": False, "type": 0}
        if name.endswith("_ADD"):
            payload["message_author_id"] = str(message.author.id)
    guild = message.channel.guild
    if guild is None:
        world.dispatch(name, payload, None, DIRECT_REACTIONS)
    elif guild.bot_joined:
        payload["guild_id"] = str(guild.id)
        if name.endswith("_ADD") and user is not None:
            payload["member"] = guild.member(user).json()
        world.dispatch(name, payload, guild.id, GUILD_REACTIONS)


def _emoji(emoji: str) -> JsonObject:
    return {"id": None, "name": emoji}
