"""Mentions: who a message's text pings, after ``allowed_mentions`` had its say."""

import re

from localcord.jsons import Json, JsonObject

_USER = re.compile(r"<@!?(\d{15,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


def mentions_in(content: str, allowed: JsonObject | None) -> tuple[list[Json], bool]:
    """Return the pinged users as partial JSON objects, and whether everyone is pinged.

    Without ``allowed`` everything in the text counts, as on Discord.
    """
    if "@" not in content:
        return [], False
    parse = {"users", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    listed = {str(user) for user in (allowed or {}).get("users") or ()}
    ids = dict.fromkeys(_USER.findall(content))
    pinged = [user for user in ids if "users" in parse or user in listed]
    everyone = "everyone" in parse and _EVERYONE.search(content) is not None
    return [_partial(user) for user in pinged], everyone


def _partial(user_id: str) -> JsonObject:
    return {
        "id": user_id,
        "username": f"user{user_id}",
        "global_name": None,
        "discriminator": "0",
        "avatar": None,
        "public_flags": 0,
    }
