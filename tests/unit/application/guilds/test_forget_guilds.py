"""Tests shorter retention, and servers that the bot was removed from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.application.dice.privacy.forget_dice import BATCH_SIZE, ForgetDice
from nazh.application.guilds.forget_guilds import ForgetGuilds
from nazh.application.guilds.forget_user import ForgetUser
from nazh.application.guilds.prune_guilds import PruneGuilds
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.records import RollRecord
from nazh.domain.guilds.guild_settings import DAYS, DEFAULT_SETTINGS, KEEP_FOREVER, SettingChange
from nazh.domain.guilds.limits import GuildLimits
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.audit_entries import ENTRY
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

ALICE, KEEP, INN = UserId(1), GuildId(7), GuildId(8)
DAY = timedelta(days=1).total_seconds()


class Fixture:
    """Servers with their rolls, and a clock."""

    def __init__(self, days: int) -> None:
        self.clock, self.publisher = FrozenClock(), RecordingPublisher()
        self.ledgers, self.servers = MemoryRollStore(), MemoryGuildStore()
        dice = self.dice(MemoryGuildRecords(self.ledgers, MemorySavedRollStore()))
        self.prune = PruneGuilds(self.servers, [dice], self.clock, days)
        self.forget = ForgetGuilds(self.servers, [dice], self.servers, days)

    def dice(self, records: MemoryGuildRecords) -> ForgetDice:
        users = MemoryUserRecords(self.ledgers)
        return ForgetDice(users, records, MemorySavedRollStore(), self.publisher)

    async def note(self, present: Collection[GuildId]) -> tuple[int, int]:
        return await self.servers.note(present, self.clock.now())

    async def call(self, present: Collection[GuildId]) -> tuple[int, int]:
        """Run the sync after Discord has listed the bot's servers."""
        asked_at = self.clock.now()
        noted = await self.note(present)
        await self.forget(asked_at)
        return noted

    async def roll(self, guild: GuildId, times: int = 1) -> None:
        thrown = throw(parse_roll("1d6"), ScriptedRng([3]))
        for _ in range(times):
            name = RequestId(str(len(tuple(self.ledgers.records))))
            record = RollRecord(name, ALICE, None, guild, self.clock.now(), NAZH, (thrown,))
            async with self.ledgers(name) as ledger:
                await ledger.history.append(record)
                await ledger.commit()

    async def choose_days(self, guild: GuildId, days: int) -> None:
        after = DEFAULT_SETTINGS.with_word(DAYS, str(days))
        change = SettingChange(self.clock.now(), ALICE, DAYS.name, None, str(days))
        await self.servers.replace(guild, DEFAULT_SETTINGS, after, change, ENTRY)

    def rolls_on(self, guild: GuildId) -> int:
        return sum(record.guild == guild for record in self.ledgers.records)


class FoundBack(MemoryGuildRecords):
    """Deletes slowly, so that the bot is added again to a server meanwhile."""

    def __init__(self, fixture: Fixture, back_on: GuildId) -> None:
        super().__init__(fixture.ledgers, MemorySavedRollStore())
        self._fixture = fixture
        self._back_on = back_on

    async def forget(self, guild: GuildId) -> None:
        await super().forget(guild)
        await self._fixture.note([self._back_on])


async def test_a_server_keeps_its_rolls_for_as_long_as_it_has_chosen() -> None:
    fixture = Fixture(days=730)
    await fixture.choose_days(KEEP, 30)
    for guild in (KEEP, INN):
        await fixture.roll(guild, BATCH_SIZE + 1)
    fixture.clock.advance(30 * DAY)
    await fixture.roll(KEEP)

    await fixture.prune()
    assert fixture.rolls_on(KEEP) == BATCH_SIZE + 2
    fixture.clock.advance(1)
    await fixture.prune()

    assert (fixture.rolls_on(KEEP), fixture.rolls_on(INN)) == (1, BATCH_SIZE + 1)
    assert fixture.publisher.events == [RollsPruned(BATCH_SIZE), RollsPruned(1)]


async def test_a_departed_servers_records_go_after_the_retention() -> None:
    fixture = Fixture(days=90)
    await fixture.call([KEEP, INN])
    await fixture.roll(KEEP)
    await fixture.roll(INN)
    fixture.clock.advance(60 * DAY)
    assert await fixture.call([INN]) == (1, 0)
    await fixture.roll(INN)

    fixture.clock.advance(90 * DAY - 1)
    await fixture.call([INN])
    assert fixture.rolls_on(KEEP) == 1
    fixture.clock.advance(1)
    await fixture.call([INN])

    assert (fixture.rolls_on(KEEP), fixture.rolls_on(INN)) == (0, 2)
    assert await fixture.servers.left() == {}


async def test_a_rejoined_server_loses_nothing() -> None:
    fixture = Fixture(days=90)
    await fixture.call([KEEP])
    await fixture.choose_days(KEEP, 80)
    await fixture.call([])
    fixture.clock.advance(79 * DAY)

    assert await fixture.call([KEEP]) == (0, 1)
    fixture.clock.advance(DAY)
    await fixture.call([KEEP])

    assert (await fixture.servers.read(KEEP)).of(DAYS) == 80


async def test_a_guild_found_by_another_process_keeps_its_data() -> None:
    fixture = Fixture(days=90)
    for present in ([KEEP], [KEEP, INN], []):
        await fixture.call(present)
    await fixture.roll(KEEP)
    await fixture.roll(INN)
    fixture.clock.advance(91 * DAY)
    slow = FoundBack(fixture, INN)

    await ForgetGuilds(fixture.servers, [fixture.dice(slow)], fixture.servers, 90)(
        fixture.clock.now()
    )

    assert (fixture.rolls_on(KEEP), fixture.rolls_on(INN)) == (0, 1)


class Keeping:
    """A context with data of every guild, which may fail to prune."""

    def __init__(self, *, is_pruned: bool = True, fails: bool = False) -> None:
        self._is_pruned, self._fails = is_pruned, fails
        self.calls: list[str] = []

    async def forget_user(self, user: UserId) -> None:
        self.calls.append("user")

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        self.calls.append("prune")
        return self._is_pruned

    async def forget_guild(self, guild: GuildId) -> None:
        self.calls.append("forget")
        if self._fails:
            raise Unavailable("the database")


async def departed(*contexts: Keeping) -> tuple[ForgetGuilds, Fixture]:
    """Return the use case that deletes guilds left for long enough."""
    fixture = Fixture(days=90)
    await fixture.note([KEEP])
    await fixture.note([])
    fixture.clock.advance(91 * DAY)
    return ForgetGuilds(fixture.servers, contexts, fixture.servers, 90), fixture


async def test_a_guild_is_forgotten_once_every_context_has_pruned_it() -> None:
    contexts = Keeping(is_pruned=False), Keeping()
    forget, fixture = await departed(*contexts)

    await forget(fixture.clock.now())

    assert [context.calls for context in contexts] == [["prune"], ["prune"]]
    assert list(await fixture.servers.left()) == [KEEP]


async def test_an_interrupted_deletion_is_repeated() -> None:
    failing = Keeping(fails=True)
    forget, fixture = await departed(Keeping(), failing)

    with pytest.raises(Unavailable):
        await forget(fixture.clock.now())

    assert list(await fixture.servers.left()) == [KEEP]
    assert failing.calls == ["prune", "forget"]


async def test_a_user_is_forgotten_by_every_context() -> None:
    contexts = Keeping(), Keeping()

    await ForgetUser(contexts, MemoryGuildStore())(ALICE)

    assert [context.calls for context in contexts] == [["user"], ["user"]]


async def test_unlimited_retention_still_forgets_departed_servers() -> None:
    fixture = Fixture(days=KEEP_FOREVER)
    await fixture.call([KEEP])
    await fixture.roll(KEEP)
    await fixture.call([])

    fixture.clock.advance(GuildLimits.RETENTION_DAYS_AFTER_LEAVING * DAY)
    await fixture.call([])

    assert fixture.rolls_on(KEEP) == 0
