"""Users, guilds, members and channels, as stored and as JSON."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from localcord.json_codec import Json, JsonObject, fragment

ALL_PERMISSIONS = (1 << 53) - 1
ADMINISTRATOR, MANAGE_GUILD, VIEW_CHANNEL, SEND_MESSAGES = 1 << 3, 1 << 5, 1 << 10, 1 << 11
# View channel, send messages, embed links, attach files, history, application commands.
DEFAULT_PERMISSIONS = 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x8000_0000
TEXT_CHANNEL, DIRECT_MESSAGE = 0, 1
JOINED_AT = "2024-01-06T19:00:00.000000+00:00"


@dataclass(slots=True, eq=False)
class User:
    """A Discord account."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False
    # Shown in the web client beside the name, e.g. "Player".
    about: str = ""
    _json: JsonObject | None = None

    def json(self) -> JsonObject:
        """Return the public user object, always the same one; do not modify it."""
        if self._json is None:
            self._json = {
                "id": str(self.id),
                "username": self.name.lower().replace(" ", "_"),
                "global_name": self.name,
                "discriminator": "0",
                "avatar": None,
                "avatar_decoration_data": None,
                "banner": None,
                "accent_color": None,
                "bot": self.bot,
                "system": False,
                "public_flags": 0,
            }
        return self._json


@dataclass(slots=True, eq=False)
class Role:
    """A role of a guild. Those of members are set per member; these are what the API tells."""

    id: int
    name: str
    permissions: int = DEFAULT_PERMISSIONS

    def json(self) -> JsonObject:
        """Return the role object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": 0,
            "permissions": str(self.permissions),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(slots=True, eq=False)
class Member:
    """A user in a guild. ``permissions`` is the union of all their roles, as a bit set."""

    user: User
    permissions: int = DEFAULT_PERMISSIONS
    nick: str | None = None
    roles: tuple[Role, ...] = ()

    @property
    def manages(self) -> bool:
        """Whether this member may manage the guild."""
        return bool(self.permissions & (ADMINISTRATOR | MANAGE_GUILD))

    def json(self, *, with_user: bool = True) -> JsonObject:
        """Return the guild member object; messages carry it without the user."""
        member: JsonObject = {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": JOINED_AT,
            "nick": self.nick,
            "avatar": None,
            "banner": None,
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
        if with_user:
            member["user"] = self.user.json()
        return member

    def interaction_json(self) -> JsonObject:
        """Return the member as interactions carry it: with the permissions in the channel."""
        return {**self.json(), "permissions": str(self.permissions)}


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
    overwrites: "dict[int, tuple[int, int]]" = field(default_factory=dict)
    _interaction_json: Json = None

    def overwrite(self, role: "Role | None", *, allow: int = 0, deny: int = 0) -> None:
        """Allow and deny permissions to a role in this channel; ``None`` is all members."""
        assert self.guild is not None, "direct messages have no roles"
        self.overwrites[self.guild.id if role is None else role.id] = (allow, deny)

    def permissions_of(self, member: "Member") -> int:
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


@dataclass(slots=True, eq=False)
class Guild:
    """A server. The bot is a member of it unless ``bot_joined`` is false (user installs)."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    bot_joined: bool = True
    # Creates a channel here; set by the guild's world.
    open_channel: "Callable[[Guild, str], Channel] | None" = None
    # Creates ids; set by the guild's world.
    mint: Callable[[], int] | None = None
    channels: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def channel(self, name: str) -> Channel:
        """Return the text channel with this name, created on first use."""
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        assert self.open_channel is not None, "guilds are made by World.add_guild"
        return self.open_channel(self, name)

    def role(self, name: str) -> Role:
        """Return the role with this name, created on first use."""
        found = self.roles.get(name)
        if found is None:
            assert self.mint is not None, "guilds are made by World.add_guild"
            found = self.roles[name] = Role(self.mint(), name)
        return found

    def member(self, user: User) -> Member:
        """Return the membership of ``user``, who joins on first use."""
        found = self.members.get(user.id)
        if found is None:
            rights = ALL_PERMISSIONS if user is self.owner else DEFAULT_PERMISSIONS
            found = self.members[user.id] = Member(user, permissions=rights)
        return found

    def interaction_json(self) -> JsonObject:
        """Return the partial guild of interactions."""
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def everyone(self) -> JsonObject:
        """Return the role that all members have; its id is the guild's."""
        return Role(self.id, "@everyone").json()

    def roles_json(self) -> list[Json]:
        """Return all roles, that of all members first."""
        return [self.everyone(), *(role.json() for role in self.roles.values())]

    def with_counts(self, is_asked: bool) -> JsonObject:
        """Return the guild object of ``GET /guilds/{id}``, with the counts of ``with_counts``."""
        count = len(self.members)
        counts: JsonObject = {
            "approximate_member_count": count,
            "approximate_presence_count": count,
        }
        return {**self.json(), **(counts if is_asked else {})}

    def json(self) -> JsonObject:
        """Return the guild object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "owner_id": str(self.owner.id),
            "description": None,
            "features": [],
            "roles": self.roles_json(),
            "emojis": [],
            "stickers": [],
            "afk_channel_id": None,
            "afk_timeout": 300,
            "application_id": None,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "preferred_locale": self.locale,
            "premium_progress_bar_enabled": False,
            "premium_subscription_count": 0,
            "premium_tier": 0,
            "public_updates_channel_id": None,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "system_channel_flags": 0,
            "system_channel_id": None,
            "vanity_url_code": None,
            "verification_level": 0,
            "widget_channel_id": None,
            "widget_enabled": False,
            "max_members": 500_000,
            "max_presences": None,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "home_header": None,
            "hub_type": None,
            "nsfw": False,
            "region": "deprecated",
            "latest_onboarding_question_id": None,
            "incidents_data": None,
        }

    def create_json(self, members: Iterable[Member]) -> JsonObject:
        """Return the GUILD_CREATE payload, with the ``members`` the bot is allowed to see."""
        return {
            **self.json(),
            "joined_at": JOINED_AT,
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [member.json() for member in members],
            "channels": [
                {key: value for key, value in channel.json().items() if key != "guild_id"}
                for channel in self.channels.values()
            ],
            "threads": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
