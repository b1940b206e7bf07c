"""The command ``/settings``, with which managers choose a guild's settings by menus.

Discord shows the command only to managers, but a guild can change that; so every press checks the
permission again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.channel_readers import FindReaders
from nazh.adapters.inbound.discord.guilds.members import (
    UserInteraction,
    can_manage_guild,
    is_administrator,
    require_server,
)
from nazh.adapters.inbound.discord.guilds.settings_messages import (
    changes_message,
    settings_body,
    settings_message,
    warning_body,
)
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, ResponseType
from nazh.adapters.inbound.texts.guilds import guild_settings as texts
from nazh.application.guilds.change_settings import ChangeSettings, SettingRequest
from nazh.application.guilds.show_settings import SettingsHistory, ShowSettings
from nazh.domain.guilds.guild_settings import GAME_MASTERS, SettingChange, join_words
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from nazh.domain.kernel.texts import N_

_LOG: Final = logging.getLogger(__name__)


def settings_command(
    show_settings: ShowSettings, offers: texts.Offers
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/settings``."""

    class Settings(
        lightbulb.SlashCommand,
        name=texts.SETTINGS,
        description=N_("View or change this server's settings: rules, language, game masters."),
        localize=True,
        **IN_GUILDS,
        default_member_permissions=hikari.Permissions.MANAGE_GUILD,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            shown = await _show(show_settings, interaction)
            return settings_message(shown.settings, offers, private_translator(interaction))

    return Settings


def setting_menu(show_settings: ShowSettings, offers: texts.Offers) -> ButtonAction:
    """Return the action of the menu of settings, which shows one setting's choices."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        offer = _offer(offers, next(iter(interaction.values), ""))
        shown = await _show(show_settings, interaction)
        translator = private_translator(interaction)
        return Response(ResponseType.EDIT, settings_body(shown.settings, offer, offers, translator))

    return choose


def choice_menu(
    change_settings: ChangeSettings,
    show_settings: ShowSettings,
    find_readers: FindReaders,
    offers: texts.Offers,
) -> ButtonAction:
    """Return the action of the menu of choices, which changes one setting, or warns first."""

    async def choose(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        offer = _offer(offers, arguments)
        word = _chosen_word(offer, interaction.values)
        warning = await warning_about(interaction, offer, word)
        if warning:
            body = warning_body(offer, word, warning, private_translator(interaction))
            return Response(ResponseType.EDIT, body)
        return await _change(change_settings, interaction, offer, word, offers)

    async def warning_about(
        interaction: hikari.ComponentInteraction, offer: texts.SettingOffer, word: str
    ) -> str:
        if offer.warning is None or offer.setting.read(word) is None:
            return ""
        shown = await _show(show_settings, interaction)
        readers = await find_readers(
            require_server(interaction),
            ChannelId(int(word)),
            shown.settings.of(GAME_MASTERS),
            is_fresh=True,
        )
        return offer.warning(word, readers, private_translator(interaction))

    return choose


def anyway_button(change_settings: ChangeSettings, offers: texts.Offers) -> ButtonAction:
    """Return the action of Use Anyway, which makes the choice that was warned about."""

    async def use(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        name, _, word = arguments.partition(":")
        return await _change(change_settings, interaction, _offer(offers, name), word, offers)

    return use


def cancel_button(show_settings: ShowSettings, offers: texts.Offers) -> ButtonAction:
    """Return the action of Cancel, which shows the setting as it is."""

    async def cancel(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        offer = _offer(offers, arguments)
        shown = await _show(show_settings, interaction)
        translator = private_translator(interaction)
        return Response(ResponseType.EDIT, settings_body(shown.settings, offer, offers, translator))

    return cancel


def reset_button(change_settings: ChangeSettings, offers: texts.Offers) -> ButtonAction:
    """Return the action of Reset to default, which removes a choice."""

    async def reset(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _change(change_settings, interaction, _offer(offers, arguments), None, offers)

    return reset


def changes_button(show_settings: ShowSettings, offers: texts.Offers) -> ButtonAction:
    """Return the action of Changes, which shows the log of changes."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        shown = await _show(show_settings, interaction)
        return changes_message(shown.changes, offers, private_translator(interaction))

    return tell


def _chosen_word(offer: texts.SettingOffer, values: Sequence[str]) -> str:
    """Return the word of the values in a menu. Raises InvalidComponent if one is not offered."""
    has_words = offer.picker in (texts.Picker.MENU, texts.Picker.SEVERAL)
    if has_words and not set(values) <= set(offer.choices):
        raise InvalidComponent
    if offer.picker is texts.Picker.SEVERAL:
        return join_words(choice for choice in offer.choices if choice in values)
    if not values:
        raise InvalidComponent
    return values[0]


async def _show(show_settings: ShowSettings, interaction: UserInteraction) -> SettingsHistory:
    return await show_settings(
        require_server(interaction), is_manager=can_manage_guild(interaction)
    )


async def _change(
    change_settings: ChangeSettings,
    interaction: hikari.ComponentInteraction,
    offer: texts.SettingOffer,
    word: str | None,
    offers: texts.Offers,
) -> Response:
    guild = require_server(interaction)
    chosen = await change_settings(
        SettingRequest(
            guild=guild,
            by=UserId(interaction.user.id),
            setting=offer.setting,
            word=word,
            is_manager=can_manage_guild(interaction),
            interaction=RequestId(str(interaction.id)),
            is_administrator=is_administrator(interaction),
        )
    )
    if chosen.change is not None:
        _log_change(guild, chosen.change)
    translator = private_translator(interaction)
    return Response(ResponseType.EDIT, settings_body(chosen.settings, offer, offers, translator))


def _offer(offers: texts.Offers, name: str) -> texts.SettingOffer:
    if name not in offers:
        raise InvalidComponent
    return offers[name]


def _log_change(guild: GuildId, change: SettingChange) -> None:
    # Ids are strings, because many JSON parsers round such long numbers.
    _LOG.info(
        "a setting of a server was changed",
        extra={
            "setting": change.setting,
            "server": str(guild),
            "player": str(change.by),
            "before": change.before,
            "after": change.after,
        },
    )
