"""RecallRoll: a roll once more as it fell, from its message or from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.fallen_dice import FallenDice
from nazh.application.dice.ports import OpenLedger
from nazh.domain.dice import Roll
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import RequestId

_LATER: Final = ("", "+plot", *(f"+pick{place}" for place in range(Limits.REPEATS)))
"""What stands behind the id of a roll in the ids of what became of it."""


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
        if request.fallen is not None:
            return request.fallen.rolls
        async with self.open_ledger(RequestId(f"{request.origin}+recall")) as ledger:
            known = [
                await ledger.history.find(RequestId(f"{request.origin}{later}")) for later in _LATER
            ]
        fitting = [
            record
            for record in known
            if record is not None and record.throws[0].plan.notation == request.notation
        ]
        if not fitting:
            raise RollForgotten
        return max(fitting, key=lambda record: sum(map(bool, record.picked))).rolls
