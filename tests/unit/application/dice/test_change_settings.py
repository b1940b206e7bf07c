"""Changing settings: by managers, one at a time, on record."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.change_settings import ChangeSettings, SettingRequest
from nazh.application.dice.errors import OnlyManagersChoose
from nazh.application.dice.known_settings import KnownSettings
from nazh.application.dice.show_settings import ShowSettings
from nazh.domain.dice import COSMERE
from nazh.domain.dice.errors.servers import UnfitSetting
from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings, Setting, SettingChange
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock

KEEP, ALICE = ServerId(7), PlayerId(1)
NOW = FrozenClock().now()
COSMERE_PLEASE = SettingRequest(KEEP, ALICE, Setting.RULESET, "cosmere", is_manager=True)
GERMAN_PLEASE = replace(COSMERE_PLEASE, setting=Setting.LANGUAGE, word="de")


class YieldingServers(MemoryServers):
    """Lets others come between reading and replacing."""

    async def read(self, server: ServerId) -> ServerSettings:
        found = await super().read(server)
        await asyncio.sleep(0)
        return found


def changing(book: MemoryServers) -> tuple[ChangeSettings, KnownSettings]:
    clock = FrozenClock()
    known = KnownSettings(book, clock)
    return ChangeSettings(book, known, clock), known


async def test_the_next_roll_knows_and_it_is_on_record_who_chose() -> None:
    book = MemoryServers()
    change, known = changing(book)
    await known(KEEP)

    chosen = await change(COSMERE_PLEASE)

    assert chosen.settings == ServerSettings(ruleset=COSMERE) == await known(KEEP)
    assert chosen.change == SettingChange(NOW, ALICE, Setting.RULESET, None, "cosmere")
    shown = await ShowSettings(book)(KEEP, is_manager=True)
    assert shown.settings == chosen.settings
    assert shown.changes == (chosen.change,)


async def test_a_choice_is_taken_back() -> None:
    book = MemoryServers()
    change, _ = changing(book)
    await change(COSMERE_PLEASE)

    chosen = await change(replace(COSMERE_PLEASE, word=None))

    assert chosen.settings == UNCHANGED
    assert (chosen.change and chosen.change.before, chosen.change and chosen.change.after) == (
        "cosmere",
        None,
    )


async def test_what_is_chosen_already_is_no_change() -> None:
    book = MemoryServers()
    change, _ = changing(book)
    await change(COSMERE_PLEASE)

    assert (await change(COSMERE_PLEASE)).change is None

    assert len(await book.changes(KEEP)) == 1


async def test_two_managers_at_once_lose_nothing() -> None:
    book = YieldingServers()
    change, known = changing(book)

    await asyncio.gather(change(COSMERE_PLEASE), change(GERMAN_PLEASE))

    assert await known(KEEP) == ServerSettings(ruleset=COSMERE, language="de")
    assert len(await book.changes(KEEP)) == 2


async def test_who_does_not_manage_the_server_changes_and_sees_nothing() -> None:
    book = MemoryServers()
    change, _ = changing(book)

    with pytest.raises(OnlyManagersChoose):
        await change(replace(COSMERE_PLEASE, is_manager=False))
    with pytest.raises(OnlyManagersChoose):
        await ShowSettings(book)(KEEP, is_manager=False)

    assert await book.read(KEEP) == UNCHANGED


async def test_a_choice_that_is_not_on_offer_changes_nothing() -> None:
    book = MemoryServers()
    change, _ = changing(book)

    with pytest.raises(UnfitSetting):
        await change(replace(COSMERE_PLEASE, word="pathfinder"))

    assert await book.changes(KEEP) == ()
