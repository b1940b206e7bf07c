"""Finds the state of a roll from its message and from the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from nazh.application.dice.errors import AlreadyRevealed, RollForgotten
from nazh.application.dice.ports import RollLedger
from nazh.domain.dice import Roll, Ruleset, Throw, parse_canonical, throw_physical_dice
from nazh.domain.dice.judging import judge_repeats
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.records import Proof
from nazh.domain.kernel.identity import RequestId

_LATER_SUFFIXES: Final = ("", "+plot", *(f"+pick{place}" for place in range(Limits.REPEATS)))
"""Suffixes of a roll's id in the ids of its later states."""


def changes_of(origin: RequestId) -> RequestId:
    """Return the id under which all changes of a message's roll take turns in the ledger."""
    return RequestId(f"{origin}+change")


def reveal_of(origin: RequestId) -> RequestId:
    """Return the id under which a secret roll is recorded when it is revealed."""
    return RequestId(f"{origin}+reveal")


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
    states = await _recorded_states(ledger, origin)
    matching = [state for state in states if state.throws[0].plan.notation == notation]
    if not matching:
        raise RollForgotten
    return max(matching, key=_changes)


async def _recorded_states(ledger: RollLedger, origin: RequestId) -> list[CurrentRoll]:
    """Return the states of a roll in the ledger, in no particular order."""
    recorded = [
        await ledger.history.find(RequestId(f"{origin}{suffix}")) for suffix in _LATER_SUFFIXES
    ]
    return [
        CurrentRoll(
            record.ruleset,
            record.throws,
            record.picked,
            record.root_id or record.id,
            record.character,
        )
        for record in recorded
        if record is not None
    ]


def _changes(roll: CurrentRoll) -> tuple[bool, int]:
    """Return what sorts the states of one roll, the latest last."""
    return roll.throws[0].plan.has_plot_die, sum(map(bool, roll.picked))


async def find_latest_roll(
    ledger: RollLedger, origin: RequestId, notation: str, carried: MessageRoll | None
) -> CurrentRoll:
    """Return the roll with changes that its message may not show yet. Raises RollForgotten."""
    shown = await find_current_roll(ledger, origin, notation, carried)
    states = [shown, *await _recorded_states(ledger, origin)]
    return max(states, key=_changes)


async def refuse_if_revealed(ledger: RollLedger, origin: RequestId) -> None:
    """Raise AlreadyRevealed if a change of the secret roll would not be shown in public."""
    if await ledger.history.find(reveal_of(origin)) is not None:
        raise AlreadyRevealed
