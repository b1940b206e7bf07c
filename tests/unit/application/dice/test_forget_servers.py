"""Servers that want less to be kept, and servers that the bot has left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryServerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.forget_servers import ForgetServers
from nazh.application.dice.note_servers import NoteServers
from nazh.application.dice.ports import RollRecord
from nazh.application.dice.prune_servers import AT_ONCE, PruneServers
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.server_settings import FOR_EVER, UNCHANGED, Setting, SettingChange
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, KEEP, INN = PlayerId(1), ServerId(7), ServerId(8)
DAY = timedelta(days=1).total_seconds()


class House:
    """Servers, what was rolled there, and time that passes."""

    def __init__(self, days: int) -> None:
        self.clock, self.told = FrozenClock(), RecordingAnnouncer()
        self.ledgers, self.servers = MemoryLedgers(), MemoryServers()
        self.records = MemoryServerRecords(self.ledgers, MemoryShelves(), self.servers)
        self.note = NoteServers(self.servers, self.clock)
        self.prune = PruneServers(self.servers, self.records, self.clock, self.told, days)
        self.forget = ForgetServers(self.servers, self.records, self.told, days)

    async def call(self, present: Collection[ServerId]) -> tuple[int, int]:
        """Do what is done when Discord has told in which servers the bot is."""
        asked_at = self.clock.now()
        noted = await self.note(present)
        await self.forget(asked_at)
        return noted

    async def roll(self, server: ServerId, times: int = 1) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for _ in range(times):
            name = RequestId(str(len(tuple(self.ledgers.records))))
            record = RollRecord(name, ALICE, None, server, self.clock.now(), NAZH, (thrown,))
            async with self.ledgers(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()

    async def choose_days(self, server: ServerId, days: int) -> None:
        after = UNCHANGED.with_word(Setting.DAYS, str(days))
        change = SettingChange(self.clock.now(), ALICE, Setting.DAYS, None, str(days))
        await self.servers.replace(server, UNCHANGED, after, change)

    def rolls_on(self, server: ServerId) -> int:
        return sum(record.server == server for record in self.ledgers.records)


class FoundBack(MemoryServerRecords):
    """Forgets so slowly that the bot is found back on a server before the first is forgotten."""

    def __init__(self, house: House, back_on: ServerId) -> None:
        super().__init__(house.ledgers, MemoryShelves(), house.servers)
        self._house = house
        self._back_on = back_on

    async def forget(self, server: ServerId) -> None:
        await super().forget(server)
        await self._house.note([self._back_on])


async def test_a_server_keeps_its_rolls_for_as_long_as_it_has_chosen() -> None:
    house = House(days=730)
    await house.choose_days(KEEP, 30)
    for server in (KEEP, INN):
        await house.roll(server, AT_ONCE + 1)
    house.clock.pass_by(30 * DAY)
    await house.roll(KEEP)

    await house.prune()
    assert house.rolls_on(KEEP) == AT_ONCE + 2
    house.clock.pass_by(1)
    await house.prune()

    assert (house.rolls_on(KEEP), house.rolls_on(INN)) == (1, AT_ONCE + 1)
    assert house.told.events == [RollsPruned(AT_ONCE), RollsPruned(1)]


async def test_a_departed_servers_records_go_after_the_retention() -> None:
    house = House(days=90)
    await house.call([KEEP, INN])
    await house.roll(KEEP)
    await house.roll(INN)
    house.clock.pass_by(60 * DAY)
    assert await house.call([INN]) == (1, 0)
    await house.roll(INN)

    house.clock.pass_by(90 * DAY - 1)
    await house.call([INN])
    assert house.rolls_on(KEEP) == 1
    house.clock.pass_by(1)
    await house.call([INN])

    assert (house.rolls_on(KEEP), house.rolls_on(INN)) == (0, 2)
    assert await house.servers.left() == {}


async def test_who_comes_back_loses_nothing() -> None:
    house = House(days=90)
    await house.call([KEEP])
    await house.choose_days(KEEP, 80)
    await house.call([])
    house.clock.pass_by(79 * DAY)

    assert await house.call([KEEP]) == (0, 1)
    house.clock.pass_by(DAY)
    await house.call([KEEP])

    assert (await house.servers.read(KEEP)).days == 80


async def test_whom_another_process_finds_meanwhile_loses_nothing() -> None:
    house = House(days=90)
    for present in ([KEEP], [KEEP, INN], []):
        await house.call(present)
    await house.roll(KEEP)
    await house.roll(INN)
    house.clock.pass_by(91 * DAY)
    slow = FoundBack(house, INN)

    await ForgetServers(house.servers, slow, house.told, 90)(house.clock.now())

    assert (house.rolls_on(KEEP), house.rolls_on(INN)) == (0, 1)


async def test_where_rolls_are_kept_for_ever_a_departed_server_is_forgotten_all_the_same() -> None:
    house = House(days=FOR_EVER)
    await house.call([KEEP])
    await house.roll(KEEP)
    await house.call([])

    house.clock.pass_by(Limits.DAYS_AFTER_LEAVING * DAY)
    await house.call([])

    assert house.rolls_on(KEEP) == 0
