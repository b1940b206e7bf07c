"""Fair sessions in memory: all of them together have a bound."""

from __future__ import annotations

from nazh.adapters.outbound.memory.fair import MemoryFair
from nazh.application.dice.ports import Step
from nazh.domain.dice.proof import open_session
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
SESSIONS = 20
ROOM = 2_000


def begin(fair: MemoryFair, number: int) -> None:
    """Open a session on a server of its own, and let somebody add words to it."""
    server = ServerId(number)
    receipt, state = open_session(f"{number:016x}", bytes(32), server, NOW)
    fair.add(Step(receipt, state, server, NOW, RequestId(f"open {number}")))
    receipt, after = state.joined(1, "words", NOW)
    fair.add(Step(receipt, after, server, NOW, RequestId(f"{number}"), (PlayerId(1), 1)))


async def test_those_that_rest_longest_are_forgotten_beyond_the_bound() -> None:
    fair = MemoryFair(most=ROOM)

    for number in range(SESSIONS):
        begin(fair, number)

    left = await fair.open_on()
    size = 0
    for server in left:
        size += sum(len(line) + 1 for line in await fair.lines(f"{server:016x}"))
    assert ServerId(SESSIONS - 1) in left
    assert ServerId(0) not in left
    assert 0 < size <= ROOM
    assert len(fair.numbers(PlayerId(1))) == len(left)


async def test_a_session_larger_than_the_bound_stays_while_it_is_the_only_one() -> None:
    fair = MemoryFair(most=1)

    begin(fair, 0)

    assert len(await fair.lines("0" * 16)) == 2


async def test_what_was_forgotten_makes_room_again() -> None:
    fair = MemoryFair(most=ROOM)
    for number in range(SESSIONS):
        begin(fair, number)
        fair.forget(server=ServerId(number))

    for number in range(3):
        begin(fair, number)

    assert await fair.open_on() == {ServerId(0), ServerId(1), ServerId(2)}
