"""Sends the pings by which Discord validates an endpoint, and checks the replies."""

from typing import TYPE_CHECKING

from localcord.json_codec import JsonObject, decode

if TYPE_CHECKING:
    from localcord.state.world import World

PING = PONG = 1
UNAUTHORIZED = 401


def ping_payload(world: "World") -> JsonObject:
    """Return a PING interaction."""
    id = world.snowflakes.mint()
    return {
        "app_permissions": "0",
        "application_id": str(world.application.id),
        "authorizing_integration_owners": {},
        "entitlements": [],
        "id": str(id),
        "token": f"aW50ZXJhY3Rpb246{id}",
        "type": PING,
        "user": world.owner.json(),
        "version": 1,
    }


def ping_problem(status: int, body: bytes, *, spoiled: bool) -> str | None:
    """Return the problem of a reply to a PING, or None.

    A ``spoiled`` one was signed wrongly, and must have been refused.
    """
    if spoiled:
        if status == UNAUTHORIZED:
            return None
        return f"a PING with a wrong signature was answered {status}, not {UNAUTHORIZED}"
    if not 200 <= status < 300:
        return f"a PING was answered {status}"
    try:
        answer = decode(body)
    except ValueError:
        return "a PING was answered with what is not JSON"
    if not isinstance(answer, dict) or answer.get("type") != PONG:
        return f'a PING was answered with something else than {{"type": {PONG}}}'
    return None
