"""Tests that only managers change settings, one at a time, with an audit entry."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.guilds.cached_settings import CachedSettings
from nazh.application.guilds.change_settings import ChangeSettings, SettingRequest
from nazh.application.guilds.errors import (
    EveryoneCannotBeChosen,
    OnlyAdministratorsChangeSetting,
    OnlyManagersChangeSettings,
)
from nazh.application.guilds.show_settings import ShowSettings
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dice.guild_settings import RULESET
from nazh.domain.dominion.government.administrators import ADMINISTRATORS
from nazh.domain.guilds.errors import InvalidSetting
from nazh.domain.guilds.guild_settings import (
    DEFAULT_SETTINGS,
    LANGUAGE,
    GuildSettings,
    SettingChange,
)
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock

KEEP, ALICE = GuildId(7), UserId(1)
NOW = FrozenClock().now()
COSMERE_PLEASE = SettingRequest(
    KEEP, ALICE, RULESET, "cosmere", is_manager=True, interaction=RequestId("9")
)
GERMAN_PLEASE = replace(COSMERE_PLEASE, setting=LANGUAGE, word="de")


class YieldingServers(MemoryGuildStore):
    """Makes a concurrent change between read and replace."""

    async def read(self, guild: GuildId) -> GuildSettings:
        settings = await super().read(guild)
        await asyncio.sleep(0)
        return settings


class AuditedServers(MemoryGuildStore):
    """Records the audit entries of changes."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[AuditEntry] = []

    async def replace(
        self,
        guild: GuildId,
        before: GuildSettings,
        after: GuildSettings,
        change: SettingChange,
        entry: AuditEntry,
    ) -> bool:
        self.entries.append(entry)
        return await super().replace(guild, before, after, change, entry)


def changing(book: MemoryGuildStore) -> tuple[ChangeSettings, CachedSettings]:
    clock = FrozenClock()
    known = CachedSettings(book, clock)
    return ChangeSettings(book, known, clock), known


async def test_a_setting_applies_to_the_next_roll_and_is_audited() -> None:
    book = MemoryGuildStore()
    change, known = changing(book)
    await known(KEEP)

    chosen = await change(COSMERE_PLEASE)

    assert chosen.settings == GuildSettings({"ruleset": "cosmere"}) == await known(KEEP)
    assert chosen.change == SettingChange(NOW, ALICE, RULESET.name, None, "cosmere")
    settings_shown = await ShowSettings(book)(KEEP, is_manager=True)
    assert settings_shown.settings == chosen.settings
    assert settings_shown.changes == (chosen.change,)


async def test_a_setting_that_gives_rights_is_for_administrators() -> None:
    book = MemoryGuildStore()
    change, known = changing(book)
    by_a_manager = replace(COSMERE_PLEASE, setting=ADMINISTRATORS, word="55")
    by_an_administrator = replace(by_a_manager, is_administrator=True)

    with pytest.raises(OnlyAdministratorsChangeSetting):
        await change(by_a_manager)
    await change(by_an_administrator)
    with pytest.raises(OnlyAdministratorsChangeSetting):
        await change(replace(by_a_manager, word=None))

    assert (await known(KEEP)).of(ADMINISTRATORS) == 55


async def test_everyone_cannot_get_the_rights_of_administrators() -> None:
    change, _ = changing(MemoryGuildStore())

    with pytest.raises(EveryoneCannotBeChosen):
        await change(
            replace(
                COSMERE_PLEASE, setting=ADMINISTRATORS, word=str(int(KEEP)), is_administrator=True
            )
        )


async def test_a_choice_is_taken_back() -> None:
    book = AuditedServers()
    change, _ = changing(book)
    await change(COSMERE_PLEASE)

    chosen = await change(replace(COSMERE_PLEASE, word=None, interaction=RequestId("10")))

    assert chosen.settings == DEFAULT_SETTINGS
    assert (chosen.change and chosen.change.before, chosen.change and chosen.change.after) == (
        "cosmere",
        None,
    )
    entry = AuditEntry(
        at=NOW, guild=KEEP, actor=ALICE, action="guilds.setting.changed", target="ruleset"
    )
    assert book.entries == [
        replace(entry, after={"word": "cosmere"}, interaction=RequestId("9")),
        replace(entry, before={"word": "cosmere"}, interaction=RequestId("10")),
    ]


async def test_choosing_the_current_value_changes_nothing() -> None:
    book = MemoryGuildStore()
    change, _ = changing(book)
    await change(COSMERE_PLEASE)

    assert (await change(COSMERE_PLEASE)).change is None

    assert len(await book.changes(KEEP)) == 1


async def test_two_concurrent_managers_lose_no_change() -> None:
    book = YieldingServers()
    change, known = changing(book)

    await asyncio.gather(change(COSMERE_PLEASE), change(GERMAN_PLEASE))

    assert await known(KEEP) == GuildSettings({"ruleset": "cosmere", "language": "de"})
    assert len(await book.changes(KEEP)) == 2


async def test_a_roll_during_the_change_does_not_keep_the_old_setting() -> None:
    class Rolling(MemoryGuildStore):
        async def replace(
            self,
            guild: GuildId,
            before: GuildSettings,
            after: GuildSettings,
            change: SettingChange,
            entry: AuditEntry,
        ) -> bool:
            await known(KEEP)
            return await super().replace(guild, before, after, change, entry)

    change, known = changing(Rolling())

    await change(COSMERE_PLEASE)

    assert await known(KEEP) == GuildSettings({"ruleset": "cosmere"})


async def test_a_change_by_another_process_is_built_upon() -> None:
    book = MemoryGuildStore()
    (change, known), (change_elsewhere, _) = changing(book), changing(book)
    await known(KEEP)
    await change_elsewhere(GERMAN_PLEASE)

    await change(COSMERE_PLEASE)

    assert await known(KEEP) == GuildSettings({"ruleset": "cosmere", "language": "de"})


async def test_settings_need_the_permission_to_manage_the_server() -> None:
    book = MemoryGuildStore()
    change, _ = changing(book)

    with pytest.raises(OnlyManagersChangeSettings):
        await change(replace(COSMERE_PLEASE, is_manager=False))
    with pytest.raises(OnlyManagersChangeSettings):
        await ShowSettings(book)(KEEP, is_manager=False)

    assert await book.read(KEEP) == DEFAULT_SETTINGS


async def test_a_choice_that_is_not_on_offer_changes_nothing() -> None:
    book = MemoryGuildStore()
    change, _ = changing(book)

    with pytest.raises(InvalidSetting):
        await change(replace(COSMERE_PLEASE, word="pathfinder"))

    assert await book.changes(KEEP) == ()
