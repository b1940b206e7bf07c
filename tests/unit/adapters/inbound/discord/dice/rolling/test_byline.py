"""Tests that a roller is named with the avatar that Discord shows."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.rolling.byline import byline_of
from tests.unit.adapters.inbound.discord.dice.payloads import person

ROLLER = 1574808668732391425
HASH = "a_d5efa99b3eeaa7dd43acca82f5692432"


def interaction(avatar: str | None, guild_avatar: str | None) -> hikari.CommandInteraction:
    member: dict[str, object] = {
        "user": {**person(str(ROLLER)), "avatar": avatar},
        "avatar": guild_avatar,
        "nick": "Alice",
        "roles": [],
        "joined_at": "2026-01-01T20:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": "0",
    }
    payload: dict[str, object] = {
        "id": "5",
        "application_id": "3",
        "type": 2,
        "token": "t",
        "version": 1,
        "channel": {"id": "7", "type": 0, "name": "table", "permissions": "0"},
        "guild_id": "2",
        "member": member,
        "data": {"id": "9", "name": "roll", "type": 1},
        "locale": "fr",
        "guild_locale": "de",
        "app_permissions": "0",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "context": 0,
        "attachment_size_limit": 0,
    }
    factory = hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory
    return factory.deserialize_command_interaction(payload)


@pytest.mark.parametrize("avatar", [None, HASH])
@pytest.mark.parametrize("guild_avatar", [None, HASH])
def test_the_avatar_is_the_servers_or_the_users_or_the_default(
    avatar: str | None, guild_avatar: str | None
) -> None:
    pressed = interaction(avatar, guild_avatar)
    assert pressed.member is not None
    expected = (
        pressed.member.make_guild_avatar_url(file_format="PNG", size=64)
        or pressed.user.make_avatar_url(file_format="PNG", size=64)
        or pressed.user.default_avatar_url
    )

    byline = byline_of(pressed, None)

    assert (byline.name, byline.avatar) == ("Alice", expected.url)
