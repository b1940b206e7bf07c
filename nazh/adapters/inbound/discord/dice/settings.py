"""``/settings``: what managers choose for their server, in one message of menus.

Discord shows the command to managers alone, which a server can change; so every press is asked
again whether it comes from one.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, Kind
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.houses import manages_here
from nazh.adapters.inbound.discord.dice.pressed import Acting, server_of
from nazh.adapters.inbound.discord.dice.settings_messages import (
    Operators,
    changes_message,
    settings_body,
    settings_message,
)
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import server_settings as said
from nazh.application.dice.change_settings import ChangeSettings, SettingRequest
from nazh.application.dice.show_settings import SettingsShown, ShowSettings
from nazh.domain.dice.server_settings import Setting, SettingChange
from nazh.domain.kernel.identity import PlayerId, ServerId
from nazh.domain.kernel.phrases import phrase

_LOG: Final = logging.getLogger(__name__)


def settings_command(
    show_settings: ShowSettings, operators: Operators, door: Door
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/settings``."""

    async def show(interaction: hikari.CommandInteraction) -> Answer:
        shown = await _shown(show_settings, interaction)
        return settings_message(shown.settings, operators, private_words(interaction))

    class Settings(
        lightbulb.SlashCommand,
        name=said.SETTINGS,
        description=phrase("How the dice are on this server: rules, language, game masters."),
        localize=True,
        contexts=(hikari.ApplicationContextType.GUILD,),
        integration_types=(hikari.ApplicationIntegrationType.GUILD_INSTALL,),
        default_member_permissions=hikari.Permissions.MANAGE_GUILD,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(show, ctx.interaction))

    return Settings


def setting_menu(show_settings: ShowSettings, operators: Operators) -> ButtonAction:
    """Return the action of the menu of settings: show what can be chosen for one."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        setting = _setting(next(iter(interaction.values), ""))
        shown = await _shown(show_settings, interaction)
        words = private_words(interaction)
        return Answer(Kind.EDIT, settings_body(shown.settings, setting, operators, words))

    return choose


def choice_menu(change_settings: ChangeSettings, operators: Operators) -> ButtonAction:
    """Return the action of the menu of one setting: choose something."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        setting = _setting(arguments)
        word = next(iter(interaction.values), "")
        listed = said.offered(setting, operators.days)
        if listed and word not in listed:
            raise ForgedButton
        return await _changed(change_settings, interaction, setting, word, operators)

    return choose


def usual_button(change_settings: ChangeSettings, operators: Operators) -> ButtonAction:
    """Return the action of As usual: a choice is taken back."""

    async def take_back(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        return await _changed(change_settings, interaction, _setting(arguments), None, operators)

    return take_back


def changes_button(show_settings: ShowSettings) -> ButtonAction:
    """Return the action of Changes: who changed what, and when."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        shown = await _shown(show_settings, interaction)
        return changes_message(shown.changes, private_words(interaction))

    return tell


async def _shown(show_settings: ShowSettings, interaction: Acting) -> SettingsShown:
    return await show_settings(_server(interaction), is_manager=manages_here(interaction))


async def _changed(
    change_settings: ChangeSettings,
    interaction: hikari.ComponentInteraction,
    setting: Setting,
    word: str | None,
    operators: Operators,
) -> Answer:
    server = _server(interaction)
    chosen = await change_settings(
        SettingRequest(
            server=server,
            by=PlayerId(interaction.user.id),
            setting=setting,
            word=word,
            is_manager=manages_here(interaction),
        )
    )
    if chosen.change is not None:
        _tell_log(server, chosen.change)
    words = private_words(interaction)
    return Answer(Kind.EDIT, settings_body(chosen.settings, setting, operators, words))


def _server(interaction: Acting) -> ServerId:
    server = server_of(interaction)
    if server is None:
        raise ForgedButton
    return server


def _setting(word: str) -> Setting:
    for setting in Setting:
        if setting.value == word:
            return setting
    raise ForgedButton


def _tell_log(server: ServerId, change: SettingChange) -> None:
    # Ids as text: they are too long as numbers for many readers of JSON.
    _LOG.info(
        "a setting of a server was changed",
        extra={
            "setting": change.setting.value,
            "server": str(server),
            "player": str(change.by),
            "before": change.before,
            "after": change.after,
        },
    )
