"""Opens, changes and deletes threads and channels, and notifies the bot."""

from typing import TYPE_CHECKING

from localcord.clock import iso_time
from localcord.gateway.intents import GUILDS
from localcord.json_codec import JsonObject
from localcord.state.channels import Channel, Thread
from localcord.state.members import User
from localcord.state.messages import Message, new_message

if TYPE_CHECKING:
    from localcord.state.world import World

THREAD_CREATED = 18
"""The type of the message in the channel that announces a thread."""
HAS_THREAD = 1 << 5
"""The flag of the message that a thread was opened from."""
DAY_IN_MINUTES = 1440


def open_thread(
    world: "World",
    parent: Channel,
    owner: User,
    name: str,
    *,
    source: Message | None = None,
    is_private: bool = False,
    archive_minutes: int = DAY_IN_MINUTES,
) -> Channel:
    """Open a thread in a channel, with ``source`` at a message, whose id it then has."""
    assert parent.guild is not None, "direct messages have no threads"
    id, now = source.id if source else world.snowflakes.mint(), world.clock.now()
    state = Thread(parent, owner, now, now, archive_minutes, is_private, members={owner.id})
    thread = Channel(id, name, parent.guild, thread=state)
    parent.guild.threads[id] = world.channels[id] = thread
    _tell(world, "THREAD_CREATE", thread, {**thread.json(), "newly_created": True})
    if source is not None:
        source.json = {
            **source.json,
            "flags": source.flags | HAS_THREAD,
            "thread": thread.json(),
        }
        world.edited(source)
    elif not is_private and not parent.is_forum:
        _announce(world, thread, state)
    world.notify_observers()
    return thread


def open_post(world: "World", forum: Channel, owner: User, name: str, text: str) -> Channel:
    """Open a post in a forum, a thread whose first message has the id of the thread."""
    post = open_thread(world, forum, owner, name)
    message = new_message(
        id=post.id,
        at=world.clock.now(),
        channel=post,
        author=owner,
        body={"content": text},
        kind=0,
        flags=0,
        people=world.users,
    )
    world.post(message)
    return post


def _announce(world: "World", thread: Channel, state: Thread) -> None:
    message = new_message(
        id=world.snowflakes.mint(),
        at=state.created_at,
        channel=state.parent,
        author=state.owner,
        body={"content": thread.name},
        kind=THREAD_CREATED,
        flags=0,
        people=world.users,
    )
    message.json["message_reference"] = {
        "type": 0,
        "channel_id": str(thread.id),
        "guild_id": str(thread.guild_id),
    }
    world.post(message)


def change_channel(
    world: "World",
    channel: Channel,
    *,
    name: str | None = None,
    topic: str | None = None,
    is_archived: bool | None = None,
    is_locked: bool | None = None,
    archive_minutes: int | None = None,
) -> None:
    """Change a channel or thread; ``None`` leaves a value unchanged."""
    channel.name = channel.name if name is None else name
    channel.topic = channel.topic if topic is None else topic
    thread = channel.thread
    if thread is not None:
        if is_archived is not None and is_archived != thread.is_archived:
            thread.is_archived, thread.changed_at = is_archived, world.clock.now()
        thread.is_locked = thread.is_locked if is_locked is None else is_locked
        thread.archive_minutes = archive_minutes or thread.archive_minutes
    channel.forget_json()
    _tell(world, "THREAD_UPDATE" if thread else "CHANNEL_UPDATE", channel, channel.json())
    world.notify_observers()


def delete_channel(world: "World", channel: Channel) -> None:
    """Delete a channel with its threads, or a thread, and all messages in it."""
    guild = channel.guild
    assert guild is not None, "direct messages stay"
    for thread in list(guild.threads.values()):
        if thread.thread is not None and thread.thread.parent is channel:
            delete_channel(world, thread)
    world.messages.remove_channel(channel)
    world.channels.pop(channel.id, None)
    guild.channels.pop(channel.id, None)
    guild.threads.pop(channel.id, None)
    if channel.thread is None:
        _tell(world, "CHANNEL_DELETE", channel, channel.json())
    else:
        keys = ("id", "guild_id", "parent_id", "type")
        _tell(world, "THREAD_DELETE", channel, {key: channel.json()[key] for key in keys})
    world.notify_observers()


def note_message(world: "World", channel: Channel) -> None:
    """Count a message of a thread, which opens it again if it was archived."""
    thread = channel.thread
    if thread is None:
        return
    thread.message_count += 1
    if thread.is_archived:
        change_channel(world, channel, is_archived=False)


def thread_member(thread: Channel, state: Thread, user: User) -> JsonObject:
    """Return the membership of a user in a thread."""
    return {
        "id": str(thread.id),
        "user_id": str(user.id),
        "join_timestamp": iso_time(state.created_at),
        "flags": 0,
    }


def _tell(world: "World", name: str, channel: Channel, payload: JsonObject) -> None:
    if channel.guild is not None and channel.guild.bot_joined:
        world.dispatch(name, payload, channel.guild.id, GUILDS)
