"""Tests that users see their own rolls and public ones, and no secret rolls of others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.errors import (
    EntryForgotten,
    NoGuildToShow,
    OnlyManagersSeeGuildRolls,
)
from nazh.application.dice.history.export_history import ExportHistory
from nazh.application.dice.history.list_history import (
    FIRST_PAGE,
    HistoryFilter,
    HistoryPage,
    HistoryScope,
    ListHistory,
    PageCursor,
    ShowEntry,
    Viewer,
)
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, BOB = UserId(1), UserId(2)
TABLE, CELLAR = ChannelId(10), ChannelId(11)
KEEP = GuildId(20)
HERE = Viewer(ALICE, TABLE, KEEP)
MANAGER = replace(HERE, manages_server=True)
OWN = HistoryFilter()
CHANNEL = HistoryFilter(HistoryScope.CHANNEL)
SERVER = HistoryFilter(HistoryScope.SERVER)


class Fixture:
    def __init__(self, *names: str) -> None:
        self.clock = FrozenClock()
        self.ledgers = MemoryRollStore()
        archive = MemoryRollArchive(self.ledgers)
        self.list_history = ListHistory(archive, self.clock)
        self.show_entry = ShowEntry(archive)
        for name in names:
            self.keep(name)

    def keep(
        self,
        name: str,
        by: UserId = ALICE,
        channel: ChannelId | None = TABLE,
        guild: GuildId | None = KEEP,
        *,
        is_secret: bool = False,
    ) -> int:
        thrown = throw(parse_roll("1d6"), ScriptedRng([1]))
        now = self.clock.now()
        record = RollRecord(RequestId(name), by, channel, guild, now, NAZH, (thrown,))
        self.ledgers.keep(replace(record, is_secret=is_secret), record.rolls)
        return self.ledgers.sequence_of(record.id)

    async def page(
        self,
        viewer: Viewer = HERE,
        wanted: HistoryFilter = OWN,
        turn: PageCursor = FIRST_PAGE,
        limit: int = 10,
    ) -> HistoryPage:
        return await self.list_history(viewer, wanted, turn, limit)


def ids(page: HistoryPage) -> list[str]:
    return [entry.record.id for entry in page.entries]


async def test_pages_have_previous_and_next() -> None:
    fixture = Fixture(*"abcde")

    first = await fixture.page(limit=2)
    second = await fixture.page(turn=PageCursor(older_than=first.entries[-1].sequence), limit=2)
    last = await fixture.page(turn=PageCursor(older_than=second.entries[-1].sequence), limit=2)
    back = await fixture.page(turn=PageCursor(newer_than=last.entries[0].sequence), limit=2)
    top = await fixture.page(turn=PageCursor(newer_than=back.entries[0].sequence), limit=2)

    assert [ids(page) for page in (first, second, last, back, top)] == [
        ["e", "d"], ["c", "b"], ["a"], ["c", "b"], ["e", "d"],
    ]  # fmt: skip
    assert [(page.has_newer, page.has_older) for page in (first, second, last, back, top)] == [
        (False, True), (True, True), (True, False), (True, True), (False, True),
    ]  # fmt: skip


async def test_one_s_own_secrets_are_seen_by_oneself_alone() -> None:
    fixture = Fixture()
    fixture.keep("mine", is_secret=True)
    fixture.keep("bob's", BOB)

    assert ids(await fixture.page()) == ["mine"]
    assert ids(await fixture.page(wanted=CHANNEL)) == ["bob's"]
    assert ids(await fixture.page(viewer=MANAGER, wanted=SERVER)) == ["bob's"]


async def test_another_channel_is_visible_to_server_managers() -> None:
    fixture = Fixture("here")
    fixture.keep("below", channel=CELLAR)
    fixture.keep("elsewhere", guild=None, channel=CELLAR)

    assert ids(await fixture.page(wanted=CHANNEL)) == ["here"]
    assert ids(await fixture.page(viewer=MANAGER, wanted=SERVER)) == ["below", "here"]
    with pytest.raises(OnlyManagersSeeGuildRolls):
        await fixture.page(wanted=SERVER)


async def test_outside_a_server_there_are_no_rolls_of_one() -> None:
    fixture = Fixture("here")

    with pytest.raises(NoGuildToShow):
        await fixture.page(viewer=replace(MANAGER, guild=None, manages_server=False), wanted=SERVER)


async def test_filters_narrow_the_visible_rolls() -> None:
    fixture = Fixture()
    fixture.keep("old", BOB)
    fixture.clock.advance(3600)
    fixture.keep("new", BOB)
    fixture.keep("mine")

    of_bob = replace(CHANNEL, player=BOB)
    assert ids(await fixture.page(wanted=of_bob)) == ["new", "old"]
    assert ids(await fixture.page(wanted=replace(of_bob, within=timedelta(minutes=1)))) == ["new"]
    assert ids(await fixture.page(wanted=replace(of_bob, text="2d6"))) == []
    assert ids(await fixture.page(wanted=HistoryFilter(player=BOB))) == []
    assert ids(await fixture.page(viewer=Viewer(ALICE), wanted=CHANNEL)) == []


async def test_an_entry_is_shown_to_permitted_users() -> None:
    fixture = Fixture()
    secret = fixture.keep("secret", BOB, is_secret=True)
    below = fixture.keep("below", BOB, CELLAR)
    here = fixture.keep("here", BOB)
    nowhere = fixture.keep("nowhere", BOB, None, None)

    assert (await fixture.show_entry(HERE, here)).record.id == "here"
    assert (await fixture.show_entry(MANAGER, below)).record.id == "below"
    assert (await fixture.show_entry(Viewer(BOB), secret)).record.id == "secret"
    for viewer, sequence in (
        (HERE, below), (HERE, secret), (MANAGER, secret), (Viewer(ALICE), here),
        (Viewer(ALICE, manages_server=True), here), (Viewer(ALICE), nowhere),
        (Viewer(ALICE, manages_server=True), nowhere), (HERE, 99),
    ):  # fmt: skip
        with pytest.raises(EntryForgotten):
            await fixture.show_entry(viewer, sequence)


async def test_everything_is_exported_up_to_a_bound() -> None:
    fixture = Fixture(*(str(number) for number in range(250)))
    export = ExportHistory(fixture.list_history.archive, fixture.clock)

    everything = [entry.record.id async for entry in export(HERE, HistoryFilter())]
    some = [entry async for entry in replace(export, limit=150)(HERE, HistoryFilter())]

    assert everything == [str(number) for number in reversed(range(250))]
    assert len(some) == 150
