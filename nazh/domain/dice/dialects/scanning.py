"""Scans another tool's notation term by term, by the rules of its dialect.

A rule pairs the pattern of a token with its replacement. Text that no rule matches is refused with
its position, so that notation that only looks the same is never rolled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Final

from nazh.domain.dice.errors import EmptyNotation, ForbiddenCharacter
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_

NOTE_DROPPED: Final = N_("only dice can have notes here")
REMARKS_FOLLOW_HASH: Final = N_("remarks go after a #")
SHEET_NUMBER: Final = N_("a number on the sheet is a saved number of the character")
COMMAND_DROPPED: Final = N_("the command is not part of the roll")
ROUNDED_TOWARD_ZERO: Final = N_("a total is rounded toward zero at the end")
_WORD: Final = re.compile(r"[^\W\d_]{1,20}|.", re.DOTALL).match
_NOT_A_NAME: Final = re.compile(r"\W+")


class Untranslatable(Refusal):
    """Something in another tool's notation has no reliable counterpart in Nazh."""

    code = "untranslatable"
    says = N_("I don't know what “{written}” means here.")
    remedy = N_("Write this part in Nazh's notation.")

    def __init__(self, written: str, at: int) -> None:
        if written:
            super().__init__(at=at, written=written)
        else:
            hint = N_("Add dice or a number, as in 1d20+5.")
            super().__init__(N_("The roll ends too early."), at=at, hint=hint)


@dataclass(frozen=True, slots=True)
class Change:
    """``replacement`` was used for ``written``; ``why`` is a marked phrase."""

    written: str
    replacement: str
    why: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A roll in Nazh's notation, with the changes that were made."""

    notation: str
    changes: tuple[Change, ...] = ()


class Preceding(Enum):
    """The kind of token before the scanner's position."""

    NOTHING = "nothing"
    NUMBER = "number"
    DICE = "dice"
    GROUP = "group"


@dataclass(slots=True)
class ScanState:
    """The progress of a scan. ``count`` and ``sides`` belong to the preceding dice."""

    text: str
    at: int = 0
    preceding: Preceding = Preceding.NOTHING
    count: int = 0
    sides: int = 0
    counts: bool = False
    marks: set[str] = field(default_factory=set)
    opened: list[tuple[str, int]] = field(default_factory=list)
    members: int = 0
    pieces: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def refuse(self) -> Refusal:
        """Return the refusal of the text at the current position."""
        return refusal_at(self.text, self.at)

    def require_dice(self) -> None:
        """Raise the refusal of the text at the current position unless it follows dice."""
        if self.preceding is not Preceding.DICE:
            raise self.refuse()

    def note(self, written: str, replacement: str, why: str) -> None:
        """Record a change unless it is already recorded."""
        change = Change(" ".join(written.split()), replacement, why)
        if change not in self.changes:
            self.changes.append(change)


@dataclass(frozen=True, slots=True)
class Rule:
    """The pattern of a token, its replacement, and the kind of token it counts as afterwards.

    Patterns are compiled when a text is first scanned. No dialect is case-sensitive.
    """

    pattern: str
    write: str | Callable[[re.Match[str], ScanState], str]
    then: Preceding | None = None
    why: str | None = None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def refusal_at(text: str, at: int) -> Refusal:
    """Return the refusal of the text at ``at``, or of all of it if it is empty."""
    if not text.strip():
        return EmptyNotation()
    if not text[at : at + 1].isprintable():
        return ForbiddenCharacter(text[at], at)
    match = _WORD(text, at)
    return Untranslatable("" if match is None else match[0], at)


def name_of(written: str) -> str:
    """Return a name that Nazh accepts: words joined by underscores, beginning with a letter."""
    name = _NOT_A_NAME.sub("_", written.strip()).strip("_").lower()
    return name if name[:1].isalpha() else f"x{name}"


def scan(text: str, terms: Sequence[Rule], after_value: Sequence[Rule], at: int = 0) -> ScanState:
    """Scan ``text`` from ``at`` to its end. Raises as ``translate`` does."""
    state = ScanState(text, at)
    while state.at < len(text):
        if text[state.at].isspace() and not _starts_remark(text, state, after_value):
            state.at += 1
            continue
        rules = terms if state.preceding is Preceding.NOTHING else after_value
        _apply(state, rules)
    if state.preceding is Preceding.NOTHING or state.opened:
        raise refusal_at(text, len(text))
    return state


def _starts_remark(text: str, state: ScanState, after_value: Sequence[Rule]) -> bool:
    # A remark includes its leading white space, so that it is not parsed as a modifier.
    if state.preceding is Preceding.NOTHING:
        return False
    return any(_compiled(candidate.pattern).match(text, state.at) for candidate in after_value)


def _apply(state: ScanState, rules: Sequence[Rule]) -> None:
    for candidate in rules:
        match = _compiled(candidate.pattern).match(state.text, state.at)
        if match is None or not match[0]:
            continue
        replacement = (
            candidate.write if isinstance(candidate.write, str) else candidate.write(match, state)
        )
        if candidate.then is not None:
            state.preceding = candidate.then
        if candidate.why is not None and replacement != match[0].strip().lower():
            state.note(match[0], replacement.strip(), candidate.why)
        state.pieces.append(replacement)
        state.at = match.end()
        return
    raise state.refuse()


def _dice(match: re.Match[str], state: ScanState) -> str:
    count, sides = match[1] or "1", match[2].lower()
    state.count = int(count) if len(count) < 10 else 0
    state.sides = int(sides) if sides.isdigit() and len(sides) < 10 else 0
    state.marks.clear()
    state.counts = False
    return f"{count}d{sides.upper() if sides == 'f' else sides}"


def _open(match: re.Match[str], state: ScanState) -> str:
    opened = "(" if match[0] == "[[" else match[0].lower()
    state.opened.append((opened[-1], state.members))
    state.members = 1
    return opened


def _close(match: re.Match[str], state: ScanState) -> str:
    closing = ")" if match[0] == "]]" else match[0]
    opened, outer = state.opened.pop() if state.opened else ("", 0)
    if {"(": ")", "{": "}"}.get(opened) != closing:
        raise state.refuse()
    state.count, state.members = state.members, outer
    state.sides = 0
    state.marks.clear()
    state.counts = False
    return closing


def _comma(match: re.Match[str], state: ScanState) -> str:
    if not state.opened:
        raise state.refuse()
    state.members += 1
    return ","


def _rounding(match: re.Match[str], state: ScanState) -> str:
    state.note("/", "/", ROUNDED_TOWARD_ZERO)
    return "/"


def _noted(match: re.Match[str], state: ScanState) -> str:
    if state.preceding is Preceding.DICE and match[1].strip():
        return f"[{match[1].strip()}]"
    state.note(match[0], "", NOTE_DROPPED)
    return ""


def _remark(match: re.Match[str], _: ScanState) -> str:
    return f" # {match[1].strip()}"


NUMBERS: Final = Rule(r"\d+(?:\.\d+)?", lambda match, _: match[0], Preceding.NUMBER)
DICE: Final = Rule(r"(\d*) ?d ?(\d+|%|f\b)", _dice, Preceding.DICE)
SIGNS: Final = Rule(r"[+-]", lambda match, _: match[0])
OPENING: Final = Rule(r"[({]", _open)
PARENTHESIS: Final = Rule(r"\(", _open)
FUNCTION: Final = Rule(r"(?:floor|ceil|round|abs|min|max)\(", _open)
INLINE: Final = Rule(r"\[\[", _open)
CLOSING: Final = Rule(r"[)}]", _close, Preceding.GROUP)
INLINE_END: Final = Rule(r"\]\]", _close, Preceding.GROUP)
OPERATOR: Final = Rule(r"[+*%-]", lambda match, _: match[0], Preceding.NOTHING)
COMMA: Final = Rule(r",", _comma, Preceding.NOTHING)
OVER: Final = Rule(r"/(?!/)", _rounding, Preceding.NOTHING)
REMARK: Final = Rule(r"\s+(?=[^\W\d_])([^#`@${}\[\]]+)$", _remark, None, REMARKS_FOLLOW_HASH)
HASH_REMARK: Final = Rule(r"\s*#\s*([^#`]+)$", _remark)


NOTE: Final = Rule(r"\[([^\[\]`]*)\]", _noted)


def command_end(text: str, pattern: str) -> int:
    """Return where the roll begins after a command such as ``/roll``."""
    match = re.compile(rf"\s*(?:{pattern})(?!\w)\s*", re.IGNORECASE).match(text)
    return match.end() if match else 0


def finish(state: ScanState, *, command: str = "") -> Translation:
    """Return the translation of the scanned text."""
    if command.strip():
        state.changes.insert(0, Change(command.strip(), "", COMMAND_DROPPED))
    return Translation("".join(state.pieces).strip(), tuple(state.changes))
