"""Settings and privacy as messages, kept as files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nazh.adapters.inbound.discord.dice.privacy import privacy_body, sure_body
from nazh.adapters.inbound.discord.dice.settings_messages import (
    Operators,
    changes_message,
    settings_body,
    settings_message,
)
from nazh.adapters.inbound.wording.languages import ENGLISH, words_for
from nazh.domain.dice import COSMERE, NAZH
from nazh.domain.dice.server_settings import (
    FOR_EVER,
    UNCHANGED,
    Layout,
    ServerSettings,
    Setting,
    SettingChange,
)
from nazh.domain.kernel.identity import ChannelId, PlayerId, RoleId

Golden = Callable[[str, str], None]
NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
OPERATORS = Operators(NAZH, 730)
CHOSEN = ServerSettings(COSMERE, "de", RoleId(11), ChannelId(12), 30, Layout.COMPACT)


def as_text(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def test_settings_of_which_none_is_chosen(check_golden: Golden) -> None:
    check_golden(
        "discord/settings.json", as_text(settings_message(UNCHANGED, OPERATORS, ENGLISH).body)
    )


@pytest.mark.parametrize("setting", list(Setting))
def test_each_setting_has_its_menu(setting: Setting, check_golden: Golden) -> None:
    body = settings_body(CHOSEN, setting, OPERATORS, ENGLISH)

    check_golden(f"discord/settings_{setting.value}.json", as_text(body))


def test_changes_the_latest_first(check_golden: Golden) -> None:
    changes = (
        SettingChange(NOW, PlayerId(1), Setting.GAME_MASTERS, None, "11"),
        SettingChange(NOW - timedelta(days=1), None, Setting.RULESET, "plain", "cosmere"),
        SettingChange(NOW - timedelta(days=2), PlayerId(2), Setting.DAYS, "30", None),
    )

    check_golden("discord/settings_changes.json", as_text(changes_message(changes, ENGLISH).body))


def test_however_many_changes_there_are_they_fit_into_a_message() -> None:
    change = SettingChange(NOW, PlayerId(2**62), Setting.LANGUAGE, "pt-BR", "en-US")

    for locale in ("en-US", "de", "fr", "es-ES", "pt-BR"):
        data = changes_message((change,) * 50, words_for(locale)).data
        assert data is not None
        assert len(json.dumps(data, ensure_ascii=False)) < 4_096


def test_a_server_is_offered_no_more_days_than_the_operator_keeps() -> None:
    def offered(days: int) -> list[str]:
        body = settings_body(UNCHANGED, Setting.DAYS, Operators(NAZH, days), ENGLISH)
        menu = json.loads(json.dumps(body))["components"][1]["components"][0]
        return [] if menu["disabled"] else [option["value"] for option in menu["options"]]

    assert offered(FOR_EVER) == ["7", "30", "90", "365", "730"]
    assert offered(90) == ["7", "30", "90"]
    assert offered(6) == []


def test_what_is_kept_is_told(check_golden: Golden) -> None:
    check_golden("discord/privacy.json", as_text(privacy_body(730, ENGLISH)))
    check_golden("discord/privacy_for_ever.json", as_text(privacy_body(FOR_EVER, ENGLISH)))


def test_it_is_asked_before_everything_is_deleted(check_golden: Golden) -> None:
    check_golden("discord/privacy_sure.json", as_text(sure_body(ENGLISH)))
