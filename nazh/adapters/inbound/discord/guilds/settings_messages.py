"""Formats guild settings as a Discord message with menus. Pure.

The ``custom_id`` of a menu contains the setting that it changes; nothing else is stored.
"""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.discord.guilds.custom_ids import custom_id
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.ui import DANGER, PRIMARY, button, embed_body, menu, option
from nazh.adapters.inbound.texts.guilds import guild_settings as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.guilds.guild_settings import GuildSettings, SettingChange, split_words

SETTING: Final = "setting"
CHOICE: Final = "choice"
RESET: Final = "usual"
CHANGES: Final = "changes"
ANYWAY: Final = "anyway"
CANCEL: Final = "cancel"
_STRINGS, _ROLES, _CHANNELS = 3, 6, 8
_TEXT_CHANNEL, _NEWS_CHANNEL = 0, 5


def settings_body(
    settings: GuildSettings,
    changing: texts.SettingOffer | None,
    offers: texts.Offers,
    translator: Translator,
) -> Json:
    """Return the settings, and the choices of the one that is being changed."""
    lines = texts.settings_lines(settings, offers, translator)
    rows = [action_row((_settings_menu(changing, offers, translator),))]
    buttons = [button(translator(texts.CHANGES), custom_id(CHANGES), is_disabled=False)]
    if changing is not None:
        chosen = settings.word(changing.setting)
        if changing.example is not None:
            lines += ("", f"**{translator(texts.EXAMPLE)}**", changing.example(chosen, translator))
        rows.append(action_row((_choice_menu(chosen, changing, translator),)))
        reset = button(
            translator(texts.AS_USUAL),
            custom_id(RESET, changing.setting.name),
            is_disabled=chosen is None,
        )
        buttons.insert(0, reset)
    return embed_body("\n".join(lines), (*rows, action_row(tuple(buttons))))


def warning_body(
    offer: texts.SettingOffer, word: str, warning: str, translator: Translator
) -> Json:
    """Return the warning about a choice, with buttons to make it anyway, or not."""
    buttons = (
        button(translator(texts.CANCEL), custom_id(CANCEL, offer.setting.name), PRIMARY),
        button(
            translator(texts.USE_ANYWAY), custom_id(ANYWAY, f"{offer.setting.name}:{word}"), DANGER
        ),
    )
    return embed_body(warning, (action_row(buttons),))


def settings_message(
    settings: GuildSettings, offers: texts.Offers, translator: Translator
) -> Response:
    """Return the settings in a new private message."""
    return private_response(settings_body(settings, None, offers, translator))


def changes_message(
    changes: tuple[SettingChange, ...], offers: texts.Offers, translator: Translator
) -> Response:
    """Return the log of changes as a private message."""
    text = "\n".join(texts.changes_lines(changes, offers, translator))
    return private_response(embed_body(text))


def _settings_menu(
    changing: texts.SettingOffer | None, offers: texts.Offers, translator: Translator
) -> Json:
    options = tuple(
        option(translator(offer.name), name, is_default=offer is changing)
        for name, offer in offers.items()
    )
    return menu(custom_id(SETTING), translator(texts.CHOOSE_A_SETTING), options)


def _choice_menu(chosen: str | None, offer: texts.SettingOffer, translator: Translator) -> Json:
    menu: dict[str, object] = {
        "custom_id": custom_id(CHOICE, offer.setting.name),
        "placeholder": translator(texts.CHOOSE_A_VALUE),
    }
    match offer.picker:
        case texts.Picker.ROLE:
            return {**menu, "type": _ROLES, "default_values": _default("role", chosen)}
        case texts.Picker.CHANNEL:
            return {
                **menu,
                "type": _CHANNELS,
                "channel_types": (_TEXT_CHANNEL, _NEWS_CHANNEL),
                "default_values": _default("channel", chosen),
            }
        case texts.Picker.SEVERAL:
            # Everything is selected until something has been chosen.
            selected = offer.choices if chosen is None else split_words(chosen)
            return {
                **menu,
                "type": _STRINGS,
                "options": tuple(
                    option(offer.value(word, translator), word, is_default=word in selected)
                    for word in offer.choices
                ),
                "min_values": 0,
                "max_values": len(offer.choices),
            }
        case texts.Picker.MENU:
            options = tuple(_option(word, chosen, offer, translator) for word in offer.choices)
            # A menu must have options, even if it is disabled.
            return {
                **menu,
                "type": _STRINGS,
                "options": options or ({"label": "–", "value": "–"},),
                "disabled": not options,
            }


def _option(
    word: str, chosen: str | None, offer: texts.SettingOffer, translator: Translator
) -> Json:
    described = offer.descriptions.get(word)
    description = None if described is None else translator(described)
    label = offer.value(word, translator)
    return option(label, word, description, is_default=word == chosen)


def _default(kind: str, word: str | None) -> tuple[Json, ...]:
    return () if word is None else ({"id": word, "type": kind},)
