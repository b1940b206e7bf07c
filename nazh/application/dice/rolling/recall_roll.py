"""RecallRoll: a roll once more as it fell, from its message or from the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import OpenRolls, judged
from nazh.application.dice.rolling.message_rolls import MessageRoll, find_current_roll
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import RequestId


@dataclass(frozen=True, slots=True)
class RecallRequest:
    """Which roll: the one made in ``origin`` that reads ``notation`` now.

    ``fallen`` is what the door has proof of; without it the ledger has to know.
    """

    origin: RequestId
    notation: str
    message_roll: MessageRoll | None = None


@dataclass(frozen=True, slots=True)
class RecallRoll:
    """Find what fell and judge it as it was judged. Nothing is thrown, recorded or told."""

    open_ledger: OpenRolls

    async def __call__(self, request: RecallRequest) -> tuple[Roll, ...]:
        """Return the rolls with what was added and picked. Raises RollForgotten."""
        if request.message_roll is not None:  # storage need not be there
            carried = request.message_roll
            return judged(carried.throws, carried.ruleset, carried.picked)
        async with self.open_ledger(RequestId(f"{request.origin}+recall")) as ledger:
            current = await find_current_roll(ledger, request.origin, request.notation, None)
        return current.rolls
