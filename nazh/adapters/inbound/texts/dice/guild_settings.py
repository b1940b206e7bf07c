"""Writes the texts of a guild's dice settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.dice.odds.odds import ODDS_BUTTON
from nazh.adapters.inbound.texts.dice.rolling.buttons import (
    ADD_PLOT_DIE,
    COPY_COMMAND,
    DETAILS,
    ROLL_AGAIN,
)
from nazh.adapters.inbound.texts.dice.rolling.layouts import example_text
from nazh.adapters.inbound.texts.dice.rolling.secret_rolls import channel_warning
from nazh.adapters.inbound.texts.guilds.guild_settings import Picker, SettingOffer
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import NAZH, RULESETS, Ruleset, Throw, parse_roll
from nazh.domain.dice.guild_settings import (
    BUTTONS,
    LAYOUT,
    PLOT_DIE,
    RULESET,
    Layout,
    ResultButton,
)
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.guilds.guild_settings import NOTICE_CHANNEL, split_words
from nazh.domain.kernel.texts import N_

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nazh": N_("House rules: a total is at least 1"),
        "cosmere": N_("Cosmere RPG: a natural 20 or 1 counts, damage hits and grazes"),
        "plain": N_("Plain dice without special rules"),
    }
)
_OFFERED: Final = N_("offered, if the rules have it")
_PLOT_DIE: Final[Mapping[str, str]] = MappingProxyType({"on": _OFFERED, "off": N_("not offered")})
_PLOT_DIE_DESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "on": N_("In buttons, suggestions, the builder and help"),
        "off": N_("Whoever types dp or uses add_plot still rolls it"),
    }
)
_NO_CHANNEL: Final = N_("none chosen by this server")
_LAYOUTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Layout.FULL.value: N_("Full"),
        Layout.COMPACT.value: N_("Compact"),
        Layout.TOTALS.value: N_("Totals only"),
        Layout.ARITHMETIC.value: N_("Arithmetic"),
        Layout.TEXT.value: N_("Text"),
    }
)
_LAYOUT_DESCRIPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Layout.FULL.value: N_("One line for each pool, with all dice"),
        Layout.COMPACT.value: N_("One line for each pool, without dice"),
        Layout.TOTALS.value: N_("All totals in one line; the dice are in Details"),
        Layout.ARITHMETIC.value: N_("Every total as a sum that can be checked: 15 + 7 = 22"),
        Layout.TEXT.value: N_("Without an embed: short, and visible where embeds are off"),
    }
)
_BUTTONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ResultButton.AGAIN.value: ROLL_AGAIN,
        ResultButton.DETAILS.value: DETAILS,
        ResultButton.ODDS.value: ODDS_BUTTON,
        ResultButton.COPY.value: COPY_COMMAND,
        ResultButton.PLOT.value: ADD_PLOT_DIE,
    }
)
_ALL_BUTTONS: Final = N_("all")
_NO_BUTTONS: Final = N_("no buttons")
_EXAMPLE: Final = ("Attack: 1d20+7 vs 15, Damage: 2d6+3, 1d8", (15, 4, 2, 5))


def _example(word: str | None, translator: Translator) -> str:
    layout = Layout.FULL if word is None else Layout(word)
    notation, faces = _EXAMPLE
    rolls = judge_repeats((Throw(parse_roll(notation), faces),), NAZH, ())
    return example_text(rolls, layout, translator)


def _button_names(word: str, translator: Translator) -> str:
    names = ", ".join(translator(_BUTTONS[name]) for name in split_words(word))
    return names or translator(_NO_BUTTONS)


def dice_offers(operator_ruleset: Ruleset) -> tuple[SettingOffer, ...]:
    """Return the offers of the dice settings."""
    return (
        SettingOffer(
            setting=RULESET,
            order=10,
            name=N_("Rules"),
            value=lambda word, translator: word,
            default_text=lambda translator: operator_ruleset.name,
            choices=tuple(RULESETS),
            descriptions=RULES,
        ),
        SettingOffer(
            setting=PLOT_DIE,
            order=15,
            name=N_("Plot die"),
            value=lambda word, translator: translator(_PLOT_DIE[word]),
            default_text=lambda translator: translator(_OFFERED),
            choices=tuple(_PLOT_DIE),
            descriptions=_PLOT_DIE_DESCRIPTIONS,
        ),
        SettingOffer(
            setting=NOTICE_CHANNEL,
            order=40,
            name=N_("Channel for secret rolls"),
            value=lambda word, translator: f"<#{word}>",
            default_text=lambda translator: translator(_NO_CHANNEL),
            picker=Picker.CHANNEL,
            warning=channel_warning,
        ),
        SettingOffer(
            setting=LAYOUT,
            order=60,
            name=N_("Results"),
            value=lambda word, translator: translator(_LAYOUTS[word]),
            default_text=lambda translator: translator(_LAYOUTS[Layout.FULL.value]),
            choices=tuple(_LAYOUTS),
            descriptions=_LAYOUT_DESCRIPTIONS,
            example=_example,
        ),
        SettingOffer(
            setting=BUTTONS,
            order=70,
            name=N_("Buttons below results"),
            value=_button_names,
            default_text=lambda translator: translator(_ALL_BUTTONS),
            picker=Picker.SEVERAL,
            choices=tuple(_BUTTONS),
        ),
    )
