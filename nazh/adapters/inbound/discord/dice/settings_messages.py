"""The settings of a server as a Discord message: a menu of settings, and one of choices. Pure.

Which setting is about to be changed stands in the ``custom_id`` of its menu; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.discord.answers import EPHEMERAL, NO_MENTIONS, Answer, Json, Kind, row
from nazh.adapters.inbound.discord.components import custom_id
from nazh.adapters.inbound.discord.dice.presenter import BLUE
from nazh.adapters.inbound.wording.dice import server_settings as said
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import Ruleset
from nazh.domain.dice.server_settings import ServerSettings, Setting, SettingChange

SETTING: Final = "setting"
CHOICE: Final = "choice"
USUAL: Final = "usual"
CHANGES: Final = "changes"
_SECONDARY: Final = 2
_STRINGS, _ROLES, _CHANNELS = 3, 6, 8
_TEXT_CHANNEL, _NEWS_CHANNEL = 0, 5


@dataclass(frozen=True, slots=True)
class Operators:
    """What the operator has set: what holds where a server has chosen nothing."""

    ruleset: Ruleset
    days: int


def settings_body(
    settings: ServerSettings, changing: Setting | None, operators: Operators, words: Words
) -> Json:
    """Return the settings, and what can be chosen for the one that is about to be changed."""
    lines = said.settings_lines(settings, operators.ruleset, operators.days, words)
    rows = [row((_settings_menu(changing, words),))]
    buttons = [_button(words(said.CHANGES), CHANGES)]
    if changing is not None:
        rows.append(row((_choice_menu(settings, changing, operators, words),)))
        is_chosen = settings.word(changing) is not None
        buttons.insert(0, _button(words(said.AS_USUAL), USUAL, changing.value, off=not is_chosen))
    return {
        "embeds": ({"description": "\n".join(lines), "color": BLUE},),
        "components": (*rows, row(tuple(buttons))),
        "allowed_mentions": NO_MENTIONS,
    }


def settings_message(settings: ServerSettings, operators: Operators, words: Words) -> Answer:
    """Return the settings in a new message, for the one who asked alone."""
    body = settings_body(settings, None, operators, words)
    return Answer(Kind.MESSAGE, {**body, "flags": EPHEMERAL})


def changes_message(changes: tuple[SettingChange, ...], words: Words) -> Answer:
    """Return who changed what, for the one who asked alone."""
    text = "\n".join(said.changes_lines(changes, words))
    return Answer(
        Kind.MESSAGE,
        {
            "embeds": ({"description": text, "color": BLUE},),
            "flags": EPHEMERAL,
            "allowed_mentions": NO_MENTIONS,
        },
    )


def _settings_menu(changing: Setting | None, words: Words) -> Json:
    return {
        "type": _STRINGS,
        "custom_id": custom_id(SETTING),
        "placeholder": words(said.CHOOSE_A_SETTING),
        "options": tuple(
            {"label": words(name), "value": setting.value, "default": setting is changing}
            for setting, name in said.NAMES.items()
        ),
    }


def _choice_menu(
    settings: ServerSettings, setting: Setting, operators: Operators, words: Words
) -> Json:
    chosen = settings.word(setting)
    menu: dict[str, object] = {
        "custom_id": custom_id(CHOICE, setting.value),
        "placeholder": words(said.CHOOSE_A_VALUE),
    }
    if setting is Setting.GAME_MASTERS:
        return {**menu, "type": _ROLES, "default_values": _default("role", chosen)}
    if setting is Setting.NOTICE_CHANNEL:
        return {
            **menu,
            "type": _CHANNELS,
            "channel_types": (_TEXT_CHANNEL, _NEWS_CHANNEL),
            "default_values": _default("channel", chosen),
        }
    options = said.offered(setting, operators.days)
    shown = (_option(setting, word, words, is_chosen=word == chosen) for word in options)
    # A menu has to have options, even where none can be chosen.
    return {
        **menu,
        "type": _STRINGS,
        "options": tuple(shown) or ({"label": "–", "value": "–"},),
        "disabled": not options,
    }


def _option(setting: Setting, word: str, words: Words, *, is_chosen: bool) -> Json:
    option = {
        "label": said.value_text(setting, word, words),
        "value": word,
        "default": is_chosen,
    }
    if setting is Setting.RULESET:
        return {**option, "description": words(said.RULES[word])}
    return option


def _default(kind: str, word: str | None) -> tuple[Json, ...]:
    return () if word is None else ({"id": word, "type": kind},)


def _button(label: str, action: str, arguments: str = "", *, off: bool = False) -> Json:
    return {
        "type": 2,
        "style": _SECONDARY,
        "label": label,
        "custom_id": custom_id(action, arguments),
        "disabled": off,
    }
