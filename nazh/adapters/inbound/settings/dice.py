"""Declares the settings of the dice."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.settings.values.parsers import one_of, parse_channel_id
from nazh.adapters.inbound.settings.variables import optional_setting, setting
from nazh.domain.dice import RULESETS, Ruleset


@dataclass(frozen=True, slots=True)
class DiceSettings:
    """The dice."""

    ruleset: Ruleset = setting(
        "NAZH_DICE_RULESET",
        "The rules for rolls on servers that have not chosen others.",
        "`nazh`, `cosmere` or `plain`",
        one_of(RULESETS),
        "nazh",
    )
    game_master_channel: int | None = optional_setting(
        "NAZH_DICE_GAME_MASTER_CHANNEL",
        "A channel that also shows the secret rolls of its server. A server can choose another.",
        "the id of a channel",
        parse_channel_id,
        unset="no channel",
    )
