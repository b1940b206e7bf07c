"""Builds Discord's payloads of presses and modals."""

from __future__ import annotations

from collections.abc import Mapping

Payload = Mapping[str, object]
ALICE, BOB, BOT = "1", "2", "3"


def person(number: str) -> Payload:
    return {
        "id": number,
        "username": "x",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "public_flags": 0,
    }


def bot_message(
    *embeds: Payload, id: int = 5, flags: int = 0, owner: str = ALICE, author: str = BOT
) -> Payload:
    """Return a message by ``author`` that answered ``owner``."""
    metadata = {"id": "9", "type": 2, "user": person(owner), "authorizing_integration_owners": {}}
    return {
        "id": str(id),
        "type": 20,
        "channel_id": "7",
        "author": person(author),
        "content": "",
        "timestamp": "2026-01-01T20:00:00+00:00",
        "edited_timestamp": None,
        "flags": flags,
        "tts": False,
        "pinned": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": list(embeds),
        "components": [],
        "interaction_metadata": metadata,
    }


def payload(kind: int, data: Payload, message: Payload, by: str, at: int) -> dict[str, object]:
    return {
        "id": str(at),
        "application_id": BOT,
        "type": kind,
        "token": "t",
        "version": 1,
        "channel": {"id": "7", "type": 1, "name": None},
        "user": person(by),
        "message": message,
        "data": data,
        "locale": "en-US",
        "app_permissions": "0",
        "authorizing_integration_owners": {},
        "context": 1,
        "attachment_size_limit": 0,
    }


def in_guild(sent: dict[str, object], guild: int, permissions: int) -> dict[str, object]:
    """Return the payload as if its user had sent it in a guild, with these permissions."""
    member = {
        "user": sent["user"],
        "roles": [],
        "joined_at": "2026-01-01T20:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }
    return {**sent, "guild_id": str(guild), "member": member}
