"""Writes the texts of guild settings, and of the log of their changes.

Each context provides the offers of its settings; the offers of all contexts are one list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.languages import LANGUAGES, Translator
from nazh.adapters.inbound.texts.punctuation import labelled
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.guilds.guild_settings import (
    DAYS,
    GAME_MASTERS,
    KEEP_FOREVER,
    LANGUAGE,
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
USE_ANYWAY: Final = N_("Use Anyway")
CANCEL: Final = N_("Cancel")
EXAMPLE: Final = N_("Example")
DAYS_OFFERED: Final = (7, 30, 90, 365, 730)
_LANGUAGE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en-US": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es-ES": "Español",
        "pt-BR": "Português do Brasil",
    }
)
"""The name of each language in that language."""
assert set(_LANGUAGE_NAMES) - {"en-US"} <= set(LANGUAGES)
_DAYS: Final = N_plural("{count} day", "{count} days")
_FOR_EVER: Final = N_("forever")
_TITLE: Final = N_("Settings of this server")
_USUAL: Final = N_("{value} (default)")
_EARLIER: Final = N_plural("and {count} earlier change", "and {count} earlier changes")
_CHANGED: Final = N_("{when} {who}: {setting}, from {before} to {after}")
_AS_DISCORD: Final = N_("this server's language on Discord")
_MANAGERS: Final = N_("members with the Manage Server or Manage Messages permission")
_SHOWN: Final = 20
"""Changes that are shown; older ones are stored without being shown."""
ValueText = Callable[[str, Translator], str]
ReaderWarning = Callable[[str, ChannelReaders | None, Translator], str]
"""Returns a warning about a channel and its readers, which may be unknown."""


class Picker(Enum):
    """The control that selects a value: a menu of words, or one of Discord's own menus.

    With ``SEVERAL`` any number of words can be selected, also none.
    """

    MENU = "menu"
    SEVERAL = "several"
    ROLE = "role"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingOffer:
    """The texts and choices of a guild setting.

    ``name`` is a marked text. ``value`` returns the text of a word, and ``in_force`` the text of
    its effect, if that differs. ``default_text`` returns the text of the default. ``choices`` are
    the words in the menu, and ``descriptions`` marked texts about them. ``example`` returns an
    example of a word's effect, or of the default, if that can be shown. ``warning`` returns why a
    channel's readers are a reason not to choose it; empty if they are not. Settings are listed by
    ``order``.
    """

    setting: GuildSetting[object]
    order: int
    name: str
    value: ValueText
    default_text: Callable[[Translator], str]
    in_force: ValueText | None = None
    picker: Picker = Picker.MENU
    choices: tuple[str, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    example: Callable[[str | None, Translator], str] | None = None
    warning: ReaderWarning | None = None


Offers = Mapping[str, SettingOffer]
"""Offered settings by name, in the order in which they are listed."""


def in_order(offers: Iterable[SettingOffer]) -> Offers:
    """Return the offers of all contexts by name. Raises ValueError if two share a name."""
    listed = sorted(offers, key=lambda offer: offer.order)
    by_name = {offer.setting.name: offer for offer in listed}
    if len(by_name) < len(listed):
        raise ValueError("two settings of guilds have the same name")
    return by_name


def guild_offers(operator_days: int) -> tuple[SettingOffer, ...]:
    """Return the offers of the settings that every context uses."""
    return (
        SettingOffer(
            setting=LANGUAGE,
            order=20,
            name=N_("Language of public messages"),
            value=lambda word, translator: _LANGUAGE_NAMES.get(word, word),
            default_text=lambda translator: translator(_AS_DISCORD),
            choices=tuple(_LANGUAGE_NAMES),
        ),
        SettingOffer(
            setting=GAME_MASTERS,
            order=30,
            name=N_("Game masters"),
            value=lambda word, translator: f"<@&{word}>",
            in_force=lambda word, translator: translator(
                "{role}, and {others}", role=f"<@&{word}>", others=translator(_MANAGERS)
            ),
            default_text=lambda translator: translator(_MANAGERS),
            picker=Picker.ROLE,
        ),
        SettingOffer(
            setting=DAYS,
            order=50,
            name=N_("How long rolls are kept"),
            value=lambda word, translator: days_text(int(word), translator),
            in_force=lambda word, translator: days_text(
                retention_days(int(word), operator_days), translator
            ),
            default_text=lambda translator: days_text(operator_days, translator),
            choices=tuple(
                str(days) for days in DAYS_OFFERED if retention_days(days, operator_days) == days
            ),
        ),
    )


def days_text(days: int, translator: Translator) -> str:
    """Return the duration of a retention period."""
    return translator(_FOR_EVER) if days == KEEP_FOREVER else translator.counted(_DAYS, days)


def settings_lines(
    settings: GuildSettings, offers: Offers, translator: Translator
) -> tuple[str, ...]:
    """Return the settings in effect in a guild."""
    lines = [f"**{translator(_TITLE)}**"]
    for offer in offers.values():
        word = settings.word(offer.setting)
        if word is None:
            value = translator(_USUAL, value=offer.default_text(translator))
        else:
            value = (offer.in_force or offer.value)(word, translator)
        lines.append(labelled(f"**{translator(offer.name)}**", value, translator))
    return tuple(lines)


def changes_lines(
    changes: tuple[SettingChange, ...], offers: Offers, translator: Translator
) -> tuple[str, ...]:
    """Return the changes of offered settings, the latest first."""
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
