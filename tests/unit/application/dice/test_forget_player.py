"""Forgetting a player: everything goes, and nothing of anybody else."""

from __future__ import annotations

from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryPlayerRecords
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.application.dice.export_own_data import AT_ONCE, ExportOwnData, OwnData
from nazh.application.dice.fallen_dice import FallenDice
from nazh.application.dice.forget_player import ForgetPlayer
from nazh.application.dice.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.ports import RollRecord
from nazh.application.dice.ports.statistics import (
    OfPlayer,
    OfServer,
    RollTallies,
    Subject,
    Tallied,
)
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.server_settings import UNCHANGED, Setting, SettingChange
from nazh.domain.dice.shelves import EMPTY, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

ALICE, BOB, KEEP = PlayerId(1), PlayerId(2), ServerId(7)
NOW = FrozenClock().now()
SHELF = EMPTY.with_text("$hit", "1d6").with_character("Hoid", None, KEEP)
CHANGE = SettingChange(NOW, ALICE, Setting.LANGUAGE, None, "de")


class NoTallies:
    """Has counted nothing."""

    async def read(self, about: Subject) -> Tallied:
        return Tallied({}, None)


class PickedMeanwhile(MemoryPlayerRecords):
    """Has a game master pick a face of ALICE's roll as soon as her counts are forgotten."""

    def __init__(self, ledgers: MemoryLedgers, origin: RequestId) -> None:
        super().__init__(ledgers, MemoryServers())
        self._pick = PickPlotFace(ledgers, FrozenClock(), RecordingAnnouncer())
        fallen = FallenDice("1d20, d1dp", (10, 2, 5), NAZH)
        self._request = PickRequest(
            origin, ALICE, BOB, face=5, is_game_master=True, fallen=fallen, server=KEEP
        )

    async def forget_counts(self, of: PlayerId) -> None:
        await super().forget_counts(of)
        await self._pick(self._request)


class Records:
    """Everything in memory, and what is done with it."""

    def __init__(self) -> None:
        self.ledgers, self.shelves, self.servers = MemoryLedgers(), MemoryShelves(), MemoryServers()
        records = MemoryPlayerRecords(self.ledgers, self.servers)
        self.forget = ForgetPlayer(records, self.shelves)
        tallies: RollTallies = NoTallies()
        archive = MemoryArchive(self.ledgers)
        self.export = ExportOwnData(archive, tallies, self.shelves, records)

    async def roll(self, by: PlayerId, times: int) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for number in range(times):
            name = RequestId(f"{by}.{number}")
            record = RollRecord(name, by, None, KEEP, NOW, NAZH, (thrown,))
            async with self.ledgers(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()

    async def places(self, data: OwnData) -> list[int]:
        return [entry.place async for entry in data.rolls]


async def test_a_player_is_told_everything_and_may_go_on_later() -> None:
    records = Records()
    await records.roll(ALICE, 2 * AT_ONCE + 1)
    await records.roll(BOB, 3)
    await records.shelves.replace(shelf_of_player(ALICE), EMPTY, SHELF)
    german = UNCHANGED.with_word(Setting.LANGUAGE, "de")
    await records.servers.replace(KEEP, UNCHANGED, german, CHANGE)

    first = await records.export(ALICE)
    places = await records.places(first)
    rest = await records.places(await records.export(ALICE, places[AT_ONCE]))

    assert (first.shelf, [own.change for own in first.changes]) == (SHELF, [CHANGE])
    assert places == sorted(set(places), reverse=True)
    assert (len(places), rest) == (2 * AT_ONCE + 1, places[AT_ONCE + 1 :])


async def test_nothing_of_a_player_is_left_and_others_keep_theirs() -> None:
    records = Records()
    await records.roll(ALICE, 1_001)
    await records.roll(BOB, 3)
    for player in (ALICE, BOB):
        await records.shelves.replace(shelf_of_player(player), EMPTY, SHELF)

    await records.forget(ALICE)
    await records.forget(ALICE)

    data = await records.export(ALICE)
    assert (await records.places(data), data.shelf, data.changes) == ([], EMPTY, ())
    bobs = await records.export(BOB)
    assert (len(await records.places(bobs)), bobs.shelf) == (3, SHELF)


async def test_who_picks_a_face_meanwhile_counts_nothing_for_the_player() -> None:
    ledgers, origin = MemoryLedgers(), RequestId("100")
    thrown = throw(parse_roll("1d20, d1dp"), ScriptedRng([10, 2, 5]))
    async with ledgers(origin) as ledger:
        await ledger.history.append(RollRecord(origin, ALICE, None, KEEP, NOW, NAZH, (thrown,)))
        await ledger.commit()
    before = await ledgers.tallies.read(OfServer(KEEP))

    await ForgetPlayer(PickedMeanwhile(ledgers, origin), MemoryShelves())(ALICE)

    assert await ledgers.tallies.read(OfPlayer(ALICE)) == Tallied({}, None)
    assert await ledgers.tallies.read(OfServer(KEEP)) == before
    assert list(ledgers.records) == []
