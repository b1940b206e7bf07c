"""Checks an endpoint's responses by the rules of the callback."""

from typing import TYPE_CHECKING

from aiohttp import ClientResponse

from localcord.errors import ApiError, describe_errors
from localcord.rest.bodies import read_answer
from localcord.rest.calls import Call
from localcord.rest.interactions import CALLBACK
from localcord.users.conversations import Conversation

if TYPE_CHECKING:
    from localcord.state.world import World

ACCEPTED = 202


async def accept_response(
    world: "World", conversation: Conversation, response: ClientResponse
) -> str | None:
    """Apply a response to its conversation; return why Discord rejects it, or None.

    After a 202 without a body, the response comes through the callback. The first response counts.
    """
    if not 200 <= response.status < 300:
        return f"answered {response.status} {response.reason}"
    try:
        body, files = await read_answer(response)
        if body is None:
            empty = f"answered {response.status} without a body"
            return None if response.status == ACCEPTED else empty
        CALLBACK.handle(_as_callback(world, conversation, body, files))
    except ApiError as error:
        return describe_errors(error.body())
    return None


def _as_callback(
    world: "World", conversation: Conversation, body: object, files: dict[str, tuple[str, bytes]]
) -> Call:
    return Call(
        world,
        CALLBACK.method,
        f"/interactions/{conversation.id}/{conversation.token}/callback",
        CALLBACK,
        {"interaction_id": str(conversation.id), "interaction_token": conversation.token},
        {},
        body,
        files,
    )
