"""RecallRoll: a roll once more as it fell, from its message or from the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.fallen_dice import FallenDice, present_roll
from nazh.application.dice.ports import OpenLedger, judged
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import RequestId


@dataclass(frozen=True, slots=True)
class RecallRequest:
    """Which roll: the one made in ``origin`` that reads ``notation`` now.

    ``fallen`` is what the door has proof of; without it the ledger has to know.
    """

    origin: RequestId
    notation: str
    fallen: FallenDice | None = None


@dataclass(frozen=True, slots=True)
class RecallRoll:
    """Find what fell and judge it as it was judged. Nothing is thrown, recorded or told."""

    open_ledger: OpenLedger

    async def __call__(self, request: RecallRequest) -> tuple[Roll, ...]:
        """Return the rolls with what was added and picked. Raises RollForgotten."""
        if request.fallen is not None:  # storage need not be there
            told = request.fallen
            return judged(told.throws, told.ruleset, told.picked)
        async with self.open_ledger(RequestId(f"{request.origin}+recall")) as ledger:
            present = await present_roll(ledger, request.origin, request.notation, None)
        return present.rolls
