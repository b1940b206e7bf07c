"""What holds where somebody acts: what the server chose, and else what was there before."""

from __future__ import annotations

import hikari
import pytest

from nazh.adapters.inbound.discord.dice.houses import House, Houses, manages_here
from nazh.adapters.inbound.wording.languages import ENGLISH, words_for
from nazh.domain.dice import COSMERE, NAZH
from nazh.domain.dice.server_settings import UNCHANGED, Layout, ServerSettings
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, RoleId, ServerId
from tests.doubles.settings import SettingsInHand

ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES, NOTHING = 1 << 3, 1 << 5, 1 << 13, 0
NARRATOR = 11
FRENCH, GERMAN = words_for("fr"), words_for("de")


class Away:
    """Settings that cannot be read."""

    async def __call__(self, server: ServerId | None) -> ServerSettings:
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


async def test_where_nothing_was_chosen_the_operator_and_discord_decide(
    factory: hikari.api.EntityFactory,
) -> None:
    houses = Houses(SettingsInHand(), NAZH, 99)

    house = await houses.at(acting(factory, NOTHING))

    assert house == House(NAZH, GERMAN, FRENCH, leads=False, notice_channel=99)


async def test_what_a_server_has_chosen_holds(factory: hikari.api.EntityFactory) -> None:
    chosen = ServerSettings(COSMERE, "en-US", None, ChannelId(12), 30, Layout.COMPACT)
    houses = Houses(SettingsInHand(chosen), NAZH, 99)

    house = await houses.at(acting(factory, NOTHING))

    assert house == House(COSMERE, ENGLISH, FRENCH, notice_channel=12, is_compact=True)
    assert (house.words(is_secret=True), house.words(is_secret=False)) == (FRENCH, ENGLISH)


async def test_in_direct_messages_nobody_leads_and_nothing_was_chosen(
    factory: hikari.api.EntityFactory,
) -> None:
    houses = Houses(SettingsInHand(ServerSettings(COSMERE)), NAZH)

    house = await houses.at(acting(factory, None))

    assert house == House(NAZH, FRENCH, FRENCH)


@pytest.mark.parametrize(
    ("permissions", "roles", "leads", "manages"),
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
async def test_who_leads_and_who_manages(
    factory: hikari.api.EntityFactory,
    permissions: int | None,
    roles: tuple[int, ...],
    leads: bool,
    manages: bool,
) -> None:
    houses = Houses(SettingsInHand(ServerSettings(game_masters=RoleId(NARRATOR))), NAZH)
    somebody = acting(factory, permissions, *roles)

    assert (await houses.at(somebody)).leads is leads
    assert manages_here(somebody) is manages


async def test_a_role_leads_only_where_it_was_chosen(factory: hikari.api.EntityFactory) -> None:
    houses = Houses(SettingsInHand(UNCHANGED), NAZH)

    assert not (await houses.at(acting(factory, NOTHING, NARRATOR))).leads


async def test_a_roll_is_refused_and_a_look_is_not_while_records_are_away(
    factory: hikari.api.EntityFactory,
) -> None:
    houses = Houses(Away(), NAZH)

    with pytest.raises(Unavailable):
        await houses.at(acting(factory, NOTHING))

    assert await houses.glimpsed(acting(factory, NOTHING)) == House(NAZH, GERMAN, FRENCH)
