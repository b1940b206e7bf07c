"""Who comes while there is no time: in turns, then the newest first, and the late not at all."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.inbound.discord.discord_time import CAME_AT, REMEMBERED, WINDOW, DiscordTime
from nazh.adapters.inbound.discord.responder import ANSWER_WITHIN
from nazh.adapters.inbound.discord.waiting_room import (
    AT_ONCE,
    LATELY,
    LONG_WAIT,
    MOST_INSIDE,
    SOON,
    WaitingRoom,
)

EPOCH = 400_000_000.0
"""Seconds of Discord's time when these tests begin; our clock begins at 0."""


def id_at(seconds: float, number: int = 0) -> int:
    """Return an id that Discord made so long after the beginning."""
    return (int((EPOCH + seconds) * 1000) << 22) + number


class Lobby:
    """A waiting room with a clock that is set by hand, and what became of everybody."""

    def __init__(self) -> None:
        self.time = 100.0
        self.went_in: list[str] = []
        self.went_away: list[str] = []
        self.came: list[float | None] = []
        self.losses: list[str] = []
        self.inside = 0
        self.room = WaitingRoom(self, self, lambda: self.time)

    def lost_answer(self, reason: str) -> None:
        self.losses.append(reason)

    def enter(self, name: str, *, asked: float | None = None) -> None:
        """Let somebody come now, who asked then: now, unless it is said."""
        when = self.time if asked is None else asked
        self.room.enter(id_at(when), partial(self._go_in, name), partial(self._go_away, name))

    def fill(self) -> None:
        """Let as many come as go in at once, and be forgotten: who comes now has to wait."""
        for _ in range(AT_ONCE):
            self.enter("filler")
        self.went_in.clear()
        self.came.clear()

    async def turns(self, many: int = 1) -> None:
        """Let the loop turn."""
        for _ in range(many):
            await asyncio.sleep(0)

    def _go_in(self, name: str) -> None:
        self.went_in.append(name)
        self.came.append(CAME_AT.get())

    def _go_away(self, name: str) -> None:
        self.went_away.append(name)


async def test_who_comes_alone_goes_in_at_once() -> None:
    lobby = Lobby()
    lobby.enter("ann")

    assert (lobby.went_in, lobby.room.waiting) == (["ann"], 0)
    await lobby.turns()
    lobby.enter("bob")
    assert lobby.went_in == ["ann", "bob"]


async def test_a_few_go_in_with_each_turn_and_in_order() -> None:
    lobby = Lobby()
    names = [str(number) for number in range(2 * AT_ONCE + 1)]
    for name in names:
        lobby.enter(name)

    assert lobby.went_in == names[:AT_ONCE]
    await lobby.turns()
    assert (lobby.went_in, lobby.room.waiting) == (names[:-1], 1)
    await lobby.turns()
    assert (lobby.went_in, lobby.room.waiting) == (names, 0)


async def test_nobody_goes_in_while_many_are_inside_and_the_late_are_sent_away() -> None:
    lobby = Lobby()
    lobby.inside = MOST_INSIDE
    lobby.enter("ann")
    await asyncio.sleep(3 * SOON)
    assert (lobby.went_in, lobby.room.waiting) == ([], 1)
    lobby.time += ANSWER_WITHIN
    lobby.enter("bob")
    await asyncio.sleep(3 * SOON)
    assert (lobby.went_in, lobby.went_away) == ([], ["ann"])

    lobby.inside -= 1

    await asyncio.sleep(3 * SOON)
    assert lobby.went_in == ["bob"]


async def test_when_the_oldest_has_waited_for_long_the_newest_goes_first() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enter(name)
    lobby.time += LONG_WAIT + 0.1
    lobby.enter("cid")

    await lobby.turns()

    assert lobby.went_in == ["cid", "bob", "ann"]
    assert lobby.losses == []


async def test_who_has_waited_for_too_long_is_not_worked_for() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enter(name)
    lobby.time += ANSWER_WITHIN
    lobby.enter("cid")

    await lobby.turns()

    assert (lobby.went_in, lobby.went_away) == (["cid"], ["ann", "bob"])
    assert lobby.losses == ["shed", "shed"]


async def test_who_was_too_long_on_the_way_is_not_worked_for() -> None:
    lobby = Lobby()
    lobby.enter("ann")
    await lobby.turns()
    lobby.time += 10

    lobby.enter("bob", asked=lobby.time - ANSWER_WITHIN)
    lobby.enter("cid", asked=lobby.time - ANSWER_WITHIN + 0.1)

    assert (lobby.went_in, lobby.went_away) == (["ann", "cid"], ["bob"])


async def test_of_who_would_come_late_it_is_known() -> None:
    lobby = Lobby()
    lobby.enter("ann")
    lobby.time += 5

    assert lobby.room.is_late(id_at(lobby.time - ANSWER_WITHIN))
    assert not lobby.room.is_late(id_at(lobby.time - ANSWER_WITHIN + 0.1))


async def test_of_the_first_who_comes_nothing_is_known() -> None:
    lobby = Lobby()

    lobby.enter("ann", asked=lobby.time - 3600)

    assert lobby.went_in == ["ann"]


async def test_who_is_in_hand_can_say_since_when_and_nobody_else() -> None:
    lobby = Lobby()
    lobby.enter("ann")
    assert lobby.came == [100.0]
    await lobby.turns()
    lobby.fill()
    lobby.enter("bob")
    lobby.time += 0.2

    await lobby.turns()

    assert lobby.came == [100.0]
    assert CAME_AT.get() is None


async def test_a_room_that_is_open_wide_lets_in_who_waits_and_who_comes() -> None:
    lobby = Lobby()
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enter(name)

    lobby.room.open_wide()
    lobby.enter("cid")

    assert lobby.went_in == ["ann", "bob", "cid"]


async def test_that_load_is_shed_is_known_for_a_minute_and_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lobby = Lobby()
    assert not lobby.room.sheds_load
    lobby.fill()
    for name in ("ann", "bob"):
        lobby.enter(name)
    lobby.time += ANSWER_WITHIN
    await lobby.turns()

    assert (len(lobby.losses), lobby.room.sheds_load) == (2, True)
    assert len(caplog.records) == 1
    lobby.time += LATELY
    assert not lobby.room.sheds_load


async def test_in_a_crowd_that_is_too_great_those_who_go_in_have_hardly_waited() -> None:
    lobby = Lobby()
    waits: list[float] = []

    def go_in(came: float) -> None:
        waits.append(lobby.time - came)

    for turn in range(6_000):  # a minute in which twice as many come as can go in
        lobby.time = 100 + turn / 100
        for number in range(2 * AT_ONCE):
            id = id_at(lobby.time, number)
            lobby.room.enter(id, partial(go_in, lobby.time), lambda: None)
        await lobby.turns()

    assert len(waits) == pytest.approx(6_000 * AT_ONCE, rel=0.01)
    assert sum(wait < 0.1 for wait in waits) > 0.9 * len(waits)
    assert max(waits) < ANSWER_WITHIN
    assert lobby.room.waiting <= 2 * AT_ONCE * (100 * ANSWER_WITHIN + 1)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 2),
            st.floats(0, 5),
            st.integers(0, 2),
        ),
        max_size=40,
    )
)
def test_everybody_goes_in_once_or_away_once(crowd: list[tuple[float, float, int]]) -> None:
    async def come() -> None:
        lobby = Lobby()
        for number, (pause, delay, turns) in enumerate(crowd):
            lobby.time += pause
            lobby.enter(str(number), asked=lobby.time - delay)
            await lobby.turns(turns)
        await lobby.turns(len(crowd))
        names = sorted(lobby.went_in + lobby.went_away)
        assert names == sorted(str(number) for number in range(len(crowd)))
        assert len(lobby.losses) == len(lobby.went_away)
        assert lobby.room.waiting == 0

    asyncio.run(come())


def test_the_difference_of_two_clocks_is_that_of_the_quickest() -> None:
    time = DiscordTime()

    assert time.asked_at(id_at(0), 5.2) == pytest.approx(5.2)
    assert time.asked_at(id_at(1), 6.05) == pytest.approx(6.05)
    assert time.asked_at(id_at(2), 9.05) == pytest.approx(7.05)


@pytest.mark.parametrize("set_by", [-7200.0, 7200.0])
def test_a_clock_that_is_set_is_believed_after_a_while(set_by: float) -> None:
    time = DiscordTime()
    for second in range(100):
        time.asked_at(id_at(second), float(second))

    waited = [
        when - time.asked_at(id_at(when + set_by), float(when))
        for when in range(100, 100 + int(3 * WINDOW))
    ]

    assert all(wait >= 0 for wait in waited)
    assert waited[-1] == pytest.approx(0)
    assert sum(wait >= ANSWER_WITHIN for wait in waited) <= (0 if set_by > 0 else 2 * WINDOW)


def test_after_a_long_silence_nothing_is_known() -> None:
    time = DiscordTime()
    time.asked_at(id_at(0), 0.0)
    silence = WINDOW + REMEMBERED

    assert time.asked_at(id_at(silence - 5), silence) == silence
