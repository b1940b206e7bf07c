"""Words a guild's dice settings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.guilds.guild_settings import Picker, SettingOffer
from nazh.domain.dice import RULESETS, Ruleset
from nazh.domain.dice.guild_settings import LAYOUT, RULESET, Layout
from nazh.domain.guilds.guild_settings import NOTICE_CHANNEL
from nazh.domain.kernel.texts import N_

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nazh": N_("House rules: a total is at least 1"),
        "cosmere": N_("Cosmere RPG: a natural 20 or 1 counts, damage hits and grazes"),
        "plain": N_("Plain dice without special rules"),
    }
)
_NO_CHANNEL: Final = N_("none chosen by this server")
_LAYOUTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Layout.FULL.value: N_("With all dice"),
        Layout.COMPACT.value: N_("Totals only; the dice are in Details"),
    }
)


def dice_offers(operator_ruleset: Ruleset) -> tuple[SettingOffer, ...]:
    """Return the offers of the dice settings."""
    return (
        SettingOffer(
            setting=RULESET,
            order=10,
            name=N_("Rules"),
            value=lambda word, translator: word,
            usual=lambda translator: operator_ruleset.name,
            choices=tuple(RULESETS),
            descriptions=RULES,
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
            setting=LAYOUT,
            order=60,
            name=N_("Results"),
            value=lambda word, translator: translator(_LAYOUTS[word]),
            usual=lambda translator: translator(_LAYOUTS[Layout.FULL.value]),
            choices=tuple(_LAYOUTS),
        ),
    )
