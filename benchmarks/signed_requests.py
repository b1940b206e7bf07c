"""Builds interactions signed as Discord signs them, each from the next of many users."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from itertools import count
from typing import Final

from nacl.signing import SigningKey

KEY: Final = SigningKey(b"benchmarks" + b"." * 22)
APPLICATION: Final = "100000000000000001"
PLAYERS: Final = 1_000
Asked = tuple[str, Mapping[str, object]]
"""A command and its options."""
_KINDS: Final = {str: 3, bool: 5}
_IDS = count(1_300_000_000_000_000_000, 1 << 22)


def signature_headers(body: bytes) -> dict[str, str]:
    """Return the headers of a request with this body, signed now."""
    at = str(int(time.time()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Discord-Interactions/1.0 (+https://discord.com)",
        "X-Signature-Ed25519": KEY.sign(at.encode() + body).signature.hex(),
        "X-Signature-Timestamp": at,
    }


def signed_request(asked: Asked) -> bytes:
    """Return Discord's request for a command from the next of many users."""
    body = json.dumps(_payload(next(_IDS), asked), separators=(",", ":")).encode()
    lines = [f"{name}: {value}" for name, value in signature_headers(body).items()]
    head = ["POST /interactions HTTP/1.1", "Host: nazh.example", *lines]
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def _payload(id: int, asked: Asked) -> dict[str, object]:
    name, options = asked
    number = (id >> 22) % PLAYERS
    user = {
        "id": str(200_000_000_000_000_000 + number),
        "username": "alice",
        "discriminator": "0",
        "global_name": "Alice",
        "avatar": "a" * 32,
        "avatar_decoration_data": None,
        "collectibles": None,
        "public_flags": 0,
        "clan": None,
        "primary_guild": None,
    }
    server = str(300_000_000_000_000_000 + number // 5)
    channel = {
        "flags": 0,
        "guild_id": server,
        "id": "400000000000000001",
        "last_message_id": "500000000000000001",
        "name": "table",
        "nsfw": False,
        "parent_id": "400000000000000009",
        "permissions": "2251799813685247",
        "position": 0,
        "rate_limit_per_user": 0,
        "topic": None,
        "type": 0,
    }
    member = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "deaf": False,
        "flags": 0,
        "joined_at": "2021-01-01T00:00:00.000000+00:00",
        "mute": False,
        "nick": None,
        "pending": False,
        "permissions": "2251799813685247",
        "premium_since": None,
        "roles": ["700000000000000001", "700000000000000002"],
        "user": user,
    }
    typed = [
        {"name": option, "type": _KINDS[type(value)], "value": value}
        for option, value in options.items()
    ]
    return {
        "app_permissions": "562949953601536",
        "application_id": APPLICATION,
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {"0": server},
        "channel": channel,
        "channel_id": channel["id"],
        "context": 0,
        "data": {"id": "600000000000000001", "name": name, "options": typed, "type": 1},
        "entitlement_sku_ids": [],
        "entitlements": [],
        "guild": {"features": ["COMMUNITY", "NEWS"], "id": server, "locale": "en-US"},
        "guild_id": server,
        "guild_locale": "en-US",
        "id": str(id),
        "locale": "en-US",
        "member": member,
        "token": "aW50ZXJhY3Rpb246" + "x" * 160,
        "type": 2,
        "version": 1,
    }
