"""Stores guilds, and renders them as JSON."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from localcord.json_codec import Json, JsonObject
from localcord.permissions import ALL_PERMISSIONS, DEFAULT_PERMISSIONS
from localcord.state.channels import Channel
from localcord.state.members import JOINED_AT, Member, Role, User


@dataclass(slots=True, eq=False)
class Guild:
    """A server. The bot is a member of it unless ``bot_joined`` is false (user installs)."""

    id: int
    name: str
    owner: User
    locale: str = "en-US"
    bot_joined: bool = True
    # Creates a channel, or a forum, here; set by the guild's world.
    open_channel: "Callable[[Guild, str, bool], Channel] | None" = None
    # Creates ids; set by the guild's world.
    mint: Callable[[], int] | None = None
    # Text channels, and threads that were not deleted.
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)

    def channel(self, name: str) -> Channel:
        """Return the channel with this name, created on first use as a text channel."""
        return self._channel(name, is_forum=False)

    def forum(self, name: str) -> Channel:
        """Return the channel with this name, created on first use as a forum."""
        return self._channel(name, is_forum=True)

    def _channel(self, name: str, *, is_forum: bool) -> Channel:
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        assert self.open_channel is not None, "guilds are made by World.add_guild"
        return self.open_channel(self, name, is_forum)

    def active_threads(self) -> list[Channel]:
        """Return the threads that are not archived."""
        return [
            thread
            for thread in self.threads.values()
            if thread.thread and not thread.thread.is_archived
        ]

    def threads_of(self, channel: Channel) -> list[Channel]:
        """Return the threads of a channel, oldest first."""
        return [
            thread
            for thread in self.threads.values()
            if thread.thread and thread.thread.parent is channel
        ]

    def role(self, name: str) -> Role:
        """Return the role with this name, created on first use."""
        for role in self.roles.values():
            if role.name == name:
                return role
        assert self.mint is not None, "guilds are made by World.add_guild"
        role = Role(self.mint(), name)
        self.roles[role.id] = role
        return role

    def member(self, user: User) -> Member:
        """Return the membership of ``user``, who joins on first use."""
        member = self.members.get(user.id)
        if member is None:
            rights = ALL_PERMISSIONS if user is self.owner else DEFAULT_PERMISSIONS
            member = self.members[user.id] = Member(user, permissions=rights)
        return member

    def interaction_json(self) -> JsonObject:
        """Return the partial guild of interactions."""
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def everyone(self) -> JsonObject:
        """Return the role that all members have; its id is the guild's."""
        return Role(self.id, "@everyone").json()

    def roles_json(self) -> list[Json]:
        """Return all roles, the everyone role first."""
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
            "threads": [thread.json() for thread in self.active_threads()],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
