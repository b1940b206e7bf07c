"""Serves the routes that open, join and list threads."""

from localcord.errors import thread_exists, wrong_channel_type
from localcord.permissions import CREATE_PRIVATE_THREADS, CREATE_PUBLIC_THREADS
from localcord.rest.calls import Call, Reply, Route, no_content, ok
from localcord.rest.lookups import channel_of, guild_of, message_of, need_in_channel
from localcord.rules.object_validator import ObjectValidator
from localcord.state.channels import PRIVATE_THREAD, PUBLIC_THREAD, Channel
from localcord.state.messages import Message
from localcord.state.threads import DAY_IN_MINUTES, HAS_THREAD, open_thread, thread_member

LONGEST_NAME = 100
ARCHIVE_MINUTES = (60, DAY_IN_MINUTES, 4320, 10080)
_TYPES = (PUBLIC_THREAD, PRIVATE_THREAD)
_COMMON = frozenset(("name", "auto_archive_duration", "rate_limit_per_user"))


def opened(call: Call) -> Reply:
    """Open a thread without a message; without a type it is private, as on Discord."""
    parent = channel_of(call)
    kind = _body(call, _COMMON | {"type", "invitable"}).choice("type", _TYPES) or PRIVATE_THREAD
    return _open(call, parent, None, is_private=kind == PRIVATE_THREAD)


def opened_at_message(call: Call) -> Reply:
    """Open the thread of a message, which can have at most one."""
    source = message_of(call)
    _body(call, _COMMON)
    return _open(call, source.channel, source, is_private=False)


def _body(call: Call, known: frozenset[str]) -> ObjectValidator:
    validator = ObjectValidator(call.object(), call.errors)
    validator.only(known)
    validator.text("name", low=1, high=LONGEST_NAME, required=True)
    validator.choice("auto_archive_duration", ARCHIVE_MINUTES)
    validator.number("rate_limit_per_user", low=0, high=21_600)
    return validator


def _open(call: Call, parent: Channel, source: Message | None, *, is_private: bool) -> Reply:
    call.errors.raise_any()
    if parent.thread is not None or parent.is_direct or parent.is_forum:
        raise wrong_channel_type()
    need_in_channel(parent, CREATE_PRIVATE_THREADS if is_private else CREATE_PUBLIC_THREADS)
    if source is not None and source.flags & HAS_THREAD:
        raise thread_exists()
    body = call.object()
    thread = open_thread(
        call.world,
        parent,
        call.world.application.user,
        body["name"],
        source=source,
        is_private=is_private,
        archive_minutes=body.get("auto_archive_duration") or DAY_IN_MINUTES,
    )
    return ok(thread.json(), 201)


def active_threads(call: Call) -> Reply:
    """Answer with the threads of a guild that are not archived, and those that the bot is in."""
    threads, bot = guild_of(call).active_threads(), call.world.application.user
    members = [
        thread_member(thread, thread.thread, bot)
        for thread in threads
        if thread.thread is not None and bot.id in thread.thread.members
    ]
    return ok({"threads": [thread.json() for thread in threads], "members": members})


def joined(call: Call) -> Reply:
    """Let the bot join a thread, which does not change its permissions."""
    _members(channel_of(call)).add(call.world.application.user.id)
    return no_content()


def left(call: Call) -> Reply:
    """Let the bot leave a thread."""
    _members(channel_of(call)).discard(call.world.application.user.id)
    return no_content()


def _members(channel: Channel) -> set[int]:
    if channel.thread is None:
        raise wrong_channel_type()
    return channel.thread.members


ROUTES = (
    Route("POST", "/channels/{channel_id}/threads", opened),
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", opened_at_message),
    Route("PUT", "/channels/{channel_id}/thread-members/@me", joined),
    Route("DELETE", "/channels/{channel_id}/thread-members/@me", left),
    Route("GET", "/guilds/{guild_id}/threads/active", active_threads),
)
