"""Tests that rolls older than the retention are deleted and reported."""

from __future__ import annotations

from dataclasses import replace

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.application.dice.history.prune_rolls import BATCH_SIZE, PruneRolls
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.events import RollsPruned
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import RequestId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

DAY = 86_400.0


class Fixture:
    def __init__(self, days: int, rolls: int = 1) -> None:
        self.clock, self.publisher = FrozenClock(), RecordingPublisher()
        self.ledgers = MemoryRollStore()
        thrown = throw(parse_roll("1d6"), ScriptedRng([1]))
        first = RollRecord(RequestId("0"), UserId(1), None, None, self.clock.now(), NAZH, (thrown,))
        for number in range(rolls):
            self.ledgers.keep(replace(first, id=RequestId(str(number))), first.rolls)
        self.prune = PruneRolls(MemoryRollArchive(self.ledgers), self.clock, self.publisher, days)

    @property
    def count(self) -> int:
        return sum(1 for _ in self.ledgers.records)


async def test_a_roll_is_deleted_after_its_days() -> None:
    fixture = Fixture(days=2)

    fixture.clock.advance(2 * DAY)
    await fixture.prune()
    assert fixture.count == 1

    fixture.clock.advance(1)
    await fixture.prune()
    assert fixture.count == 0
    assert fixture.publisher.events == [RollsPruned(1)]


async def test_no_days_are_for_ever() -> None:
    fixture = Fixture(days=0)
    fixture.clock.advance(50_000 * DAY)

    await fixture.prune()

    assert fixture.count == 1


async def test_many_go_a_few_at_a_time() -> None:
    fixture = Fixture(days=1, rolls=BATCH_SIZE + 1)
    fixture.clock.advance(2 * DAY)

    await fixture.prune()

    assert fixture.count == 0
    assert fixture.publisher.events == [RollsPruned(BATCH_SIZE), RollsPruned(1)]
