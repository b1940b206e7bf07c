"""Stores users, roles and members, and renders them as JSON."""

from dataclasses import dataclass

from localcord.json_codec import JsonObject
from localcord.permissions import ADMINISTRATOR, DEFAULT_PERMISSIONS, MANAGE_GUILD

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
