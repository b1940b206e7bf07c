"""Translates DiceMaiden's notation, which has spaced modifiers and no operator precedence."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.dialects.scanning import (
    DICE,
    NUMBERS,
    REMARKS_FOLLOW_HASH,
    SIGNS,
    Change,
    Preceding,
    Rule,
    ScanState,
    Translation,
    command_end,
    finish,
    refusal_at,
    scan,
)
from nazh.domain.kernel.texts import N_

_SETS: Final = N_("sets are repeats, written with an x")
_LABEL: Final = N_("a label goes before a colon")
_LEFT_TO_RIGHT: Final = N_("that tool calculates from left to right")
_WHOLE: Final = N_("in that tool, a division drops the remainder")
_FLAGS: Final = N_("display options are not part of the roll")
_MODIFIERS: Final = N_("that tool uses other letters for modifiers")
_EDGES: Final = N_("in that tool, it is a short form")
_HEAD: Final = re.compile(r"\s*(?:(p|s|nr|ul)\s+)*(?:(\d+)\s+(?=[\d+-]*d))?", re.IGNORECASE)
_LABELLED: Final = re.compile(r"\s*\(([^()`:,;#@$\[\]{}]+)\)\s*")
_SHORT: Final = re.compile(r"\s*([+-])d20(?!\w)", re.IGNORECASE)
_MAX_ROLLS: Final = 4


def translate(text: str) -> Translation:
    """Return a DiceMaiden roll in Nazh's notation. Raises Untranslatable."""
    begin = command_end(text, r"[!/](?:r|roll)")
    changes: list[Change] = []
    roll, mark, remark = text[begin:].partition("!")
    end = begin + len(roll)
    repeats = ""
    head = _HEAD.match(text, begin, end)
    assert head is not None, "every part of it is optional"
    if head[1]:
        changes.append(Change(head[1], "", _FLAGS))
    if head[2]:
        repeats = f"{head[2]}x"
        changes.append(Change(head[2], repeats, _SETS))
    at = head.end()
    pools: list[str] = []
    for part in text[at:end].split(";"):
        pools.append(_pool(text, at, at + len(part), changes))
        at += len(part) + 1
    if len(pools) > _MAX_ROLLS or (repeats and len(pools) > 1):
        raise refusal_at(text, begin)
    notation = repeats + ", ".join(pools)
    plain_remark = " ".join(remark.replace("`", "'").split())
    if mark and plain_remark:
        changes.append(Change(f"! {plain_remark}", f"# {plain_remark}", REMARKS_FOLLOW_HASH))
        notation = f"{notation} # {plain_remark}"
    return finish(ScanState(text, changes=changes, pieces=[notation]), command=text[:begin])


def _pool(text: str, at: int, end: int, changes: list[Change]) -> str:
    label = ""
    labelled = _LABELLED.match(text, at, end)
    if labelled is not None:
        label = f"{labelled[1].strip()}: "
        changes.append(Change(f"({labelled[1].strip()})", label.strip(), _LABEL))
        at = labelled.end()
    first = ""
    short = _SHORT.match(text, at, end)
    if short is not None:
        first = "2d20kh1" if short[1] == "+" else "2d20kl1"
        changes.append(Change(short[0].strip(), first, _EDGES))
        at = short.end()
        if not text[at:end].strip():
            return f"{label}{first}"
    state = scan(text[:end], _TERMS, _AFTER_VALUE, at) if not first else _rest(text[:end], at)
    if _lacks_successes(state):
        raise refusal_at(text, end)
    changes += [change for change in state.changes if change not in changes]
    pieces = [first, *state.pieces] if first else state.pieces
    return f"{label}{_from_left_to_right(pieces, changes)}"


def _rest(text: str, at: int) -> ScanState:
    """Scan what follows a short form; it must begin with an operator."""
    state = scan(f"{' ' * (at - 1)}0{text[at:]}", _TERMS, _AFTER_VALUE, at - 1)
    del state.pieces[0]
    return state


def _from_left_to_right(pieces: list[str], changes: list[Change]) -> str:
    """Return an expression that has the value of the terms evaluated from left to right."""
    sums = any(piece in ("+", "-") for piece in pieces[1:])
    written = ""
    is_sum = False
    for piece in pieces:
        if piece in ("*", "//") and is_sum and sums:
            changes.append(Change(f"{written}{piece}", f"({written}){piece}", _LEFT_TO_RIGHT))
            written, is_sum = f"({written})", False
        is_sum = is_sum or (bool(written) and piece in ("+", "-"))
        written += piece
    return written


def _modified(match: re.Match[str], state: ScanState) -> str:
    letters, number = match[1].lower(), match[2]
    state.require_dice()
    highest = str(state.sides) if state.sides else ""
    if letters in ("e", "ie"):
        number = number or highest
    elif letters == "k" or letters.startswith(("kl", "km", "d")):
        number = number or "1"
    if not number:
        raise state.refuse()
    if letters in ("t", "tl"):
        return _counted(state, f"{'>=' if letters == 't' else '<='}{number}")
    if letters == "f":
        if "t" not in state.marks:
            # Failures may be written before the target; they are then applied once it is known.
            state.marks.add(f"f<={number}")
            return ""
        return f"f<={number}"
    return f"{_LETTERS[letters]}{number}"


def _counted(state: ScanState, condition: str) -> str:
    if state.counts:
        raise state.refuse()
    state.counts = True
    waiting = "".join(sorted(mark for mark in state.marks if mark.startswith("f<=")))
    state.marks.clear()
    state.marks.add("t")
    return f"{condition}{waiting}"


def _lacks_successes(state: ScanState) -> bool:
    """Return whether failures were given without successes to subtract them from."""
    return any(mark.startswith("f<=") for mark in state.marks)


def _operator(match: re.Match[str], state: ScanState) -> str:
    if _lacks_successes(state):
        raise state.refuse()
    if match[0] == "/":
        state.note("/", "//", _WHOLE)
        return "//"
    return match[0]


_LETTERS: Final = {
    "e": "ra>=",
    "ie": "!>=",
    "k": "kh",
    "kl": "kl",
    "km": "km",
    "d": "dl",
    "r": "ro<=",
    "ir": "r<=",
    "rg": "ro>=",
    "irg": "r>=",
}
_TERMS: Final[tuple[Rule, ...]] = (DICE, NUMBERS, SIGNS)
_AFTER_VALUE: Final[tuple[Rule, ...]] = (
    Rule(r"(irg|rg|ir|ie|kl|km|tl|[ekdrtf])(\d*)(?![a-z\d])", _modified, None, _MODIFIERS),
    Rule(r"(?:ul|nr|s|p)(?![a-z\d])", "", None, _FLAGS),
    Rule(r"[+*/-]", _operator, Preceding.NOTHING),
)
