"""Tests that all data of a user is deleted, and none of other users."""

from __future__ import annotations

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.dice.history.read_archive import PAGE_SIZE
from nazh.application.dice.ports.statistics import (
    CountsSince,
    GuildSubject,
    PlayerSubject,
    RollCounters,
    Subject,
)
from nazh.application.dice.privacy.export_dice import DiceExport, ExportDice
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.application.dice.rolling.message_rolls import MessageRoll
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.guilds.forget_user import ForgetUser
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, LANGUAGE, SettingChange
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

ALICE, BOB, KEEP = UserId(1), UserId(2), GuildId(7)
NOW = FrozenClock().now()
SAVED = EMPTY_COLLECTION.with_text("$hit", "1d6").with_character("Hoid", None, KEEP)
CHANGE = SettingChange(NOW, ALICE, LANGUAGE.name, None, "de")


class NoCounters:
    """Has no counters."""

    async def read(self, about: Subject) -> CountsSince:
        return CountsSince({}, None)


class PickedMeanwhile(MemoryUserRecords):
    """Picks a face of ALICE's roll as soon as her counters are deleted."""

    def __init__(self, ledgers: MemoryRollStore, origin: RequestId) -> None:
        super().__init__(ledgers)
        self._pick = PickPlotFace(ledgers, FrozenClock(), RecordingPublisher())
        fallen = MessageRoll("1d20, d1dp", (10, 2, 5), NAZH)
        self._request = PickRequest(
            origin, ALICE, BOB, face=5, is_game_master=True, message_roll=fallen, guild=KEEP
        )

    async def forget_counts(self, of: UserId) -> None:
        await super().forget_counts(of)
        await self._pick(self._request)


def dice(
    ledgers: MemoryRollStore, users: MemoryUserRecords, saved_rolls: MemorySavedRollStore
) -> ForgetDice:
    return ForgetDice(
        users, MemoryGuildRecords(ledgers, saved_rolls), saved_rolls, RecordingPublisher()
    )


class Records:
    """All stores in memory, and the use cases."""

    def __init__(self) -> None:
        self.ledgers, self.saved_rolls, self.servers = (
            MemoryRollStore(),
            MemorySavedRollStore(),
            MemoryGuildStore(),
        )
        records = MemoryUserRecords(self.ledgers)
        self.forget = ForgetUser([dice(self.ledgers, records, self.saved_rolls)], self.servers)
        counters: RollCounters = NoCounters()
        archive = MemoryRollArchive(self.ledgers)
        self.export = ExportDice(archive, counters, self.saved_rolls, records)

    async def roll(self, by: UserId, times: int, *, is_secret: bool = False) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for number in range(times):
            name = RequestId(f"{by}.{number}.{is_secret}")
            record = RollRecord(name, by, None, KEEP, NOW, NAZH, (thrown,), is_secret=is_secret)
            async with self.ledgers(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()

    async def places(self, data: DiceExport) -> list[int]:
        return [entry.sequence async for entry in data.rolls]


async def test_a_user_can_export_all_data_in_parts() -> None:
    records = Records()
    await records.roll(ALICE, PAGE_SIZE + 1)
    await records.roll(ALICE, PAGE_SIZE, is_secret=True)
    await records.roll(BOB, 3)
    await records.saved_rolls.replace(user_owner(ALICE), EMPTY_COLLECTION, SAVED)

    first = await records.export(ALICE)
    places = await records.places(first)
    rest = await records.places(await records.export(ALICE, places[PAGE_SIZE]))

    assert first.saved == SAVED
    assert places == sorted(set(places), reverse=True)
    assert (len(places), rest) == (2 * PAGE_SIZE + 1, places[PAGE_SIZE + 1 :])


async def test_a_deleted_user_is_gone_and_others_keep_their_data() -> None:
    records = Records()
    await records.roll(ALICE, 1_001)
    await records.roll(BOB, 3)
    for player in (ALICE, BOB):
        await records.saved_rolls.replace(user_owner(player), EMPTY_COLLECTION, SAVED)

    german = DEFAULT_SETTINGS.with_word(LANGUAGE, "de")
    await records.servers.replace(KEEP, DEFAULT_SETTINGS, german, CHANGE, ENTRY)

    await records.forget(ALICE)
    await records.forget(ALICE)

    data = await records.export(ALICE)
    assert (await records.places(data), data.saved) == ([], EMPTY_COLLECTION)
    assert await records.servers.changes_by(ALICE) == ()
    bobs = await records.export(BOB)
    assert (len(await records.places(bobs)), bobs.saved) == (3, SAVED)


async def test_a_concurrent_pick_counts_nothing_for_a_deleted_user() -> None:
    ledgers, origin = MemoryRollStore(), RequestId("100")
    thrown = throw(parse_roll("1d20, d1dp"), ScriptedRng([10, 2, 5]))
    async with ledgers(origin) as ledger:
        await ledger.history.append(RollRecord(origin, ALICE, None, KEEP, NOW, NAZH, (thrown,)))
        await ledger.commit()
    before = await ledgers.counters.read(GuildSubject(KEEP))

    picked = PickedMeanwhile(ledgers, origin)
    await dice(ledgers, picked, MemorySavedRollStore()).forget_user(ALICE)

    assert await ledgers.counters.read(PlayerSubject(ALICE)) == CountsSince({}, None)
    assert await ledgers.counters.read(GuildSubject(KEEP)) == before
    assert list(ledgers.records) == []
