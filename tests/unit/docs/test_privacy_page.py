"""The pages of privacy and of server settings keep their word."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from nazh.adapters.inbound.discord import roll_call
from nazh.adapters.inbound.discord.dice.privacy import FILE_ROLLS
from nazh.adapters.inbound.scheduler import chores
from nazh.adapters.inbound.settings.values import Settings
from nazh.adapters.inbound.settings.variables import declared_in
from nazh.adapters.inbound.wording.dice import privacy, server_settings
from nazh.adapters.outbound.memory.taps import REMEMBERED as PRESSES
from nazh.adapters.outbound.sql.dice.servers import ON_THE_WAY
from nazh.adapters.outbound.sql.migrating import TABLES, VERSIONS
from nazh.application.dice import known_characters, known_settings
from nazh.application.dice.forget_player import AT_ONCE
from nazh.domain.dice import RULESETS
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import Setting

DOCS: Final = Path(__file__).parents[3] / "docs"
PRIVACY: Final = (DOCS / "privacy.md").read_text("utf-8")
SETTINGS: Final = (DOCS / "server-settings.md").read_text("utf-8")
ADR: Final = (DOCS / "adr/0022-servers-and-people.md").read_text("utf-8")
VARIABLES: Final = {name for one in declared_in(Settings) for name in one.variable.names}
HOUR: Final = 3600.0


def test_every_table_is_on_the_page_and_no_other() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PRIVACY, re.MULTILINE)

    assert sorted(named) == sorted((*TABLES, VERSIONS))


@pytest.mark.parametrize("page", [PRIVACY, SETTINGS, ADR])
def test_every_variable_that_is_named_is_there(page: str) -> None:
    assert set(re.findall(r"\bNAZH_[A-Z_]+\b", page)) <= VARIABLES


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"{Limits.CHANGES_OF_SERVER} newer changes" in PRIVACY
    assert f"({Limits.DAYS_AFTER_LEAVING} days where rolls are kept for ever)" in PRIVACY
    assert f"{FILE_ROLLS:,} rolls at a time" in PRIVACY
    assert f"the last {PRESSES:,} presses" in PRIVACY
    assert f"the last {known_characters.REMEMBERED:,} players" in PRIVACY
    assert chores.EVERY == roll_call.EVERY == HOUR
    (days,) = (one.default for one in fields(Settings) if one.name == "keep_rolls_days")
    assert f"`NAZH_KEEP_ROLLS_DAYS` have passed ({days} days unless set)" in PRIVACY


def test_the_buttons_are_called_as_they_are() -> None:
    for name in (privacy.SAVE_MY_DATA, privacy.DELETE_MY_DATA, privacy.DELETE_EVERYTHING):
        assert f"*{name}*" in PRIVACY


def test_every_setting_and_what_can_be_chosen_is_on_the_page() -> None:
    rows = re.findall(r"^\| ([A-Z][^|]+) \| ([^|]+) \|", SETTINGS, re.MULTILINE)

    assert [name for name, _ in rows] == [server_settings.NAMES[setting] for setting in Setting]
    offered = dict(rows)
    assert all(f"`{name}`" in offered["Rules"] for name in RULESETS)
    days = [int(day) for day in re.findall(r"\d+", offered["Rolls are kept"])]
    assert tuple(days) == server_settings.DAYS_OFFERED


def test_what_settings_cost_is_as_it_is_told() -> None:
    assert known_settings.FRESH.total_seconds() == 5
    assert "remembered for five seconds" in SETTINGS
    assert f"the last {known_settings.REMEMBERED:,} servers" in SETTINGS
    assert f"{ON_THE_WAY} seconds" in SETTINGS
    assert f"{ON_THE_WAY} s" in ADR
    assert f"{AT_ONCE:,} rolls in a transaction" in ADR
