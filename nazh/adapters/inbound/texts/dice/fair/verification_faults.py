"""Describes the faults of receipts. In English only, for the CLI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, assert_never

from nazh.domain.dice.fair import faults as wrong
from nazh.domain.dice.fair.faults import ChainFault, Fault, KnownFault, RollFault
from nazh.domain.dice.fair.receipt_reader import Flaw

_MAX_NUMBERS: Final = 24
"""Faces or totals of one roll that are shown; the others are replaced by dots."""
_MAX_CHARACTERS: Final = 60
_MARK: Final = 8
_FLAWS: Final = {
    Flaw.TOO_LONG: "it is too long for a receipt.",
    Flaw.NOT_ASCII: "it is not a receipt, because it contains bytes that are not ASCII.",
    Flaw.NOT_JSON: "it is not a receipt, because it is not JSON.",
    Flaw.NOT_AN_OBJECT: "it is not a receipt, because it is not a JSON object.",
    Flaw.UNKNOWN_KIND: "its kind is unknown.",
    Flaw.OTHER_FORMAT: "its format is not nazh-fair-1.",
    Flaw.WRONG_KEYS: "it does not have the keys of its kind.",
    Flaw.WRITTEN_OTHERWISE: "it is not written as Nazh writes it: keys in order, no spaces.",
}


def fault_text(fault: Fault) -> str:
    """Return the fault as a sentence that follows its position."""
    if isinstance(fault, ChainFault):
        return _in_the_chain(fault)
    return _in_a_roll(fault) if isinstance(fault, RollFault) else _against_what_is_known(fault)


def shortened(text: str) -> str:
    """Return the beginning of a text, without characters that control a terminal."""
    shown = "".join(
        character if character.isprintable() else "�" for character in text[:_MAX_CHARACTERS]
    )
    return f"{shown}…" if len(text) > _MAX_CHARACTERS else shown


def _in_the_chain(fault: ChainFault) -> str:
    match fault:
        case wrong.UnreadableLine(flaw=flaw, key=key):
            return _FLAWS.get(flaw) or f"its “{key}” is invalid."
        case wrong.NotOpened():
            return "the session does not begin with an opening entry."
        case wrong.OpenedAgain():
            return "the session is opened a second time."
        case wrong.AfterTheEnd():
            return "the session was already closed."
        case wrong.BrokenLink():
            return (
                "it does not continue the line before. One of the two was changed, or something"
                " between them is missing."
            )
        case wrong.OutOfPlace(n=n, expected=expected):
            return f"it says that it is entry {n}, but it must be entry {expected}."
        case wrong.CounterOutOfTurn(counter=counter, expected=expected):
            return f"it uses counter {counter}, but {expected} was next."
        case wrong.PlayerOutOfTurn(player=player, expected=expected):
            return f"it belongs to player {player}, but player {expected} has not appeared yet."
        case wrong.WrongSecret():
            return "this secret does not match the commitment, so no face can be proven."
        case _:
            assert_never(fault)


def _in_a_roll(fault: RollFault) -> str:
    match fault:
        case wrong.UnreadableRoll(refusal=None):
            return "the roll is not written as Nazh writes it."
        case wrong.UnreadableRoll(refusal=refusal):
            return f"the roll cannot be read: {refusal}"
        case wrong.UnknownRuleset(ruleset=ruleset):
            return f"there is no ruleset “{shortened(ruleset)}”."
        case wrong.WrongFaces(recorded=recorded, drawn=drawn):
            follows = "a division by zero" if drawn is None else _row(drawn)
            return f"its faces are {_row(recorded)}, but the secret gives {follows}."
        case wrong.UnfitFaces(refusal=refusal):
            return f"the faces do not fit the roll: {refusal}"
        case wrong.WrongTotals(recorded=recorded, judged=judged):
            return (
                f"its total is recorded as {_rows(recorded)}, but the faces give {_rows(judged)}."
            )
        case wrong.NotSpoiled():
            return "it is recorded as a division by zero, but its dice do not divide by zero."
        case wrong.NoSuchRoll(of=of):
            return f"entry {of} is not an earlier roll."
        case wrong.PlotDieTwice(of=of):
            return f"the roll in entry {of} already has a plot die."
        case wrong.OtherNotation(recorded=recorded, expected=expected):
            return f"it reads {shortened(recorded)}, but it must read {shortened(expected)}."
        case _:
            assert_never(fault)


def _against_what_is_known(fault: KnownFault) -> str:
    match fault:
        case wrong.OtherCommitment(recorded=recorded, known=known):
            return f"the commitment is {recorded}, but {known} was published."
        case wrong.NotAsSeen(seen=seen, digest=digest):
            return f"you saw {seen}, but its digest is {digest[: max(_MARK, len(seen))]}."
        case wrong.NotTold(n=n, seen=seen):
            return f"it is the last one, but you saw entry {n} · {seen}."
        case wrong.WordsMissing(digest=digest):
            return (
                f"nobody has joined with your words up to here (their digest is {digest[:_MARK]}…)."
            )
        case _:
            assert_never(fault)


def _row(numbers: Sequence[int | None]) -> str:
    shown = ["–" if number is None else str(number) for number in numbers[:_MAX_NUMBERS]]
    more = ["…"] if len(numbers) > _MAX_NUMBERS else []
    return ", ".join((*shown, *more)) or "nothing"


def _rows(totals: Sequence[Sequence[int | None]]) -> str:
    return " | ".join(map(_row, totals)) or "nothing"
