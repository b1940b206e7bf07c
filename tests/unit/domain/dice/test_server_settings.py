"""Server settings: choices are words, and read back as what they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.domain.dice import COSMERE, RULESETS
from nazh.domain.dice.errors.servers import UnfitSetting
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import (
    FOR_EVER,
    UNCHANGED,
    Layout,
    ServerSettings,
    Setting,
    days_after_leaving,
    days_kept,
    read_settings,
)
from nazh.domain.kernel.identity import ChannelId, RoleId

IDS = some.integers(1, 2**62)
SETTINGS = some.builds(
    ServerSettings,
    ruleset=some.none() | some.sampled_from(list(RULESETS.values())),
    language=some.none() | some.sampled_from(["en-US", "de", "es-419", "pt-BR"]),
    game_masters=some.none() | IDS.map(RoleId),
    notice_channel=some.none() | IDS.map(ChannelId),
    days=some.none() | some.integers(1, Limits.DAYS),
    layout=some.none() | some.sampled_from(Layout),
)
DAYS = some.integers(1, Limits.DAYS)


@given(SETTINGS)
def test_settings_are_read_back_from_their_words(settings: ServerSettings) -> None:
    words = {setting.value: word for setting, word in settings.words.items()}

    assert read_settings(words) == settings


@given(SETTINGS, SETTINGS, some.sampled_from(Setting))
def test_a_choice_changes_nothing_else(
    settings: ServerSettings, other: ServerSettings, setting: Setting
) -> None:
    changed = settings.with_word(setting, other.word(setting))

    assert changed.word(setting) == other.word(setting)
    assert all(changed.word(one) == settings.word(one) for one in Setting if one is not setting)


@given(SETTINGS, some.sampled_from(Setting), some.text(max_size=30))
def test_any_word_is_a_choice_or_is_refused(
    settings: ServerSettings, setting: Setting, word: str
) -> None:
    try:
        changed = settings.with_word(setting, word)
    except UnfitSetting:
        return

    assert changed.word(setting) == word


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        (Setting.RULESET, "pathfinder"),
        (Setting.LANGUAGE, "German"),
        (Setting.GAME_MASTERS, "0"),
        (Setting.NOTICE_CHANNEL, "-5"),
        (Setting.DAYS, "0"),
        (Setting.DAYS, "36501"),
        (Setting.DAYS, "٣"),
        (Setting.LAYOUT, ""),
    ],
)
def test_what_is_not_on_offer_is_refused(setting: Setting, word: str) -> None:
    with pytest.raises(UnfitSetting):
        UNCHANGED.with_word(setting, word)


def test_what_is_no_choice_any_more_is_left_out() -> None:
    kept = {"ruleset": "cosmere", "layout": "round", "days": "1000000", "colour": "blue"}

    assert read_settings(kept) == ServerSettings(ruleset=COSMERE)


@given(some.none() | DAYS, DAYS | some.just(FOR_EVER))
def test_a_server_shortens_what_is_kept_and_never_lengthens_it(
    servers: int | None, operators: int
) -> None:
    kept = days_kept(servers, operators)

    assert kept in (servers, operators)
    assert operators == FOR_EVER or 0 < kept <= operators
    assert servers is None or 0 < kept <= servers


@given(some.none() | DAYS, DAYS | some.just(FOR_EVER))
def test_what_a_server_leaves_behind_goes_one_day(servers: int | None, operators: int) -> None:
    assert days_after_leaving(servers, operators) > 0
