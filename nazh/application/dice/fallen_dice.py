"""What fell, as its message carries it and as the ledger remembers it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import DiceLedger, judged
from nazh.domain.dice import Roll, Ruleset, Throw, parse_roll, throw_by_hand
from nazh.domain.kernel.identity import RequestId


@dataclass(frozen=True, slots=True)
class FallenDice:
    """A roll as its message carries it: what was thrown and every face, in draw order.

    ``notation`` is canonical; the faces of all repeats stand in one row. ``picked`` is as in a
    ``RollRecord``.
    """

    notation: str
    faces: tuple[int, ...]
    ruleset: Ruleset
    comment: str | None = None
    picked: tuple[int, ...] = ()

    @property
    def throws(self) -> tuple[Throw, ...]:
        """The dice laid out again, one throw a repeat. Raises the refusals of faces by hand."""
        plan = replace(parse_roll(self.notation), comment=self.comment)
        return throw_by_hand(plan, self.faces)

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged. Raises as ``throws``, and ImpossiblePick."""
        return judged(self.throws, self.ruleset, self.picked)


async def what_fell(
    origin: RequestId, fallen: FallenDice | None, ledger: DiceLedger
) -> tuple[Ruleset, tuple[Throw, ...]]:
    """Return what is on record for ``origin``, or else what the message carries.

    Raises RollForgotten where neither tells.
    """
    record = await ledger.history.find(origin)
    if record is not None:
        return record.ruleset, record.throws
    if fallen is None:
        raise RollForgotten
    return fallen.ruleset, fallen.throws
