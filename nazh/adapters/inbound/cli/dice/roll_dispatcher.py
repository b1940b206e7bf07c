"""Dispatches a request from a terminal to its use case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.rolling.judge_faces import EnteredThrow, JudgeFaces
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, Roll, Ruleset
from nazh.domain.kernel.identity import RequestId, UserId

TERMINAL_USER: Final = UserId(0)
"""The user of rolls in a terminal, who does not exist on any server."""


@dataclass(frozen=True, slots=True)
class TerminalRequest:
    """A notation to roll, or to judge if it has the ``faces`` of physical dice.

    ``difficulty`` applies to the first pool.
    """

    notation: str
    faces: tuple[int, ...] | None = None
    add_plot: bool = False
    ruleset: Ruleset = NAZH
    difficulty: int | None = None


@dataclass(frozen=True, slots=True)
class RollDispatcher:
    """Runs the use case of a request."""

    roll_dice: RollDice
    judge_faces: JudgeFaces

    async def roll(self, request: TerminalRequest, request_id: str) -> tuple[Roll, ...]:
        """Return one roll for each repeat. ``request_id`` is unique within this process."""
        if request.faces is not None:
            return self.judge_faces(
                EnteredThrow(
                    request.notation,
                    request.faces,
                    request.add_plot,
                    request.ruleset,
                    request.difficulty,
                )
            )
        outcome = await self.roll_dice(
            RollRequest(
                RequestId(request_id),
                request.notation,
                TERMINAL_USER,
                add_plot=request.add_plot,
                difficulty=request.difficulty,
                ruleset=request.ruleset,
            )
        )
        return outcome.rolls
