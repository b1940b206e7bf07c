"""Declares the settings of Dominion."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.adapters.inbound.settings.parsers import one_of
from nazh.adapters.inbound.settings.variables import setting

_RULESETS = {name: name for name in ("classic", "standard", "blitz")}


@dataclass(frozen=True, slots=True)
class DominionSettings:
    """The strategy game."""

    ruleset: str = setting(
        "NAZH_DOMINION_RULESET",
        "The rules that new seasons go by; a season keeps those with which it began.",
        "`classic`, `standard` or `blitz`",
        one_of(_RULESETS),
        "classic",
    )
