"""History: everybody sees his own rolls, what was public here, and no secret of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.application.dice.errors import EntryForgotten, OnlyManagersSeeServer
from nazh.application.dice.export_history import ExportHistory
from nazh.application.dice.list_history import (
    FIRST_PAGE,
    HistoryFilter,
    HistoryPage,
    HistoryScope,
    ListHistory,
    ShowEntry,
    Turn,
    Viewer,
)
from nazh.application.dice.ports import RollRecord
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, BOB = PlayerId(1), PlayerId(2)
TABLE, CELLAR = ChannelId(10), ChannelId(11)
KEEP = ServerId(20)
HERE = Viewer(ALICE, TABLE, KEEP)
MANAGER = replace(HERE, manages_server=True)
OWN = HistoryFilter()
CHANNEL = HistoryFilter(HistoryScope.CHANNEL)
SERVER = HistoryFilter(HistoryScope.SERVER)


class House:
    def __init__(self, *names: str) -> None:
        self.clock = FrozenClock()
        self.ledgers = MemoryLedgers()
        archive = MemoryArchive(self.ledgers)
        self.list_history = ListHistory(archive, self.clock)
        self.show_entry = ShowEntry(archive)
        for name in names:
            self.keep(name)

    def keep(
        self,
        name: str,
        by: PlayerId = ALICE,
        where: ChannelId = TABLE,
        server: ServerId | None = KEEP,
        *,
        is_secret: bool = False,
    ) -> int:
        thrown = throw(parse_roll("1d6"), ScriptedRng([1]))
        now = self.clock.now()
        record = RollRecord(RequestId(name), by, where, server, now, NAZH, (thrown,))
        self.ledgers.keep(replace(record, is_secret=is_secret), record.rolls)
        return self.ledgers.place_of(record.id)

    async def page(
        self,
        viewer: Viewer = HERE,
        wanted: HistoryFilter = OWN,
        turn: Turn = FIRST_PAGE,
        most: int = 10,
    ) -> HistoryPage:
        return await self.list_history(viewer, wanted, turn, most)


def ids(page: HistoryPage) -> list[str]:
    return [entry.record.id for entry in page.entries]


async def test_pages_know_what_is_on_either_side() -> None:
    house = House(*"abcde")

    first = await house.page(most=2)
    second = await house.page(turn=Turn(older_than=first.entries[-1].place), most=2)
    last = await house.page(turn=Turn(older_than=second.entries[-1].place), most=2)
    back = await house.page(turn=Turn(newer_than=last.entries[0].place), most=2)
    top = await house.page(turn=Turn(newer_than=back.entries[0].place), most=2)

    assert [ids(page) for page in (first, second, last, back, top)] == [
        ["e", "d"], ["c", "b"], ["a"], ["c", "b"], ["e", "d"],
    ]  # fmt: skip
    assert [(page.has_newer, page.has_older) for page in (first, second, last, back, top)] == [
        (False, True), (True, True), (True, False), (True, True), (False, True),
    ]  # fmt: skip


async def test_one_s_own_secrets_are_seen_by_oneself_alone() -> None:
    house = House()
    house.keep("mine", is_secret=True)
    house.keep("bob's", BOB)

    assert ids(await house.page()) == ["mine"]
    assert ids(await house.page(wanted=CHANNEL)) == ["bob's"]
    assert ids(await house.page(viewer=MANAGER, wanted=SERVER)) == ["bob's"]


async def test_another_channel_is_seen_by_who_manages_the_server() -> None:
    house = House("here")
    house.keep("below", where=CELLAR)
    house.keep("elsewhere", server=None, where=CELLAR)

    assert ids(await house.page(wanted=CHANNEL)) == ["here"]
    assert ids(await house.page(viewer=MANAGER, wanted=SERVER)) == ["below", "here"]
    with pytest.raises(OnlyManagersSeeServer):
        await house.page(wanted=SERVER)
    with pytest.raises(OnlyManagersSeeServer):
        await house.page(viewer=replace(MANAGER, server=None), wanted=SERVER)


async def test_filters_narrow_what_is_seen() -> None:
    house = House()
    house.keep("old", BOB)
    house.clock.pass_by(3600)
    house.keep("new", BOB)
    house.keep("mine")

    of_bob = replace(CHANNEL, player=BOB)
    assert ids(await house.page(wanted=of_bob)) == ["new", "old"]
    assert ids(await house.page(wanted=replace(of_bob, within=timedelta(minutes=1)))) == ["new"]
    assert ids(await house.page(wanted=replace(of_bob, text="2d6"))) == []
    assert ids(await house.page(wanted=HistoryFilter(player=BOB))) == []
    assert ids(await house.page(viewer=Viewer(ALICE), wanted=CHANNEL)) == []


async def test_an_entry_is_shown_to_those_who_may_see_it() -> None:
    house = House()
    secret = house.keep("secret", BOB, is_secret=True)
    below = house.keep("below", BOB, CELLAR)
    here = house.keep("here", BOB)

    assert (await house.show_entry(HERE, here)).record.id == "here"
    assert (await house.show_entry(MANAGER, below)).record.id == "below"
    assert (await house.show_entry(Viewer(BOB), secret)).record.id == "secret"
    for viewer, place in (
        (HERE, below), (HERE, secret), (MANAGER, secret), (Viewer(ALICE), here),
        (Viewer(ALICE, manages_server=True), here), (HERE, 99),
    ):  # fmt: skip
        with pytest.raises(EntryForgotten):
            await house.show_entry(viewer, place)


async def test_everything_is_exported_up_to_a_bound() -> None:
    house = House(*(str(number) for number in range(250)))
    export = ExportHistory(house.list_history.archive, house.clock)

    everything = [entry.record.id async for entry in export(HERE, HistoryFilter())]
    some = [entry async for entry in replace(export, most=150)(HERE, HistoryFilter())]

    assert everything == [str(number) for number in reversed(range(250))]
    assert len(some) == 150
