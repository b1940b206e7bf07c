"""Tests a guild's settings for dice."""

from __future__ import annotations

import pytest

from nazh.domain.dice import COSMERE, NAZH
from nazh.domain.dice.guild_settings import (
    ALL_BUTTONS,
    BUTTONS,
    LAYOUT,
    RULESET,
    Layout,
    ResultButton,
    chosen_ruleset,
)
from nazh.domain.guilds.errors import InvalidSetting
from nazh.domain.guilds.guild_settings import (
    DEFAULT_SETTINGS,
    GuildSetting,
    GuildSettings,
    join_words,
)


def test_rules_and_layout_are_read_from_their_words() -> None:
    chosen = DEFAULT_SETTINGS.with_word(RULESET, "cosmere").with_word(LAYOUT, "compact")

    assert (chosen.of(RULESET), chosen.of(LAYOUT)) == (COSMERE, Layout.COMPACT)


@pytest.mark.parametrize(
    ("setting", "word"),
    [(RULESET, "pathfinder"), (LAYOUT, ""), (BUTTONS, "again,fire"), (BUTTONS, "")],
)
def test_unknown_choices_are_refused(setting: GuildSetting[object], word: str) -> None:
    with pytest.raises(InvalidSetting):
        DEFAULT_SETTINGS.with_word(setting, word)


@pytest.mark.parametrize(
    "buttons", [frozenset(), frozenset({ResultButton.COPY, ResultButton.PLOT}), ALL_BUTTONS]
)
def test_any_choice_of_buttons_is_read_from_its_word(buttons: frozenset[ResultButton]) -> None:
    word = join_words(button.value for button in buttons)

    assert DEFAULT_SETTINGS.with_word(BUTTONS, word).of(BUTTONS) == buttons


@pytest.mark.parametrize(
    ("words", "name", "is_offered"),
    [
        ({}, "nazh", True),
        ({"plot_die": "off"}, "nazh", False),
        ({"ruleset": "cosmere", "plot_die": "on"}, "cosmere", True),
        ({"ruleset": "plain", "plot_die": "on"}, "plain", False),
    ],
)
def test_a_guild_chooses_its_rules_and_whether_they_offer_the_plot_die(
    words: dict[str, str], name: str, *, is_offered: bool
) -> None:
    ruleset = chosen_ruleset(GuildSettings(words), NAZH)

    assert (ruleset.name, ruleset.has_plot_die) == (name, is_offered)
