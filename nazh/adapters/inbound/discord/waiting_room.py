"""The waiting room: who comes while there is no time, and who of them is let in first.

Everything that is worked on takes turns with everything else. Were all let in who come, and more
came than can be done, each turn would take longer than the last, until nobody is answered in time
and all work is for nothing. So a few are let in with each turn of the loop. Who has waited for long
waits until newer ones, who can be served at once, are through; and who cannot be answered any more
is not worked for (docs/adr/0029-too-much-is-left-undone.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from math import inf
from typing import Final, NamedTuple, Protocol, TypeAlias

from nazh.adapters.inbound.discord.discord_time import CAME_AT, DiscordTime, steady_now
from nazh.adapters.inbound.discord.responder import ANSWER_WITHIN, LossCounter

AT_ONCE: Final = 4
"""How many are let in with one turn of the loop: the same on machines fast and slow."""
MOST_INSIDE: Final = 400
"""How many may be in work: beyond that they wait for a store, which has too much itself."""
SOON: Final = 0.01
"""Seconds until it is looked again whether somebody has left."""
LONG_WAIT: Final = 2.0
"""Seconds that the oldest has waited when the newest goes first."""
LATELY: Final = 60.0
"""Seconds for which somebody who was left without an answer is remembered."""
_LOG: Final = logging.getLogger(__name__)
Step: TypeAlias = Callable[[], object]


class _Waiting(NamedTuple):
    came: float
    in_time_until: float
    go_in: Step
    go_away: Step


class House(Protocol):
    """Knows who is in work."""

    @property
    def inside(self) -> int:
        """How many interactions are in, and not answered yet."""
        ...


class WaitingRoom:
    """Lets interactions into ``house``; all of a process come through one room.

    ``now`` is for tests.
    """

    def __init__(
        self, house: House, losses: LossCounter, now: Callable[[], float] = steady_now
    ) -> None:
        self._house = house
        self._losses = losses
        self._now = now
        self._discord_time = DiscordTime()
        self._waiting: deque[_Waiting] = deque()
        self._context = copy_context()
        self._let_in_now = 0
        self._will_look = False
        self._is_open_wide = False
        self._shed_at = -inf

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def sheds_load(self) -> bool:
        """Whether somebody was too late to be answered within the last minute."""
        return self._now() - self._shed_at < LATELY

    def is_late(self, id: int) -> bool:
        """Whether nobody waits any more for who comes now with this id, as far as is known."""
        now = self._now()
        return now - self._discord_time.asked_at(id, now) >= ANSWER_WITHIN

    def enter(self, id: int, go_in: Step, go_away: Step) -> None:
        """Do ``go_in`` for the interaction with this id, now or soon; ``go_away`` if it is late.

        What is done in ``go_in``, and the tasks that it starts, can ask ``CAME_AT``.
        """
        came = self._now()
        until = self._discord_time.asked_at(id, came) + ANSWER_WITHIN
        self._waiting.append(_Waiting(came, until, go_in, go_away))
        if self._has_place:
            self._let_in(came)
        else:
            self._look_soon()

    def open_wide(self) -> None:
        """Let everybody in who waits, and from now on whoever comes: the end is near."""
        self._is_open_wide = True
        while self._waiting:
            self._let_in(self._now())

    @property
    def _has_place(self) -> bool:
        is_quiet = self._let_in_now < AT_ONCE and self._house.inside < MOST_INSIDE
        return is_quiet or self._is_open_wide

    def _let_in(self, now: float) -> None:
        """Let in the first who can still be answered, if there is one."""
        while self._waiting:
            oldest = self._waiting[0]
            is_overtaken = now - oldest.came > LONG_WAIT and oldest.in_time_until > now
            one = self._waiting.pop() if is_overtaken else self._waiting.popleft()
            if one.in_time_until > now:
                self._go_in(one)
                return
            self._shed(one)

    def _go_in(self, one: _Waiting) -> None:
        self._let_in_now += 1
        if not self._will_look:
            self._will_look = True
            # Not in the context of who happens to come: whoever is next has nothing to do with him.
            asyncio.get_running_loop().call_soon(self._next_turn, context=self._context)
        token = CAME_AT.set(one.came)
        try:
            one.go_in()
        finally:
            CAME_AT.reset(token)

    def _next_turn(self) -> None:
        self._will_look, self._let_in_now, now = False, 0, self._now()
        while self._waiting and self._has_place:
            self._let_in(now)
        while self._waiting and self._waiting[0].in_time_until <= now:
            self._shed(self._waiting.popleft())
        if self._waiting:
            self._look_soon()

    def _look_soon(self) -> None:
        if not self._will_look:
            self._will_look = True
            loop = asyncio.get_running_loop()
            loop.call_later(SOON, self._next_turn, context=self._context)

    def _shed(self, one: _Waiting) -> None:
        if not self.sheds_load:
            _LOG.warning(
                "%g s had passed before anybody could begin: what is too late is left undone",
                ANSWER_WITHIN,
            )
        self._shed_at = self._now()
        self._losses.lost_answer("shed")
        one.go_away()
