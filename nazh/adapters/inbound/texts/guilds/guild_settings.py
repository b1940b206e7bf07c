"""Words the settings of a guild, and the log of who changed them.

Each context says how its settings are offered; the offers of all contexts are one list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.languages import LANGUAGES, Translator
from nazh.domain.guilds.guild_settings import (
    DAYS,
    GAME_MASTERS,
    KEEP_FOREVER,
    LANGUAGE,
    NOTICE_CHANNEL,
    GuildSetting,
    GuildSettings,
    SettingChange,
    retention_days,
)
from nazh.domain.kernel.texts import N_, N_plural

SETTINGS: Final = N_("settings")
CHOOSE_A_SETTING: Final = N_("What do you want to change?")
CHOOSE_A_VALUE: Final = N_("Choose a value")
AS_USUAL: Final = N_("Reset to default")
CHANGES: Final = N_("Changes")
DAYS_OFFERED: Final = (7, 30, 90, 365, 730)
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
_DAYS: Final = N_plural("{count} day", "{count} days")
_FOR_EVER: Final = N_("forever")
_TITLE: Final = N_("Settings of this server")
_USUAL: Final = N_("{value} (default)")
_EARLIER: Final = N_plural("and {count} earlier change", "and {count} earlier changes")
_CHANGED: Final = N_("{when} {who}: {setting}, from {before} to {after}")
_AS_DISCORD: Final = N_("this server's language on Discord")
_MANAGERS: Final = N_("members with the Manage Server or Manage Messages permission")
_NO_CHANNEL: Final = N_("none chosen by this server")
_SHOWN: Final = 20
"""Changes that are shown; the others stay on record."""
ValueText = Callable[[str, Translator], str]


class Picker(Enum):
    """What a setting is chosen with: a menu of words, or one of Discord's own menus."""

    MENU = "menu"
    ROLE = "role"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingOffer:
    """How a setting of a guild is offered and worded.

    ``name`` is a marked text. ``value`` returns what a word means, and ``in_force`` what comes of
    it, if that is not the same. ``usual`` returns what holds where nothing is chosen. ``choices``
    are the words in the menu, and ``descriptions`` marked texts about them. Settings are listed by
    ``order``.
    """

    setting: GuildSetting[object]
    order: int
    name: str
    value: ValueText
    usual: Callable[[Translator], str]
    in_force: ValueText | None = None
    picker: Picker = Picker.MENU
    choices: tuple[str, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)


Offers = Mapping[str, SettingOffer]
"""Settings that are offered, by their names in the order in which they are listed."""


def in_order(offers: Iterable[SettingOffer]) -> Offers:
    """Return the offers of all contexts by name. Raises ValueError if two share a name."""
    listed = sorted(offers, key=lambda offer: offer.order)
    by_name = {offer.setting.name: offer for offer in listed}
    if len(by_name) < len(listed):
        raise ValueError("two settings of guilds have the same name")
    return by_name


def guild_offers(operator_days: int) -> tuple[SettingOffer, ...]:
    """Return how the settings are offered that every context uses."""
    return (
        SettingOffer(
            setting=LANGUAGE,
            order=20,
            name=N_("Language of public messages"),
            value=lambda word, translator: TONGUES.get(word, word),
            usual=lambda translator: translator(_AS_DISCORD),
            choices=tuple(TONGUES),
        ),
        SettingOffer(
            setting=GAME_MASTERS,
            order=30,
            name=N_("Game masters"),
            value=lambda word, translator: f"<@&{word}>",
            in_force=lambda word, translator: translator(
                "{role}, and {others}", role=f"<@&{word}>", others=translator(_MANAGERS)
            ),
            usual=lambda translator: translator(_MANAGERS),
            picker=Picker.ROLE,
        ),
        SettingOffer(
            setting=NOTICE_CHANNEL,
            order=40,
            name=N_("Channel for secret rolls"),
            value=lambda word, translator: f"<#{word}>",
            usual=lambda translator: translator(_NO_CHANNEL),
            picker=Picker.CHANNEL,
        ),
        SettingOffer(
            setting=DAYS,
            order=50,
            name=N_("How long rolls are kept"),
            value=lambda word, translator: days_text(int(word), translator),
            in_force=lambda word, translator: days_text(
                retention_days(int(word), operator_days), translator
            ),
            usual=lambda translator: days_text(operator_days, translator),
            choices=tuple(
                str(days) for days in DAYS_OFFERED if retention_days(days, operator_days) == days
            ),
        ),
    )


def days_text(days: int, translator: Translator) -> str:
    """Return for how long something is kept."""
    return translator(_FOR_EVER) if days == KEEP_FOREVER else translator.counted(_DAYS, days)


def settings_lines(
    settings: GuildSettings, offers: Offers, translator: Translator
) -> tuple[str, ...]:
    """Return what holds on a server."""
    lines = [f"**{translator(_TITLE)}**"]
    for offer in offers.values():
        word = settings.word(offer.setting)
        if word is None:
            value = translator(_USUAL, value=offer.usual(translator))
        else:
            value = (offer.in_force or offer.value)(word, translator)
        lines.append(f"**{translator(offer.name)}**: {value}")
    return tuple(lines)


def changes_lines(
    changes: tuple[SettingChange, ...], offers: Offers, translator: Translator
) -> tuple[str, ...]:
    """Return who changed what is offered, the latest first."""
    known = [change for change in changes if change.setting in offers]
    if not known:
        return (translator("Nothing has been changed yet."),)
    lines = [_change_line(change, offers[change.setting], translator) for change in known[:_SHOWN]]
    if len(known) > _SHOWN:
        lines.append(translator.counted(_EARLIER, len(known) - _SHOWN))
    return tuple(lines)


def _change_line(change: SettingChange, offer: SettingOffer, translator: Translator) -> str:
    before, after = (
        translator("default") if word is None else offer.value(word, translator)
        for word in (change.before, change.after)
    )
    return translator(
        _CHANGED,
        when=f"<t:{int(change.at.timestamp())}:f>",
        who=translator("a deleted user") if change.by is None else f"<@{change.by}>",
        setting=translator(offer.name),
        before=before,
        after=after,
    )
