"""Tests the contract of guild stores (nazh.application.dice.ports)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.application.guilds.ports import GuildMembership, GuildSettingsStore
from nazh.application.guilds.ports.guilds import Span
from nazh.domain.guilds.guild_settings import (
    DAYS,
    DEFAULT_SETTINGS,
    LANGUAGE,
    GuildSettings,
    SettingChange,
)
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.identity import GuildId, UserId
from tests.audit_entries import ENTRY

NOW = datetime(2026, 3, 1, 20, 0, 0, 123_456, tzinfo=UTC)
KEEP, INN, FORT = GuildId(2**62), GuildId(2), GuildId(3)
ALICE = UserId(2**62 + 1)
GERMAN = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
EVERYTHING = GuildSettings(
    {
        "ruleset": "cosmere",
        "language": "de",
        "game_masters": str(2**62),
        "notice_channel": "7",
        "days": "30",
        "layout": "compact",
    }
)


@dataclass(frozen=True, slots=True)
class Servers:
    """The two ports, which one object may implement."""

    book: GuildSettingsStore
    register: GuildMembership


@pytest.fixture
def servers(database: Database | None) -> Servers:
    store = MemoryGuildStore() if database is None else SqlGuildStore(database)
    return Servers(store, store)


def change(
    after: str | None = "de", before: str | None = None, setting: str = LANGUAGE.name
) -> SettingChange:
    return SettingChange(NOW, ALICE, setting, before, after)


async def test_a_new_server_has_no_settings_and_no_changes(servers: Servers) -> None:
    assert await servers.book.read(KEEP) == DEFAULT_SETTINGS
    assert await servers.book.changes(KEEP) == ()
    assert await servers.register.left() == {}
    assert await servers.register.days() == {}


async def test_a_stored_choice_is_read_back_unchanged(servers: Servers) -> None:
    await servers.register.note([INN], NOW)
    assert await servers.book.replace(KEEP, DEFAULT_SETTINGS, EVERYTHING, change(), ENTRY)

    assert await servers.book.read(KEEP) == EVERYTHING
    assert await servers.book.read(INN) == DEFAULT_SETTINGS
    assert await servers.book.replace(INN, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)
    assert await servers.register.days() == {KEEP: 30}, "the other has chosen a language only"


async def test_the_order_of_the_words_means_nothing(servers: Servers) -> None:
    backwards = GuildSettings(dict(reversed(list(EVERYTHING.words.items()))))
    await servers.book.replace(KEEP, DEFAULT_SETTINGS, EVERYTHING, change(), ENTRY)

    assert await servers.book.replace(KEEP, backwards, GERMAN, change(), ENTRY)

    assert await servers.book.read(KEEP) == GERMAN


async def test_a_change_leaves_the_settings_of_other_servers_alone(servers: Servers) -> None:
    for server in (KEEP, INN):
        await servers.book.replace(server, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)

    assert await servers.book.replace(KEEP, GERMAN, EVERYTHING, change(), ENTRY)

    assert await servers.book.read(KEEP) == EVERYTHING
    assert await servers.book.read(INN) == GERMAN


async def test_words_of_a_context_that_is_off_stay(servers: Servers) -> None:
    foreign = GuildSettings({"colour": "blue"})
    blue = change("blue", None, "colour")
    await servers.book.replace(KEEP, DEFAULT_SETTINGS, foreign, blue, ENTRY)

    assert (await servers.book.read(KEEP)).words == {"colour": "blue"}
    assert await servers.book.changes(KEEP) == (blue,)


async def test_changes_are_listed_latest_first(servers: Servers) -> None:
    await servers.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change("de"), ENTRY)
    await servers.book.replace(KEEP, GERMAN, DEFAULT_SETTINGS, change(None, "de"), ENTRY)
    await servers.book.replace(INN, DEFAULT_SETTINGS, GERMAN, change("de"), ENTRY)

    assert await servers.book.changes(KEEP) == (change(None, "de"), change("de"))


async def test_only_the_latest_changes_are_kept(servers: Servers) -> None:
    now, then = DEFAULT_SETTINGS, DEFAULT_SETTINGS
    for day in range(1, GuildLimits.SETTING_CHANGES + 4):
        then, now = now, now.with_word(DAYS, str(day))
        assert await servers.book.replace(KEEP, then, now, change(str(day), None, DAYS.name), ENTRY)
        if day == GuildLimits.SETTING_CHANGES:  # before the last ones of the other server
            await servers.book.replace(INN, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)

    days = [int(setting_change.after or 0) for setting_change in await servers.book.changes(KEEP)]
    assert days == list(range(GuildLimits.SETTING_CHANGES + 3, 3, -1))
    assert await servers.book.changes(INN) == (change(),)


async def test_only_the_current_value_can_be_replaced(servers: Servers) -> None:
    assert not await servers.book.replace(KEEP, GERMAN, EVERYTHING, change(), ENTRY)
    await servers.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)

    assert not await servers.book.replace(KEEP, DEFAULT_SETTINGS, EVERYTHING, change(), ENTRY)

    assert await servers.book.read(KEEP) == GERMAN
    assert len(await servers.book.changes(KEEP)) == 1


@pytest.mark.parametrize("is_known", [False, True])
async def test_of_changes_at_the_same_time_one_is_done(servers: Servers, is_known: bool) -> None:
    await servers.register.note([KEEP] if is_known else [], NOW)

    were_replaced = await asyncio.gather(
        *(servers.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change(), ENTRY) for _ in range(3))
    )

    assert sorted(were_replaced) == [False, False, True]
    assert len(await servers.book.changes(KEEP)) == 1


async def test_a_server_is_left_once_and_it_may_be_come_back_to(servers: Servers) -> None:
    later = NOW + timedelta(days=1)
    assert await servers.register.note([KEEP, INN], NOW) == (0, 0)

    assert await servers.register.note([INN, FORT], NOW) == (1, 0)
    assert await servers.register.note([INN, FORT], later) == (0, 0)
    assert await servers.register.left() == {KEEP: NOW}
    assert await servers.register.note([KEEP, INN], later) == (1, 1)

    assert await servers.register.left() == {FORT: later}


async def test_servers_can_be_noted_a_few_at_a_time(servers: Servers) -> None:
    first, second, third, fourth = (GuildId(2**62 + number) for number in range(4))
    spans = Span(GuildId(0), second), Span(second)
    await servers.register.note([first, second, third, fourth], NOW)

    assert await servers.register.note([second], NOW, spans[0]) == (1, 0)
    assert await servers.register.left() == {first: NOW}
    assert await servers.register.note([third], NOW, spans[1]) == (1, 0)
    assert await servers.register.left() == {first: NOW, fourth: NOW}
    assert await servers.register.note([first, second], NOW, spans[0]) == (0, 1)
    assert await servers.register.left() == {fourth: NOW}
    assert await servers.register.note([first], NOW, spans[0]) == (1, 0)

    assert await servers.register.left() == {second: NOW, fourth: NOW}


async def test_a_server_that_has_chosen_something_can_be_left(servers: Servers) -> None:
    await servers.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)

    assert await servers.register.note([], NOW) == (1, 0)

    assert await servers.register.left() == {KEEP: NOW}
    assert await servers.book.read(KEEP) == GERMAN


async def test_a_server_that_was_noted_may_choose(servers: Servers) -> None:
    await servers.register.note([KEEP], NOW)

    assert await servers.book.replace(KEEP, DEFAULT_SETTINGS, GERMAN, change(), ENTRY)

    assert await servers.book.read(KEEP) == GERMAN
