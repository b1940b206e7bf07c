"""Stores channels and threads, and renders them as JSON."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localcord.clock import iso_time
from localcord.json_codec import Json, JsonObject, fragment
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS, VIEW_CHANNEL
from localcord.state.members import Member, Role, User

if TYPE_CHECKING:
    from localcord.state.guilds import Guild

TEXT_CHANNEL, DIRECT_MESSAGE, FORUM = 0, 1, 15
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12


@dataclass(slots=True, eq=False)
class Thread:
    """The fields of a thread in addition to those of a channel.

    Times are in seconds since 1970; ``changed_at`` is when it was archived or opened again.
    """

    parent: "Channel"
    owner: User
    created_at: float
    changed_at: float
    archive_minutes: int
    is_private: bool = False
    is_archived: bool = False
    is_locked: bool = False
    members: set[int] = field(default_factory=set)
    message_count: int = 0

    def json(self) -> JsonObject:
        """Return the fields of the thread in its channel object."""
        return {
            "type": PRIVATE_THREAD if self.is_private else PUBLIC_THREAD,
            "parent_id": str(self.parent.id),
            "owner_id": str(self.owner.id),
            "message_count": self.message_count,
            "total_message_sent": self.message_count,
            "member_count": len(self.members),
            "thread_metadata": {
                "archived": self.is_archived,
                "locked": self.is_locked,
                "auto_archive_duration": self.archive_minutes,
                "archive_timestamp": iso_time(self.changed_at),
                "create_timestamp": iso_time(self.created_at),
            },
        }


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, forum or thread of a guild, or a direct message (``guild`` is None)."""

    id: int
    name: str
    guild: "Guild | None" = None
    recipient: User | None = None
    thread: Thread | None = None
    # A forum has no messages of its own, only posts, which are threads.
    is_forum: bool = False
    topic: str | None = None
    # The bot's permissions here; tests can change them at any time.
    bot_permissions: int = DEFAULT_PERMISSIONS
    # What is allowed and denied here, by the id of a role; that of all members is the guild's.
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    _interaction_json: Json = None

    def overwrite(self, role: Role | None, *, allow: int = 0, deny: int = 0) -> None:
        """Allow and deny permissions to a role in this channel; ``None`` means all members."""
        assert self.guild is not None, "direct messages have no roles"
        self.overwrites[self.guild.id if role is None else role.id] = (allow, deny)

    def permissions_of(self, member: Member) -> int:
        """Return a member's permissions in this channel."""
        if self.thread is not None:
            return self.thread.parent.permissions_of(member)
        if self.guild is None or member.permissions & ADMINISTRATOR:
            return member.permissions
        allowed, denied = self.overwrites.get(self.guild.id, (0, 0))
        permissions = member.permissions & ~denied | allowed
        own = [self.overwrites.get(role.id, (0, 0)) for role in member.roles]
        for _, denied in own:
            permissions &= ~denied
        for allowed, _ in own:
            permissions |= allowed
        return permissions

    def shown_to(self, user: User) -> bool:
        """Whether a user may view this channel."""
        if self.guild is None:
            return True
        if self.thread is not None and self.thread.is_private:
            return user.id in self.thread.members
        return bool(self.permissions_of(self.guild.member(user)) & VIEW_CHANNEL)

    @property
    def guild_id(self) -> int | None:
        return self.guild.id if self.guild else None

    @property
    def is_direct(self) -> bool:
        return self.guild is None

    @property
    def granted(self) -> int:
        """The bot's permissions here, which in a thread are those in its channel."""
        return self.thread.parent.bot_permissions if self.thread else self.bot_permissions

    def forget_json(self) -> None:
        """Discard the encoded channel, because something has changed."""
        self._interaction_json = None

    def json(self) -> JsonObject:
        """Return the channel object."""
        if self.guild is None:
            return {
                "id": str(self.id),
                "type": DIRECT_MESSAGE,
                "last_message_id": None,
                "flags": 0,
                "recipients": [self.recipient.json()] if self.recipient else [],
            }
        if self.thread is not None:
            return {
                "id": str(self.id),
                "guild_id": str(self.guild.id),
                "name": self.name,
                "last_message_id": None,
                "rate_limit_per_user": 0,
                "flags": 0,
                **self.thread.json(),
            }
        return {
            "id": str(self.id),
            "type": FORUM if self.is_forum else TEXT_CHANNEL,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": 0,
            "permission_overwrites": [
                {"id": str(role), "type": 0, "allow": str(allow), "deny": str(deny)}
                for role, (allow, deny) in self.overwrites.items()
            ],
            "topic": self.topic,
            "nsfw": False,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "parent_id": None,
            "flags": 0,
        }

    def resolved_json(self, permissions: int) -> JsonObject:
        """Return the partial channel of options and menus, with the user's permissions in it."""
        partial = self.json()
        partial.pop("permission_overwrites", None)
        return {**partial, "permissions": str(permissions)}

    def interaction_json(self) -> Json:
        """Return the partial channel of interactions, encoded once."""
        if self._interaction_json is None:
            partial = self.json()
            partial.pop("permission_overwrites", None)
            if self.guild is not None:
                partial["permissions"] = str(DEFAULT_PERMISSIONS)
            self._interaction_json = fragment(partial)
        return self._interaction_json
