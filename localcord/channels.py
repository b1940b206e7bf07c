"""Channels, as stored and as JSON."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from localcord.json_codec import Json, JsonObject, fragment
from localcord.members import Member, Role, User
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS, VIEW_CHANNEL

if TYPE_CHECKING:
    from localcord.guilds import Guild

TEXT_CHANNEL, DIRECT_MESSAGE = 0, 1


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel of a guild, or a direct message with the bot (``guild`` is None)."""

    id: int
    name: str
    guild: "Guild | None" = None
    recipient: User | None = None
    # The bot's permissions here; tests can change them at any time.
    bot_permissions: int = DEFAULT_PERMISSIONS
    # What is allowed and denied here, by the id of a role; that of all members is the guild's.
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    _interaction_json: Json = None

    def overwrite(self, role: Role | None, *, allow: int = 0, deny: int = 0) -> None:
        """Allow and deny permissions to a role in this channel; ``None`` is all members."""
        assert self.guild is not None, "direct messages have no roles"
        self.overwrites[self.guild.id if role is None else role.id] = (allow, deny)

    def permissions_of(self, member: Member) -> int:
        """Return a member's permissions in this channel."""
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
        return bool(self.permissions_of(self.guild.member(user)) & VIEW_CHANNEL)

    @property
    def guild_id(self) -> int | None:
        return self.guild.id if self.guild else None

    @property
    def is_direct(self) -> bool:
        return self.guild is None

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
        return {
            "id": str(self.id),
            "type": TEXT_CHANNEL,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "position": 0,
            "permission_overwrites": [
                {"id": str(role), "type": 0, "allow": str(allow), "deny": str(deny)}
                for role, (allow, deny) in self.overwrites.items()
            ],
            "topic": None,
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
