"""Tests that settings are stored as words and read back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.guilds.errors import InvalidSetting
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    GAME_MASTERS,
    KEEP_FOREVER,
    LANGUAGE,
    NOTICE_CHANNEL,
    GuildSetting,
    GuildSettings,
    retention_days,
    retention_days_after_leaving,
)
from nazh.domain.guilds.limits import GuildLimits

DEFINED: tuple[GuildSetting[object], ...] = (LANGUAGE, GAME_MASTERS, NOTICE_CHANNEL, DAYS)
IDS = some.integers(1, 2**62).map(str)
RETENTIONS = some.integers(1, GuildLimits.RETENTION_DAYS)
WORDS = {
    "language": some.sampled_from(["en-US", "de", "es-419", "pt-BR"]),
    "game_masters": IDS,
    "notice_channel": IDS,
    "days": RETENTIONS.map(str),
    "colour": some.just("blue"),
}
SETTINGS = some.fixed_dictionaries({}, optional=WORDS).map(GuildSettings)


@given(SETTINGS, SETTINGS, some.sampled_from(DEFINED))
def test_a_choice_changes_nothing_else(
    settings: GuildSettings, other: GuildSettings, setting: GuildSetting[object]
) -> None:
    changed = settings.with_word(setting, other.word(setting))

    assert changed.of(setting) == other.of(setting)
    assert {**changed.words, setting.name: ""} == {**settings.words, setting.name: ""}


@given(SETTINGS, some.sampled_from(DEFINED), some.text(max_size=30))
def test_any_word_is_a_choice_or_is_refused(
    settings: GuildSettings, setting: GuildSetting[object], word: str
) -> None:
    try:
        changed = settings.with_word(setting, word)
    except InvalidSetting:
        assert GuildSettings({setting.name: word}).of(setting) is None
    else:
        assert changed.word(setting) == word


@pytest.mark.parametrize(
    ("setting", "word", "meaning"),
    [
        (LANGUAGE, "pt-BR", "pt-BR"),
        (GAME_MASTERS, "4611686018427387904", 2**62),
        (NOTICE_CHANNEL, "7", 7),
        (DAYS, "36500", 36_500),
    ],
)
def test_stored_choices_are_read_as_values(
    setting: GuildSetting[object], word: str, meaning: object
) -> None:
    assert DEFAULT_SETTINGS.with_word(setting, word).of(setting) == meaning


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        (LANGUAGE, "German"),
        (GAME_MASTERS, "0"),
        (NOTICE_CHANNEL, "-5"),
        (DAYS, "0"),
        (DAYS, "36501"),
        (DAYS, "٣"),
    ],
)
def test_unknown_choices_are_refused(setting: GuildSetting[object], word: str) -> None:
    with pytest.raises(InvalidSetting):
        DEFAULT_SETTINGS.with_word(setting, word)


def test_a_removed_choice_falls_back_to_the_default() -> None:
    stored = GuildSettings({"days": "1000000", "colour": "blue"})

    assert (stored.of(DAYS), stored.word(DAYS)) == (None, None)


def test_the_words_of_a_context_that_is_off_stay() -> None:
    stored = GuildSettings({"colour": "blue"})

    assert stored.with_word(LANGUAGE, "de").with_word(LANGUAGE, None) == stored


@given(some.none() | RETENTIONS, RETENTIONS | some.just(KEEP_FOREVER))
def test_a_guild_can_shorten_retention_but_not_lengthen_it(
    servers: int | None, operators: int
) -> None:
    days_kept = retention_days(servers, operators)

    assert days_kept in (servers, operators)
    assert operators == KEEP_FOREVER or 0 < days_kept <= operators
    assert servers is None or 0 < days_kept <= servers


@given(some.none() | RETENTIONS, RETENTIONS | some.just(KEEP_FOREVER))
def test_data_of_a_left_guild_always_expires(servers: int | None, operators: int) -> None:
    assert retention_days_after_leaving(servers, operators) > 0
