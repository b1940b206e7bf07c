"""What is said of the settings of a server, and of who changed them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.wording.languages import LANGUAGES, Words
from nazh.domain.dice import RULESETS, Ruleset
from nazh.domain.dice.server_settings import (
    FOR_EVER,
    Layout,
    ServerSettings,
    Setting,
    SettingChange,
    days_kept,
)
from nazh.domain.kernel.phrases import phrase, phrases

SETTINGS: Final = phrase("settings")
CHOOSE_A_SETTING: Final = phrase("What do you want to change?")
CHOOSE_A_VALUE: Final = phrase("What is it to be?")
AS_USUAL: Final = phrase("As usual")
CHANGES: Final = phrase("Changes")
NAMES: Final[Mapping[Setting, str]] = MappingProxyType(
    {
        Setting.RULESET: phrase("Rules"),
        Setting.LANGUAGE: phrase("Language of what everybody sees"),
        Setting.GAME_MASTERS: phrase("Game masters"),
        Setting.NOTICE_CHANNEL: phrase("Told of secret rolls"),
        Setting.DAYS: phrase("Rolls are kept"),
        Setting.LAYOUT: phrase("Results"),
    }
)
DAYS_OFFERED: Final = (7, 30, 90, 365, 730)
RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nazh": phrase("The house rules: a total is at least 1"),
        "cosmere": phrase("Cosmere RPG: a natural 20 or 1 counts, damage hits and grazes"),
        "plain": phrase("Nothing but the dice"),
    }
)
TONGUES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en-US": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es-ES": "Español",
        "pt-BR": "Português do Brasil",
    }
)
"""Each language is called as its speakers call it."""
assert set(TONGUES) - {"en-US"} <= set(LANGUAGES)
_LAYOUTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Layout.FULL.value: phrase("With their dice"),
        Layout.COMPACT.value: phrase("Totals alone; the dice are in Details"),
    }
)
_DAYS: Final = phrases("{count} day", "{count} days")
_FOR_EVER: Final = phrase("for ever")
_TITLE: Final = phrase("Settings of this server")
_USUAL: Final = phrase("{value} (as usual)")
_EARLIER: Final = phrases("and {count} earlier change", "and {count} earlier changes")
_CHANGED: Final = phrase("{when} {who}: {setting}, from {before} to {after}")
_SHOWN: Final = 20
"""Changes that are shown; the others stay on record."""


def offered(setting: Setting, operators_days: int) -> tuple[str, ...]:
    """Return the words that can be chosen from a list; none where Discord offers its own."""
    match setting:
        case Setting.RULESET:
            return tuple(RULESETS)
        case Setting.LANGUAGE:
            return tuple(TONGUES)
        case Setting.DAYS:
            return tuple(
                str(days) for days in DAYS_OFFERED if days_kept(days, operators_days) == days
            )
        case Setting.LAYOUT:
            return tuple(_LAYOUTS)
        case Setting.GAME_MASTERS | Setting.NOTICE_CHANNEL:
            return ()


def value_text(setting: Setting, word: str, words: Words) -> str:
    """Return what a word of a setting means; roles and channels show as their names."""
    match setting:
        case Setting.LANGUAGE:
            return TONGUES.get(word, word)
        case Setting.GAME_MASTERS:
            return f"<@&{word}>"
        case Setting.NOTICE_CHANNEL:
            return f"<#{word}>"
        case Setting.DAYS:
            return words.counted(_DAYS, int(word))
        case Setting.LAYOUT:
            return words(_LAYOUTS[word])
        case Setting.RULESET:
            return word


def days_text(days: int, words: Words) -> str:
    """Return for how long something is kept."""
    return words(_FOR_EVER) if days == FOR_EVER else words.counted(_DAYS, days)


def settings_lines(
    settings: ServerSettings, ruleset: Ruleset, operators_days: int, words: Words
) -> tuple[str, ...]:
    """Return what holds on a server; ``ruleset`` and ``operators_days`` are the operator's."""
    usual = {
        Setting.RULESET: ruleset.name,
        Setting.LANGUAGE: words("as this server's Discord has it"),
        Setting.GAME_MASTERS: words("who may manage the server or its messages"),
        Setting.NOTICE_CHANNEL: words("no channel of this server's own"),
        Setting.DAYS: days_text(operators_days, words),
        Setting.LAYOUT: words(_LAYOUTS[Layout.FULL.value]),
    }
    lines = [f"**{words(_TITLE)}**"]
    for setting in Setting:
        word = settings.word(setting)
        if setting is Setting.DAYS and settings.days is not None:
            word = str(days_kept(settings.days, operators_days))
        if word is None:
            value = words(_USUAL, value=usual[setting])
        else:
            value = value_text(setting, word, words)
        if setting is Setting.GAME_MASTERS and word is not None:
            value = words("{role}, and {others}", role=value, others=usual[setting])
        lines.append(f"**{words(NAMES[setting])}**: {value}")
    return tuple(lines)


def changes_lines(changes: tuple[SettingChange, ...], words: Words) -> tuple[str, ...]:
    """Return who changed what, the latest first."""
    if not changes:
        return (words("Nothing was changed yet."),)
    lines = [_change_line(change, words) for change in changes[:_SHOWN]]
    if len(changes) > _SHOWN:
        lines.append(words.counted(_EARLIER, len(changes) - _SHOWN))
    return tuple(lines)


def _change_line(change: SettingChange, words: Words) -> str:
    before, after = (
        words("as usual") if word is None else value_text(change.setting, word, words)
        for word in (change.before, change.after)
    )
    return words(
        _CHANGED,
        when=f"<t:{int(change.at.timestamp())}:f>",
        who=words("somebody who was forgotten") if change.by is None else f"<@{change.by}>",
        setting=words(NAMES[change.setting]),
        before=before,
        after=after,
    )
