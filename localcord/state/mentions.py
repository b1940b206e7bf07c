"""Finds the users that a message mentions, as restricted by ``allowed_mentions``."""

import re
from collections.abc import Mapping

from localcord.json_codec import Json, JsonObject
from localcord.state.members import User

People = Mapping[int, User]

_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def mentions_in(
    content: str, allowed: JsonObject | None, people: People
) -> tuple[list[Json], bool]:
    """Return the pinged users as JSON objects, and whether everyone is pinged.

    Without ``allowed`` everything in the text counts, as on Discord.
    """
    if "@" not in content:
        return [], False
    parse = {"users", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    listed = {str(user) for user in (allowed or {}).get("users") or ()}
    ids = dict.fromkeys(_USER.findall(content))
    pinged = [id for id in ids if "users" in parse or id in listed]
    everyone = "everyone" in parse and _EVERYONE.search(content) is not None
    return [people[int(id)].json() for id in pinged if int(id) in people], everyone


def roles_in(content: str, allowed: JsonObject | None) -> list[Json]:
    """Return the ids of the pinged roles. Without ``allowed`` all that are named are."""
    parse = {"roles"} if allowed is None else set(allowed.get("parse") or ())
    listed = {str(role) for role in (allowed or {}).get("roles") or ()}
    named = dict.fromkeys(_ROLE.findall(content))
    return [role for role in named if "roles" in parse or role in listed]
