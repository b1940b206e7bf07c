"""Tests that only managers see and change settings, to values that are offered."""

from __future__ import annotations

import json
from collections.abc import Callable

import hikari
import pytest

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds import settings as buttons
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import EPHEMERAL, ResponseType
from nazh.adapters.inbound.texts.dice.guild_settings import dice_offers
from nazh.adapters.inbound.texts.dominion.government.administrators import administrators_offer
from nazh.adapters.inbound.texts.guilds.guild_settings import guild_offers, in_order
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.guilds.change_settings import ChangeSettings
from nazh.application.guilds.errors import (
    OnlyAdministratorsChangeSetting,
    OnlyManagersChangeSettings,
)
from nazh.application.guilds.show_settings import ShowSettings
from nazh.domain.dice import NAZH
from nazh.domain.dominion.government.administrators import ADMINISTRATORS
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.guilds.errors import InvalidSetting
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE, bot_message, in_guild, payload

__all__ = ["factory"]

GUILD = GuildId(2)
ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES = 1 << 3, 1 << 5, 1 << 13
OFFERS = in_order((*dice_offers(NAZH), administrators_offer(), *guild_offers(730)))


class ReadersNow:
    """Readers of a channel that only game masters could read before; satisfies ``FindReaders``."""

    def __init__(self, readers: ChannelReaders | None) -> None:
        self._readers = readers

    async def __call__(
        self,
        guild: GuildId,
        channel: ChannelId,
        game_masters: RoleId | None,
        *,
        is_fresh: bool = False,
    ) -> ChannelReaders | None:
        assert (guild, channel) == (GUILD, 12)
        return self._readers if is_fresh else ChannelReaders()


class Settings:
    """The actions of all menus and buttons, with what a server has chosen."""

    def __init__(self, readers: ChannelReaders | None = None) -> None:
        self.store = MemoryGuildStore()
        show = ShowSettings(self.store)
        clock = FrozenClock()
        change = ChangeSettings(self.store, CachedSettings(self.store, clock), clock)
        self.actions: dict[str, ButtonAction] = {
            "setting": buttons.setting_menu(show, OFFERS),
            "choice": buttons.choice_menu(change, show, ReadersNow(readers), OFFERS),
            "anyway": buttons.anyway_button(change, OFFERS),
            "cancel": buttons.cancel_button(show, OFFERS),
            "reset": buttons.reset_button(change, OFFERS),
            "changes": buttons.changes_button(show, OFFERS),
        }

    async def chosen(self, name: str) -> str | None:
        return (await self.store.read(GUILD)).word(OFFERS[name].setting)


Press = Callable[..., hikari.ComponentInteraction]


@pytest.fixture
def press(factory: hikari.api.EntityFactory) -> Press:
    def pressed(
        *values: str, permissions: int | None = MANAGE_GUILD
    ) -> hikari.ComponentInteraction:
        data = {"custom_id": "x", "component_type": 3 if values else 2, "values": list(values)}
        interaction_payload = payload(3, data, bot_message(), ALICE, 1 << 40)
        if permissions is not None:
            interaction_payload = in_guild(interaction_payload, GUILD, permissions)
        return factory.deserialize_component_interaction(interaction_payload)

    return pressed


PRESSES = (
    ("setting", "", ("layout",)),
    ("choice", "layout", ("compact",)),
    ("choice", "notice_channel", ("12",)),
    ("anyway", "notice_channel:12", ()),
    ("cancel", "notice_channel", ()),
    ("reset", "layout", ()),
    ("changes", "", ()),
)


@pytest.mark.parametrize(("action", "arguments", "values"), PRESSES)
async def test_nobody_else_sees_or_changes_settings(
    press: Press, action: str, arguments: str, values: tuple[str, ...]
) -> None:
    settings = Settings()

    with pytest.raises(OnlyManagersChangeSettings):
        await settings.actions[action](press(*values, permissions=MANAGE_MESSAGES), arguments)
    with pytest.raises(InvalidComponent):
        await settings.actions[action](press(*values, permissions=None), arguments)

    assert (await settings.store.read(GUILD)).words == {}


async def test_a_setting_that_gives_rights_is_for_administrators(press: Press) -> None:
    settings, name = Settings(), ADMINISTRATORS.name

    with pytest.raises(OnlyAdministratorsChangeSetting):
        await settings.actions["choice"](press("55"), name)
    await settings.actions["choice"](press("55", permissions=ADMINISTRATOR), name)

    assert await settings.chosen(name) == "55"


@pytest.mark.parametrize(
    ("action", "arguments", "values"),
    [
        ("setting", "", ("colour",)),
        ("setting", "", ()),
        ("choice", "colour", ("blue",)),
        ("choice", "layout", ("golden",)),
        ("choice", "layout", ()),
        ("choice", "buttons", ("again", "golden")),
        ("choice", "notice_channel", ()),
        ("anyway", "colour:blue", ()),
        ("reset", "colour", ()),
    ],
)
async def test_nothing_else_can_be_chosen(
    press: Press, action: str, arguments: str, values: tuple[str, ...]
) -> None:
    settings = Settings()

    with pytest.raises(InvalidComponent):
        await settings.actions[action](press(*values), arguments)

    assert (await settings.store.read(GUILD)).words == {}


async def test_a_channel_that_is_none_is_refused(press: Press) -> None:
    with pytest.raises(InvalidSetting):
        await Settings().actions["choice"](press("twelve"), "notice_channel")


async def test_all_buttons_can_be_chosen_and_the_change_is_logged(
    press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    settings, every = Settings(), OFFERS["buttons"].choices

    with caplog.at_level("INFO"):
        await settings.actions["choice"](press(*every), "buttons")
        await settings.actions["choice"](press(*every), "buttons")

    assert await settings.chosen("buttons") == ",".join(every)
    assert caplog.messages == ["a setting of a server was changed"]


async def test_a_choice_is_kept_until_it_is_reset(press: Press) -> None:
    settings = Settings()

    chosen = await settings.actions["choice"](press("odds", "again"), "buttons")
    assert await settings.chosen("buttons") == "again,odds"
    none = await settings.actions["choice"](press(), "buttons")
    assert await settings.chosen("buttons") == "none"
    reset = await settings.actions["reset"](press(), "buttons")
    assert await settings.chosen("buttons") is None

    assert {response.kind for response in (chosen, none, reset)} == {ResponseType.EDIT}
    changes = await settings.actions["changes"](press(), "")
    assert changes.kind is ResponseType.MESSAGE
    assert changes.data is not None
    assert changes.data["flags"] == EPHEMERAL
    assert json.dumps(changes.data).count("Buttons below results") == 3


@pytest.mark.parametrize(
    ("readers", "is_kept"),
    [
        (ChannelReaders(), True),
        (ChannelReaders(roles=1), False),
        (ChannelReaders(everyone=True), False),
        (ChannelReaders(is_here=False), False),
        (None, False),
    ],
)
async def test_a_channel_that_others_read_is_chosen_after_a_warning(
    press: Press, readers: ChannelReaders | None, is_kept: bool
) -> None:
    settings = Settings(readers)

    await settings.actions["choice"](press("12"), "notice_channel")
    assert await settings.chosen("notice_channel") == ("12" if is_kept else None)

    await settings.actions["cancel"](press(), "notice_channel")
    assert await settings.chosen("notice_channel") == ("12" if is_kept else None)

    await settings.actions["anyway"](press(), "notice_channel:12")
    assert await settings.chosen("notice_channel") == "12"
