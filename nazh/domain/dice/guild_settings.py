"""Defines a guild's dice settings."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Final

from nazh.domain.dice.rulesets import RULESETS, Ruleset
from nazh.domain.guilds.guild_settings import GuildSetting, GuildSettings, split_words


class Layout(Enum):
    """How a public result is shown; the value is its name in settings."""

    FULL = "full"
    COMPACT = "compact"
    TOTALS = "totals"
    ARITHMETIC = "arithmetic"
    TEXT = "text"

    @property
    def with_dice(self) -> Layout:
        """The layout of a secret roll, whose dice its roller always sees."""
        return Layout.FULL if self in (Layout.COMPACT, Layout.TOTALS) else self


class ResultButton(Enum):
    """A button below results that a server can hide; the value is its name in settings."""

    AGAIN = "again"
    DETAILS = "details"
    ODDS = "odds"
    COPY = "copy"
    PLOT = "plot"


ALL_BUTTONS: Final = frozenset(ResultButton)
_BUTTON_NAMES: Final = {button.value: button for button in ResultButton}


def _read_buttons(word: str) -> frozenset[ResultButton] | None:
    names = split_words(word)
    if not _BUTTON_NAMES.keys() >= set(names):
        return None
    return frozenset(_BUTTON_NAMES[name] for name in names)


RULESET: Final = GuildSetting("ruleset", RULESETS.get)
PLOT_DIE: Final = GuildSetting("plot_die", {"on": True, "off": False}.get)
"""Whether the plot die is offered if the rules have one. It can always be typed."""
LAYOUT: Final = GuildSetting("layout", {layout.value: layout for layout in Layout}.get)
BUTTONS: Final = GuildSetting("buttons", _read_buttons)
"""The buttons below results; buttons of earlier results keep working."""


def chosen_ruleset(settings: GuildSettings, default: Ruleset) -> Ruleset:
    """Return the ruleset of a guild, by default ``default``, with its choice about the plot die."""
    ruleset = settings.of(RULESET) or default
    return replace(ruleset, has_plot_die=False) if settings.of(PLOT_DIE) is False else ruleset
