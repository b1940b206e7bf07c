"""Posts a validated body as a message, with its attachments."""

import mimetypes
import struct

from localcord.errors import ApiError
from localcord.json_codec import JsonObject
from localcord.rest.calls import Call
from localcord.state.channels import Channel
from localcord.state.messages import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
    apply_edit,
    new_message,
)
from localcord.users.conversations import Conversation

DEFAULT, REPLY, COMMAND_REPLY, MENU_REPLY = 0, 19, 20, 23
NONCE_SECONDS = 300
"""Discord compares nonces with those of "the past few minutes"."""
_KEPT_FLAGS = EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2


def post_in_channel(call: Call, channel: Channel, body: JsonObject) -> Message:
    """Create a message of the bot in a channel.

    With ``enforce_nonce``, a recent message of the bot with the same nonce is returned instead.
    """
    nonce = body.get("nonce")
    if body.get("enforce_nonce") and nonce is not None:
        author, since = call.world.application.user, call.world.clock.now() - NONCE_SECONDS
        earlier = call.world.messages.with_nonce(author, str(nonce), since)
        if earlier is not None:
            return earlier
    reference = body.get("message_reference")
    message = _create(call, channel, body, REPLY if reference else DEFAULT, ephemeral=False)
    if reference:
        message.json["message_reference"] = {"channel_id": str(channel.id), "type": 0, **reference}
        answered = call.world.messages.find(channel.id, int(reference["message_id"]))
        if answered is None and reference.get("fail_if_not_exists") is not False:
            problem = {"code": "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "message": "Unknown message"}
            errors = {"message_reference": {"_errors": [problem]}}
            raise ApiError(400, 50035, "Invalid Form Body", errors)
        message.json["referenced_message"] = answered.json if answered else None
    return call.world.post(message)


def post_response(
    call: Call, conversation: Conversation, body: JsonObject, *, follows: Message | None = None
) -> Message:
    """Create a message that responds to an interaction, public or ephemeral.

    ``follows`` is the original message of a follow-up.
    """
    flags = body.get("flags") or 0
    asked_in_menu = conversation.metadata.get("command_type") in (2, 3)
    answered = follows or conversation.source
    kind = REPLY if answered else MENU_REPLY if asked_in_menu else COMMAND_REPLY
    message = _create(call, conversation.channel, body, kind, ephemeral=bool(flags & EPHEMERAL))
    application_id = str(call.world.application.id)
    if answered is not None:
        message.json["message_reference"] = {
            "type": 0,
            "channel_id": str(answered.channel.id),
            "message_id": str(answered.id),
        }
    metadata = dict(conversation.metadata)
    if follows is not None:
        metadata["original_response_message_id"] = str(follows.id)
    message.json["application_id"] = message.json["webhook_id"] = application_id
    message.json["interaction_metadata"] = metadata
    if flags & EPHEMERAL:
        message.only_for = conversation.user
    return call.world.post(message)


def thinking(call: Call, conversation: Conversation, flags: int) -> Message:
    """Create the "… is thinking" message of a deferral."""
    message = post_response(call, conversation, {"flags": flags & EPHEMERAL})
    message.json["flags"] |= LOADING
    return message


def edit(call: Call, message: Message, body: JsonObject) -> Message:
    """Apply a checked body to a message."""
    apply_edit(message, body, call.world.clock.now(), call.world.users)
    _attach(call, message, body)
    call.world.edited(message)
    return message


def _create(
    call: Call, channel: Channel, body: JsonObject, kind: int, *, ephemeral: bool
) -> Message:
    world = call.world
    flags = (body.get("flags") or 0) & _KEPT_FLAGS
    message = new_message(
        id=world.snowflakes.mint(),
        at=world.clock.now(),
        channel=channel,
        author=world.application.user,
        body=body,
        kind=kind,
        flags=flags if ephemeral else flags & ~EPHEMERAL,
        people=world.users,
    )
    _attach(call, message, body)
    return message


def _attach(call: Call, message: Message, body: JsonObject) -> None:
    described = {
        str(attachment.get("id")): attachment for attachment in body.get("attachments") or ()
    }
    for key, (filename, content) in call.files.items():
        details = described.get(key, {})
        id = call.world.snowflakes.mint()
        url = f"https://cdn.discordapp.com/attachments/{message.channel.id}/{id}/{filename}"
        message.files[filename] = content
        message.json["attachments"].append(
            {
                "id": str(id),
                "filename": details.get("filename") or filename,
                "description": details.get("description"),
                "size": len(content),
                "url": url,
                "proxy_url": url,
                **_picture_size(content),
                "content_type": mimetypes.guess_type(filename)[0],
                "ephemeral": message.ephemeral,
            }
        )


def _picture_size(content: bytes) -> JsonObject:
    """Return width and height of a PNG in pixels, so that clients leave room for it."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 24:
        return {}
    # The first chunk is the header, which begins with both numbers.
    width, height = struct.unpack(">II", content[16:24])
    return {"width": width, "height": height}
