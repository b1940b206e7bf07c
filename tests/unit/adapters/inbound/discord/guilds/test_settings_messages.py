"""Tests messages of settings and privacy with golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nazh.adapters.inbound.discord.guilds.privacy import confirm_body, privacy_body
from nazh.adapters.inbound.discord.guilds.settings_messages import (
    changes_message,
    settings_body,
    settings_message,
)
from nazh.adapters.inbound.texts.dice.guild_settings import dice_offers
from nazh.adapters.inbound.texts.dice.own_data import dice_own_data
from nazh.adapters.inbound.texts.dominion.notices.notices import channel_offer
from nazh.adapters.inbound.texts.guilds.guild_settings import (
    Offers,
    Picker,
    SettingOffer,
    guild_offers,
    in_order,
)
from nazh.adapters.inbound.texts.guilds.privacy import guild_own_data
from nazh.adapters.inbound.texts.languages import ENGLISH, translator_for
from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.dice.privacy.export_dice import ExportDice
from nazh.domain.dice import NAZH
from nazh.domain.dice.guild_settings import RULESET
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    GAME_MASTERS,
    KEEP_FOREVER,
    LANGUAGE,
    GuildSettings,
    SettingChange,
    join_words,
)
from nazh.domain.kernel.identity import UserId

Golden = Callable[[str, str], None]
NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


def offers_of(operator_days: int) -> Offers:
    return in_order((*dice_offers(NAZH), *guild_offers(operator_days)))


OFFERS = offers_of(730)
ALL_OFFERS = (*OFFERS.values(), channel_offer())
READERS = (
    ChannelReaders(is_here=False),
    ChannelReaders(everyone=True, roles=2),
    ChannelReaders(roles=1),
    ChannelReaders(roles=2),
    ChannelReaders(),
)
STORE, SAVED = MemoryRollStore(), MemorySavedRollStore()
OWN_DATA = (
    guild_own_data(MemoryGuildStore()),
    dice_own_data(
        ExportDice(MemoryRollArchive(STORE), STORE.counters, SAVED, MemoryUserRecords(STORE))
    ),
)
CHOSEN = GuildSettings(
    {
        "ruleset": "cosmere",
        "language": "de",
        "game_masters": str(11),
        "notice_channel": "12",
        "days": "30",
        "layout": "compact",
        "buttons": "again,odds",
    }
)


def as_text(body: object) -> str:
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def words_of(offer: SettingOffer) -> str:
    """Return everything that is said about a setting."""
    words = offer.choices or ("12",)
    if offer.picker is Picker.SEVERAL:
        words = (*words, join_words(words[:2]), join_words(()))
    lines = [f"{offer.name}: {offer.default_text(ENGLISH)}"]
    for word in (*words, "0") if offer.setting is DAYS else words:
        lines.append(f"{word}: {offer.value(word, ENGLISH)}")
        if word in offer.descriptions:
            lines.append(f"  {offer.descriptions[word]}")
        if offer.in_force is not None:
            lines.append(f"  {offer.in_force(word, ENGLISH)}")
    if offer.example is not None:
        lines += [offer.example(word, ENGLISH) for word in (None, *words)]
    if offer.warning is not None:
        for readers in (None, *READERS):
            lines.append(f"warning: {offer.warning('12', readers, ENGLISH)}")
    return "\n".join(lines)


def test_settings_without_a_choice(check_golden: Golden) -> None:
    check_golden(
        "discord/settings.json",
        as_text(settings_message(DEFAULT_SETTINGS, OFFERS, ENGLISH).body),
    )


@pytest.mark.parametrize("name", list(OFFERS))
def test_each_setting_has_its_menu(name: str, check_golden: Golden) -> None:
    body = settings_body(CHOSEN, OFFERS[name], OFFERS, ENGLISH)

    check_golden(f"discord/settings_{name}.json", as_text(body))


def test_each_setting_reads_as_agreed(check_golden: Golden) -> None:
    check_golden("texts/guild_settings.txt", "\n\n".join(map(words_of, ALL_OFFERS)) + "\n")


def test_changes_the_latest_first(check_golden: Golden) -> None:
    changes = (
        SettingChange(NOW, UserId(1), GAME_MASTERS.name, None, "11"),
        SettingChange(NOW - timedelta(days=1), None, RULESET.name, "plain", "cosmere"),
        SettingChange(NOW - timedelta(days=2), UserId(2), DAYS.name, "30", None),
    )

    message = changes_message(changes, OFFERS, ENGLISH)
    check_golden("discord/settings_changes.json", as_text(message.body))


def test_a_change_of_a_setting_that_is_not_offered_is_left_out() -> None:
    change = SettingChange(NOW, UserId(1), "colour", None, "blue")

    assert changes_message((change,), OFFERS, ENGLISH) == changes_message((), OFFERS, ENGLISH)


def test_two_settings_of_the_same_name_are_a_bug() -> None:
    with pytest.raises(ValueError, match="the same name"):
        in_order((*guild_offers(1), *guild_offers(1)))


def test_however_many_changes_there_are_they_fit_into_a_message() -> None:
    change = SettingChange(NOW, UserId(2**62), LANGUAGE.name, "pt-BR", "en-US")

    for locale in ("en-US", "de", "fr", "es-ES", "pt-BR"):
        data = changes_message((change,) * 50, OFFERS, translator_for(locale)).data
        assert data is not None
        assert len(json.dumps(data, ensure_ascii=False)) < 4_096


def test_a_server_is_offered_no_more_days_than_the_operator_keeps() -> None:
    def offered(days: int) -> list[str]:
        body = settings_body(DEFAULT_SETTINGS, offers_of(days)[DAYS.name], offers_of(days), ENGLISH)
        menu = json.loads(json.dumps(body))["components"][1]["components"][0]
        return [] if menu["disabled"] else [option["value"] for option in menu["options"]]

    assert offered(KEEP_FOREVER) == ["7", "30", "90", "365", "730"]
    assert offered(90) == ["7", "30", "90"]
    assert offered(6) == []


def test_the_stored_data_is_stated(check_golden: Golden) -> None:
    check_golden("discord/privacy.json", as_text(privacy_body(OWN_DATA, 730, ENGLISH)))
    check_golden(
        "discord/privacy_for_ever.json", as_text(privacy_body(OWN_DATA, KEEP_FOREVER, ENGLISH))
    )


def test_it_is_asked_before_everything_is_deleted(check_golden: Golden) -> None:
    check_golden("discord/privacy_sure.json", as_text(confirm_body(OWN_DATA, ENGLISH)))
