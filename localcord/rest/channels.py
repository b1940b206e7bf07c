"""Serves channels, and the messages that a bot sends to them."""

from localcord.errors import (
    cannot_edit_other_author,
    missing_permissions,
    no_messages_here,
    thread_is_archived,
)
from localcord.json_codec import Json
from localcord.permissions import (
    ADMINISTRATOR,
    ATTACH_FILES,
    EMBED_LINKS,
    MANAGE_CHANNELS,
    MANAGE_THREADS,
    READ_HISTORY,
    SEND_IN_THREADS,
    SEND_MESSAGES,
)
from localcord.rest import posting
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rest.lookups import (
    channel_of,
    guild_of,
    message_of,
    need_in_channel,
    need_in_guild,
)
from localcord.rest.threads import ARCHIVE_MINUTES, LONGEST_NAME
from localcord.rules.messages import CHANNEL_FIELDS, check_edit, check_message
from localcord.rules.object_validator import ObjectValidator
from localcord.state.channels import TEXT_CHANNEL, Channel
from localcord.state.threads import change_channel, delete_channel

_LONGEST_TOPIC = 1024
_CHANNEL_FIELDS = frozenset(
    (
        *("name", "type", "topic", "position", "parent_id", "nsfw", "rate_limit_per_user"),
        *("permission_overwrites", "default_auto_archive_duration"),
    )
)
_THREAD_FIELDS = frozenset(
    ("name", "archived", "locked", "auto_archive_duration", "rate_limit_per_user", "invitable")
)


def channel(call: Call) -> Reply:
    return ok(channel_of(call).json())


def created(call: Call) -> Reply:
    """Create a text channel in a guild."""
    guild = guild_of(call)
    validator = _body(call, _CHANNEL_FIELDS, is_new=True)
    validator.choice("type", (TEXT_CHANNEL,))
    call.errors.raise_any()
    need_in_guild(call, guild, MANAGE_CHANNELS)
    channel = call.world.add_channel(guild, validator.value["name"])
    if validator.value.get("topic"):
        change_channel(call.world, channel, topic=validator.value["topic"])
    return ok(channel.json(), 201)


def changed(call: Call) -> Reply:
    """Change a channel, or archive, lock or rename a thread."""
    channel = channel_of(call)
    if channel.thread is None:
        validator = _body(call, _CHANNEL_FIELDS)
        call.errors.raise_any()
        need_in_channel(channel, MANAGE_CHANNELS)
        body = validator.value
        change_channel(call.world, channel, name=body.get("name"), topic=body.get("topic"))
        return ok(channel.json())
    body = _body(call, _THREAD_FIELDS).value
    call.errors.raise_any()
    _need_for_thread(call, channel, is_locking="locked" in body)
    change_channel(
        call.world,
        channel,
        name=body.get("name"),
        is_archived=body.get("archived"),
        is_locked=body.get("locked"),
        archive_minutes=body.get("auto_archive_duration"),
    )
    return ok(channel.json())


def _need_for_thread(call: Call, channel: Channel, *, is_locking: bool) -> None:
    """Check the bot's right to change a thread: its own, unless it is locked, or any."""
    thread = channel.thread
    assert thread is not None
    is_own = thread.owner is call.world.application.user
    if not is_own or thread.is_locked or is_locking:
        need_in_channel(channel, MANAGE_THREADS)


def _body(call: Call, known: frozenset[str], *, is_new: bool = False) -> ObjectValidator:
    validator = ObjectValidator(call.object(), call.errors)
    validator.only(known)
    validator.text("name", low=1, high=LONGEST_NAME, required=is_new)
    validator.text("topic", high=_LONGEST_TOPIC)
    validator.choice("auto_archive_duration", ARCHIVE_MINUTES)
    validator.flag("archived")
    validator.flag("locked")
    return validator


def removed(call: Call) -> Reply:
    """Delete a channel with its threads, or a thread."""
    channel = channel_of(call)
    need_in_channel(channel, MANAGE_CHANNELS if channel.thread is None else MANAGE_THREADS)
    payload = channel.json()
    delete_channel(call.world, channel)
    return ok(payload)


def typing(call: Call) -> Reply:
    channel_of(call)
    return no_content()


def messages(call: Call) -> Reply:
    channel = channel_of(call)
    if not channel.granted & (READ_HISTORY | ADMINISTRATOR):
        return ok([])
    public = [
        message for message in call.world.messages.in_channel(channel) if not message.only_for
    ]
    before, after = call.asked("before"), call.asked("after")
    chosen = [
        message
        for message in public
        if (before is None or message.id < before) and (after is None or message.id > after)
    ]
    limit = max(1, min(100, call.asked("limit") or 50))
    page = chosen[:limit] if after is not None else chosen[-limit:]
    newest_first: list[Json] = [message.json for message in reversed(page)]
    return ok(newest_first)


def posted(call: Call) -> Reply:
    channel, body = channel_of(call), call.object()
    thread = channel.thread
    if channel.is_forum:
        raise no_messages_here()
    need_in_channel(channel, SEND_MESSAGES if thread is None else SEND_IN_THREADS)
    if thread is not None and thread.is_locked and not channel.granted & MANAGE_THREADS:
        raise thread_is_archived()
    if call.files:
        need_in_channel(channel, ATTACH_FILES)
    check_message(call.errors, body, CHANNEL_FIELDS, has_files=bool(call.files))
    if body.get("embeds") and not channel.granted & (EMBED_LINKS | ADMINISTRATOR):
        # Discord drops embeds of a message that has something else, without a word.
        if not (body.get("content") or call.files):
            raise missing_permissions()
        body = {**body, "embeds": []}
    return ok(posting.post_in_channel(call, channel, body).json)


def message(call: Call) -> Reply:
    return ok(message_of(call).json)


def edited(call: Call) -> Reply:
    message, body = message_of(call), call.object()
    if message.author is not call.world.application.user:
        raise cannot_edit_other_author()
    if message.channel.thread is not None and message.channel.thread.is_archived:
        raise thread_is_archived()
    check_edit(call.errors, body, message.json, has_files=bool(call.files))
    return ok(posting.edit(call, message, body).json)


def deleted(call: Call) -> Reply:
    call.world.delete(message_of(call))
    return no_content()


def guild_channels(call: Call) -> Reply:
    return ok([guild_channel.json() for guild_channel in guild_of(call).channels.values()])


ROUTES = (
    Route("GET", "/channels/{channel_id}", channel),
    Route("PATCH", "/channels/{channel_id}", changed),
    Route("DELETE", "/channels/{channel_id}", removed),
    Route("POST", "/channels/{channel_id}/typing", typing),
    Route("GET", "/channels/{channel_id}/messages", messages),
    Route("POST", "/channels/{channel_id}/messages", posted),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", message),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", edited),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", deleted),
    Route("GET", "/guilds/{guild_id}/channels", guild_channels),
    Route("POST", "/guilds/{guild_id}/channels", created),
)
