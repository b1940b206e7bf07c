"""PruneRolls: what is older than it is kept is forgotten, and told."""

from __future__ import annotations

from dataclasses import replace

from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.application.dice.ports import RollRecord
from nazh.application.dice.prune_rolls import AT_ONCE, PruneRolls
from nazh.domain.dice import NAZH, parse_roll, throw
from nazh.domain.dice.events import RollsPruned
from nazh.domain.kernel.identity import PlayerId, RequestId
from tests.doubles.announcer import RecordingAnnouncer
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

DAY = 86_400.0


class House:
    def __init__(self, days: int, rolls: int = 1) -> None:
        self.clock, self.told = FrozenClock(), RecordingAnnouncer()
        self.ledgers = MemoryLedgers()
        thrown = throw(parse_roll("1d6"), ScriptedRng([1]))
        first = RollRecord(
            RequestId("0"), PlayerId(1), None, None, self.clock.now(), NAZH, (thrown,)
        )
        for number in range(rolls):
            self.ledgers.keep(replace(first, id=RequestId(str(number))), first.rolls)
        self.prune = PruneRolls(MemoryArchive(self.ledgers), self.clock, self.told, days)

    @property
    def count(self) -> int:
        return sum(1 for _ in self.ledgers.records)


async def test_a_roll_stays_for_its_days_and_goes_after_them() -> None:
    house = House(days=2)

    house.clock.pass_by(2 * DAY)
    await house.prune()
    assert house.count == 1

    house.clock.pass_by(1)
    await house.prune()
    assert house.count == 0
    assert house.told.events == [RollsPruned(1)]


async def test_no_days_are_for_ever() -> None:
    house = House(days=0)
    house.clock.pass_by(50_000 * DAY)

    await house.prune()

    assert house.count == 1


async def test_many_go_a_few_at_a_time() -> None:
    house = House(days=1, rolls=AT_ONCE + 1)
    house.clock.pass_by(2 * DAY)

    await house.prune()

    assert house.count == 0
    assert house.told.events == [RollsPruned(AT_ONCE), RollsPruned(1)]
