"""What fell, as its message carries it and as the ledger remembers it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import DiceLedger, Proof, judged
from nazh.domain.dice import Roll, Ruleset, Throw, parse_canonical, throw_by_hand
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import RequestId

_LATER: Final = ("", "+plot", *(f"+pick{place}" for place in range(Limits.REPEATS)))
"""What stands behind the id of a roll in the ids of what became of it."""


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
        plan = replace(parse_canonical(self.notation), comment=self.comment)
        return throw_by_hand(plan, self.faces)


@dataclass(frozen=True, slots=True)
class PresentRoll:
    """A roll with all that became of it: what was added, and what was picked.

    ``story`` is the id under which it first came on record; ``character`` and ``proof`` are as
    in a ``RollRecord``.
    """

    ruleset: Ruleset
    throws: tuple[Throw, ...]
    picked: tuple[int, ...]
    story: RequestId
    character: str | None = None
    proof: Proof | None = None

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged."""
        return judged(self.throws, self.ruleset, self.picked)


async def what_fell(
    origin: RequestId, fallen: FallenDice | None, ledger: DiceLedger
) -> PresentRoll:
    """Return what is on record for ``origin``, or else what the message carries.

    Raises RollForgotten where neither tells. Nothing that became of it later is in it.
    """
    record = await ledger.history.find(origin)
    if record is not None:
        story = record.story or record.id
        return PresentRoll(record.ruleset, record.throws, (), story, record.character, record.proof)
    if fallen is None:
        raise RollForgotten
    return PresentRoll(fallen.ruleset, fallen.throws, (), origin)


async def present_roll(
    ledger: DiceLedger, origin: RequestId, notation: str, fallen: FallenDice | None
) -> PresentRoll:
    """Return the roll made in ``origin`` that reads ``notation`` now.

    What a message carries is told by it; otherwise the ledger has to know. Raises RollForgotten.
    """
    if fallen is not None:
        return PresentRoll(fallen.ruleset, fallen.throws, fallen.picked, origin)
    known = [await ledger.history.find(RequestId(f"{origin}{later}")) for later in _LATER]
    fitting = [
        record
        for record in known
        if record is not None and record.throws[0].plan.notation == notation
    ]
    if not fitting:
        raise RollForgotten
    latest = max(fitting, key=lambda record: sum(map(bool, record.picked)))
    story = latest.story or latest.id
    return PresentRoll(latest.ruleset, latest.throws, latest.picked, story, latest.character)
