"""Tests the facts in docs/privacy.md and docs/server-settings.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from nazh.adapters.inbound.discord.guilds.privacy import FILE_ROLLS
from nazh.adapters.inbound.texts.dice.guild_settings import dice_offers
from nazh.adapters.inbound.texts.guilds import guild_settings as setting_texts
from nazh.adapters.inbound.texts.guilds import privacy
from nazh.adapters.outbound.memory.debounce import MAX_ENTRIES as PRESSES
from nazh.adapters.outbound.sql.guilds.guild_store import LOOKUP_TIMEOUT
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.application.dice.history import prune_rolls
from nazh.application.dice.privacy.forget_dice import BATCH_SIZE
from nazh.application.dice.saving import cached_characters
from nazh.application.guilds import cached_settings, prune_guilds
from nazh.application.shared.ttl_cache import TTL
from nazh.domain.dice import NAZH, RULESETS
from nazh.domain.guilds.guild_settings import KEEP_FOREVER
from nazh.domain.guilds.limits import GuildLimits
from tests.settings import NAMES, VARIABLES

DOCS: Final = Path(__file__).parents[3] / "docs"
PRIVACY: Final = (DOCS / "privacy.md").read_text("utf-8")
OFFERS: Final = setting_texts.in_order(
    (*dice_offers(NAZH), *setting_texts.guild_offers(KEEP_FOREVER))
)
SETTINGS: Final = (DOCS / "server-settings.md").read_text("utf-8")
ADR: Final = (DOCS / "adr/0022-guild-settings-and-privacy.md").read_text("utf-8")
HOUR: Final = 3600.0


def test_every_table_is_on_the_page_and_no_other() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PRIVACY, re.MULTILINE)

    assert sorted(named) == sorted((*CORE.tables, CORE.version_table))


@pytest.mark.parametrize("page", [PRIVACY, SETTINGS, ADR])
def test_every_named_variable_exists(page: str) -> None:
    assert set(re.findall(r"\bNAZH_[A-Z_]+\b", page)) <= NAMES


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"{GuildLimits.SETTING_CHANGES} newer changes" in PRIVACY
    assert (
        f"({GuildLimits.RETENTION_DAYS_AFTER_LEAVING} days where rolls are kept for ever)"
        in PRIVACY
    )
    assert f"{FILE_ROLLS:,} rolls at a time" in PRIVACY
    assert f"the last {PRESSES:,} presses" in PRIVACY
    assert f"the last {cached_characters.MAX_ENTRIES:,} players" in PRIVACY
    assert prune_rolls.PERIOD.total_seconds() == prune_guilds.PERIOD.total_seconds() == HOUR
    days = VARIABLES["NAZH_GUILDS_RETENTION_DAYS"].default
    assert f"`NAZH_GUILDS_RETENTION_DAYS` have passed ({days} days unless set)" in PRIVACY


def test_the_buttons_are_named_correctly() -> None:
    for name in (privacy.SAVE_MY_DATA, privacy.DELETE_MY_DATA, privacy.DELETE_EVERYTHING):
        assert f"*{name}*" in PRIVACY


def test_every_setting_and_what_can_be_chosen_is_on_the_page() -> None:
    rows = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \|", SETTINGS, re.MULTILINE)

    assert [name for name, _ in rows] == [offer.name for offer in OFFERS.values()]
    offered = dict(rows)
    assert all(f"`{name}`" in offered["Rules"] for name in RULESETS)
    days = [int(day) for day in re.findall(r"\d+", offered["How long rolls are kept"])]
    assert tuple(days) == setting_texts.DAYS_OFFERED


def test_the_costs_of_settings_match_the_page() -> None:
    assert TTL.total_seconds() == 5
    assert "cached for five seconds" in SETTINGS
    assert f"the last {cached_settings.MAX_ENTRIES:,} servers" in SETTINGS
    assert f"{LOOKUP_TIMEOUT} seconds" in SETTINGS
    assert f"{LOOKUP_TIMEOUT} s" in ADR
    assert f"{BATCH_SIZE:,} rolls in a transaction" in ADR
