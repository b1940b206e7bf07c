"""Tests that a guild context has the server's settings, or else the defaults."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.guild_context import GuildContext, GuildContexts
from nazh.adapters.inbound.discord.guilds.members import can_manage_guild
from nazh.adapters.inbound.texts.languages import ENGLISH, translator_for
from nazh.domain.dice import COSMERE, NAZH
from nazh.domain.dice.guild_settings import Layout
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from tests.doubles.guild_settings import FixedSettings

ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES, NOTHING = 1 << 3, 1 << 5, 1 << 13, 0
NARRATOR = 11


class Away:
    """Settings that cannot be read."""

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        raise Unavailable("the database")


@pytest.fixture(scope="module")
def factory() -> hikari.api.EntityFactory:
    return hikari.GatewayBot("MQ.a.b", banner=None, logs=None).entity_factory


def acting(
    factory: hikari.api.EntityFactory, permissions: int | None, *roles: int
) -> hikari.CommandInteraction:
    """A command of a French player; without permissions, in direct messages."""
    user = {
        "id": "1",
        "username": "x",
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
        "public_flags": 0,
    }
    payload: dict[str, object] = {
        "id": "5",
        "application_id": "3",
        "type": 2,
        "token": "t",
        "version": 1,
        "channel": {"id": "7", "type": 1, "name": None},
        "data": {"id": "9", "name": "roll", "type": 1},
        "locale": "fr",
        "app_permissions": "0",
        "authorizing_integration_owners": {},
        "entitlements": [],
        "context": 1,
        "attachment_size_limit": 0,
    }
    if permissions is None:
        payload["user"] = user
    else:
        payload["guild_id"], payload["guild_locale"] = "2", "de"
        payload["member"] = {
            "user": user,
            "roles": [str(role) for role in roles],
            "joined_at": "2026-01-01T20:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": str(permissions),
        }
    return factory.deserialize_command_interaction(payload)


async def test_without_guild_settings_the_operators_and_discords_apply(
    factory: hikari.api.EntityFactory,
) -> None:
    guild_contexts = GuildContexts(FixedSettings(), NAZH, 99)

    guild_context = await guild_contexts.of(acting(factory, NOTHING))

    assert guild_context == GuildContext(
        NAZH, translator_for("de"), translator_for("fr"), is_game_master=False, notice_channel=99
    )


async def test_a_servers_settings_apply(factory: hikari.api.EntityFactory) -> None:
    chosen = GuildSettings(
        {
            "ruleset": "cosmere",
            "language": "en-US",
            "notice_channel": "12",
            "days": "30",
            "layout": "compact",
            "buttons": "none",
        }
    )
    guild_contexts = GuildContexts(FixedSettings(chosen), NAZH, 99)

    guild_context = await guild_contexts.of(acting(factory, NOTHING))

    assert guild_context == GuildContext(
        COSMERE,
        ENGLISH,
        translator_for("fr"),
        notice_channel=12,
        layout=Layout.COMPACT,
        buttons=frozenset(),
    )
    assert (
        guild_context.translator(is_secret=True),
        guild_context.translator(is_secret=False),
    ) == (translator_for("fr"), ENGLISH)


async def test_direct_messages_have_no_game_master_and_no_settings(
    factory: hikari.api.EntityFactory,
) -> None:
    guild_contexts = GuildContexts(FixedSettings(GuildSettings({"ruleset": "cosmere"})), NAZH)

    guild_context = await guild_contexts.of(acting(factory, None))

    assert guild_context == GuildContext(NAZH, translator_for("fr"), translator_for("fr"))


@pytest.mark.parametrize(
    ("permissions", "roles", "is_game_master", "manages"),
    [
        (ADMINISTRATOR, (), True, True),
        (MANAGE_GUILD, (), True, True),
        (MANAGE_MESSAGES, (), True, False),
        (NOTHING, (NARRATOR,), True, False),
        (NOTHING, (10, 12), False, False),
        (NOTHING, (), False, False),
        (None, (), False, False),
    ],
)
async def test_game_masters_and_managers(
    factory: hikari.api.EntityFactory,
    permissions: int | None,
    roles: tuple[int, ...],
    is_game_master: bool,
    manages: bool,
) -> None:
    guild_contexts = GuildContexts(
        FixedSettings(GuildSettings({"game_masters": str(NARRATOR)})), NAZH
    )
    somebody = acting(factory, permissions, *roles)

    assert (await guild_contexts.of(somebody)).is_game_master is is_game_master
    assert can_manage_guild(somebody) is manages


async def test_a_role_leads_only_where_it_was_chosen(factory: hikari.api.EntityFactory) -> None:
    guild_contexts = GuildContexts(FixedSettings(DEFAULT_SETTINGS), NAZH)

    assert not (await guild_contexts.of(acting(factory, NOTHING, NARRATOR))).is_game_master


async def test_without_the_database_rolls_fail_and_previews_work(
    factory: hikari.api.EntityFactory,
) -> None:
    guild_contexts = GuildContexts(Away(), NAZH)

    with pytest.raises(Unavailable):
        await guild_contexts.of(acting(factory, NOTHING))

    assert await guild_contexts.of_or_default(acting(factory, NOTHING)) == GuildContext(
        NAZH, translator_for("de"), translator_for("fr")
    )
