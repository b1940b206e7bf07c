"""Finds the state of a roll from its message and from the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.application.dice.errors import RollForgotten
from nazh.application.dice.ports import RollLedger
from nazh.domain.dice import Roll, Ruleset, Throw, parse_canonical, throw_physical_dice
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.identity import RequestId

_LATER_SUFFIXES: Final = ("", "+plot", *(f"+pick{place}" for place in range(Limits.REPEATS)))
"""Suffixes of a roll's id in the ids of its later states."""


@dataclass(frozen=True, slots=True)
class MessageRoll:
    """A roll as its message encodes it, with its notation and all faces in draw order.

    ``notation`` is canonical; the faces of all repeats are in one sequence. ``picked`` is as in
    ``RollRecord``.
    """

    notation: str
    faces: tuple[int, ...]
    ruleset: Ruleset
    comment: str | None = None
    picked: tuple[int, ...] = ()

    @property
    def throws(self) -> tuple[Throw, ...]:
        """Return the dice, one throw per repeat. Raises the refusals of physical dice."""
        plan = replace(parse_canonical(self.notation), comment=self.comment)
        return throw_physical_dice(plan, self.faces)


@dataclass(frozen=True, slots=True)
class CurrentRoll:
    """A roll with all its later changes, such as an added plot die and picks.

    ``root_id`` is the id under which it was first recorded; ``character`` and ``proof`` are as in
    ``RollRecord``.
    """

    ruleset: Ruleset
    throws: tuple[Throw, ...]
    picked: tuple[int, ...]
    root_id: RequestId
    character: str | None = None
    proof: Proof | None = None

    @property
    def rolls(self) -> tuple[Roll, ...]:
        """Return the judged throws."""
        return judge_repeats(self.throws, self.ruleset, self.picked)


async def find_original_roll(
    origin: RequestId, carried: MessageRoll | None, ledger: RollLedger
) -> CurrentRoll:
    """Return the roll recorded as ``origin``, or otherwise the one that the message encodes.

    Raises RollForgotten if there is neither. Later changes are not included.
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
    """Return the roll made in ``origin`` whose current notation is ``notation``.

    A roll that the message encodes needs no ledger. Raises RollForgotten.
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
