"""What fell, as its message carries it and as the ledger remembers it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import Proof, RollLedger, judged
from nazh.domain.dice import Roll, Ruleset, Throw, parse_canonical, throw_physical_dice
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import RequestId

_LATER_SUFFIXES: Final = ("", "+plot", *(f"+pick{place}" for place in range(Limits.REPEATS)))
"""What stands behind the id of a roll in the ids of what became of it."""


@dataclass(frozen=True, slots=True)
class MessageRoll:
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
        return throw_physical_dice(plan, self.faces)


@dataclass(frozen=True, slots=True)
class CurrentRoll:
    """A roll with all that became of it: what was added, and what was picked.

    ``story`` is the id under which it first came on record; ``character`` and ``proof`` are as
    in a ``RollRecord``.
    """

    ruleset: Ruleset
    throws: tuple[Throw, ...]
    picked: tuple[int, ...]
    root_id: RequestId
    character: str | None = None
    proof: Proof | None = None

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """The throws judged."""
        return judged(self.throws, self.ruleset, self.picked)


async def find_original_roll(
    origin: RequestId, carried: MessageRoll | None, ledger: RollLedger
) -> CurrentRoll:
    """Return what is on record for ``origin``, or else what the message carries.

    Raises RollForgotten where neither tells. Nothing that became of it later is in it.
    """
    record = await ledger.history.find(origin)
    if record is not None:
        root_id = record.root_id or record.id
        return CurrentRoll(
            record.ruleset, record.throws, (), root_id, record.character, record.proof
        )
    if carried is None:
        raise RollForgotten
    return CurrentRoll(carried.ruleset, carried.throws, (), origin)


async def find_current_roll(
    ledger: RollLedger, origin: RequestId, notation: str, carried: MessageRoll | None
) -> CurrentRoll:
    """Return the roll made in ``origin`` that reads ``notation`` now.

    What a message carries is told by it; otherwise the ledger has to know. Raises RollForgotten.
    """
    if carried is not None:
        return CurrentRoll(carried.ruleset, carried.throws, carried.picked, origin)
    recorded = [
        await ledger.history.find(RequestId(f"{origin}{suffix}")) for suffix in _LATER_SUFFIXES
    ]
    matching = [
        record
        for record in recorded
        if record is not None and record.throws[0].plan.notation == notation
    ]
    if not matching:
        raise RollForgotten
    latest = max(matching, key=lambda record: sum(map(bool, record.picked)))
    root_id = latest.root_id or latest.id
    return CurrentRoll(latest.ruleset, latest.throws, latest.picked, root_id, latest.character)
