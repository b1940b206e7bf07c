"""Describes the bot's own application, with its ids and token."""

import base64
import secrets

from localcord.endpoint.keys import KeyPair
from localcord.json_codec import JsonObject
from localcord.state.members import User

# The intents for presences, members and message content, for an application on few servers.
PRIVILEGED_FLAGS = 1 << 13 | 1 << 15 | 1 << 19


class Application:
    """One registered application with one bot user. Both have the same id, as is usual today."""

    def __init__(self, id: int, name: str, owner: User, token: str | None = None) -> None:
        self.id = id
        self.name = name
        self.owner = owner
        self.token = token or make_token(id)
        self.user = User(id=id, name=name, bot=True)
        self.keys = KeyPair(id)
        # Where interactions are posted; None: they go over the gateway.
        self.interactions_url: str | None = None

    def reset_token(self) -> None:
        """Create a new token; the previous one becomes invalid."""
        self.token = make_token(self.id)

    def take_endpoint(self, url: str | None) -> None:
        """Post interactions to ``url``, or use the gateway if it is None. Raises CannotSign."""
        if url is not None:
            self.keys.sign("0", b"")
        self.interactions_url = url

    def bot_user(self) -> JsonObject:
        """Return the bot as ``/users/@me`` and READY show it to itself."""
        return {
            **self.user.json(),
            "mfa_enabled": True,
            "verified": True,
            "email": None,
            "flags": 0,
            "locale": "en-US",
            "premium_type": 0,
        }

    def json(self, guild_count: int, *, has_privileged_intents: bool = False) -> JsonObject:
        """Return the full application object."""
        return {
            "id": str(self.id),
            "name": self.name,
            "description": "",
            "icon": None,
            "bot": self.user.json(),
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": self.owner.json(),
            "team": None,
            "rpc_origins": [],
            "summary": "",
            "type": None,
            "flags": PRIVILEGED_FLAGS if has_privileged_intents else 0,
            "hook": True,
            "verify_key": self.keys.verify_key,
            "redirect_uris": [],
            "interactions_endpoint_url": self.interactions_url,
            "role_connections_verification_url": None,
            "approximate_guild_count": guild_count,
            "approximate_user_install_count": 0,
            "integration_types_config": {
                "0": {
                    "oauth2_install_params": {
                        "scopes": ["applications.commands", "bot"],
                        "permissions": "0",
                    }
                },
                "1": {},
            },
            "event_webhooks_status": 1,
            "tags": [],
        }


def id_in(token: str) -> int | None:
    """Return the application id that a token begins with, or None if there is none."""
    first = token.partition(".")[0]
    try:
        decoded = base64.b64decode(first + "=" * (-len(first) % 4)).decode()
    except ValueError:
        return None
    return int(decoded) if decoded.isdecimal() else None


def make_token(application_id: int) -> str:
    """Return a token of the usual three parts; libraries read the id from the first."""
    first = base64.b64encode(str(application_id).encode()).decode().rstrip("=")
    return f"{first}.{secrets.token_urlsafe(6)[:6]}.{secrets.token_urlsafe(20)}"
