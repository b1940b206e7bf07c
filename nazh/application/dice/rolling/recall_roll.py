"""Judges an earlier roll again, from its message or from the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import OpenRolls
from nazh.application.dice.rolling.message_rolls import MessageRoll, find_current_roll
from nazh.domain.dice import Roll
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.kernel.identity import RequestId


@dataclass(frozen=True, slots=True)
class RecallRequest:
    """Selects the roll made in ``origin`` whose current notation is ``notation``.

    ``message_roll`` is the roll that the message encodes; without it the ledger is read.
    """

    origin: RequestId
    notation: str
    message_roll: MessageRoll | None = None


@dataclass(frozen=True, slots=True)
class RecallRoll:
    """Finds a roll and judges it as before. Nothing is thrown, recorded or published."""

    open_ledger: OpenRolls

    async def __call__(self, request: RecallRequest) -> tuple[Roll, ...]:
        """Return the rolls with all later changes. Raises RollForgotten."""
        if request.message_roll is not None:  # storage may be unavailable
            carried = request.message_roll
            return judge_repeats(carried.throws, carried.ruleset, carried.picked)
        async with self.open_ledger(RequestId(f"{request.origin}+recall")) as ledger:
            current = await find_current_roll(ledger, request.origin, request.notation, None)
        return current.rolls
