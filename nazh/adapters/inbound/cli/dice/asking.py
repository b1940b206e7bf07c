"""What somebody at a terminal wants of the dice, and which use case answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.judge_faces import HandThrow, JudgeFaces
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import NAZH, Roll, Ruleset
from nazh.domain.kernel.identity import PlayerId, RequestId

NOBODY: Final = PlayerId(0)
"""Who rolls in a terminal: nobody that any server knows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A notation to throw, or to judge where ``faces`` were thrown by hand."""

    notation: str
    faces: tuple[int, ...] | None = None
    add_plot: bool = False
    ruleset: Ruleset = NAZH


@dataclass(frozen=True, slots=True)
class DiceTable:
    """Answers what is asked in a terminal."""

    roll_dice: RollDice
    judge_faces: JudgeFaces

    async def answer(self, asked: Asked, request: str) -> tuple[Roll, ...]:
        """Return one roll for each repeat. ``request`` names the request within this process."""
        if asked.faces is not None:
            return self.judge_faces(
                HandThrow(asked.notation, asked.faces, asked.add_plot, asked.ruleset)
            )
        outcome = await self.roll_dice(
            RollRequest(
                RequestId(request),
                asked.notation,
                NOBODY,
                add_plot=asked.add_plot,
                ruleset=asked.ruleset,
            )
        )
        return outcome.rolls
