"""Translates the notation of the d20 library (Avrae): ``k3`` keeps threes, ``p`` drops."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.dialects.scanning import (
    CLOSING,
    COMMA,
    DICE,
    HASH_REMARK,
    NOTE,
    NUMBERS,
    OPERATOR,
    PARENTHESIS,
    REMARK,
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

_LITERAL: Final = N_("in that tool, a bare number after k or p means dice that show it")
_DROPS: Final = N_("in that tool, p drops")
_TENS: Final = N_("in that tool, d% shows 0 to 90, in tens")
_TOTAL: Final = N_("in that tool, a comparison applies to the total")
_EDGE: Final = N_("advantage and disadvantage are tags before the die")
_EDGED: Final = re.compile(r"\s+(adv|dis)\s*$", re.IGNORECASE)
_PLAIN_D20: Final = re.compile(r"(?<!\w)1d20(?!\w)")


def translate(text: str) -> Translation:
    """Return a roll of the d20 library in Nazh's notation. Raises Untranslatable."""
    begin = command_end(text, r"[!/](?:rr|r|roll)")
    edge = _EDGED.search(text, begin)
    body = text if edge is None else text[: edge.start()]
    whole = finish(scan(body, _TERMS, _AFTER_VALUE, begin), command=text[:begin])
    if edge is None:
        return whole
    letter = edge[1][0].lower()
    notation, edged = _PLAIN_D20.subn(f"{letter}1d20", whole.notation, count=1)
    if not edged:
        # The tool documents advantage only for a single d20.
        raise refusal_at(text, edge.start(1))
    return Translation(notation, (*whole.changes, Change(edge[1], f"{letter}1d20", _EDGE)))


def _tens(match: re.Match[str], state: ScanState) -> str:
    count = match[1] or "1"
    state.count = state.sides = 0
    return f"(10*({count}d10-{count}))"


def _operated(match: re.Match[str], state: ScanState) -> str:
    operation, selector, number = match[1].lower(), (match[2] or "").lower(), match[3]
    is_set = state.preceding is Preceding.GROUP and state.count > 1
    if state.preceding is not Preceding.DICE and not (is_set and operation in "kp"):
        raise state.refuse()
    literal_drop = operation == "p" and selector == ""
    if operation in state.marks and not literal_drop:
        # The tool treats `k1k2` as one selection; here the second would select from the first.
        raise state.refuse()
    state.marks.add(operation)
    match operation, selector:
        case ("k", "h" | "l"):
            return f"k{selector}{number}"
        case ("p", "h" | "l"):
            return f"d{selector}{number}"
        case ("k", _):
            return f"k{selector or '='}{number}"
        case ("p", _):
            return f"k{ {'': '<>', '>': '<=', '<': '>='}[selector] }{number}"
        case ("mi" | "ma", ""):
            return f"{operation}{number}"
        case ("ra", "" | "<" | ">") if state.count == 1:
            return f"ra{selector or '='}{number}"
        case ("e", "" | "<" | ">"):
            return f"!{selector or '='}{number}"
        case ("rr" | "ro", "" | "<" | ">"):
            return f"{ {'rr': 'r', 'ro': 'ro'}[operation] }{selector or '='}{number}"
        case _:
            raise state.refuse()


def _compared(match: re.Match[str], state: ScanState) -> str:
    if state.opened:
        raise state.refuse()
    sign = {"!=": "<>", "==": "="}.get(match[1], match[1])
    # Directly after dice, Nazh would count dice.
    return sign if state.preceding is Preceding.NUMBER else f"+0{sign}"


_TERMS: Final[tuple[Rule, ...]] = (
    Rule(r"(\d*)d%", _tens, Preceding.NUMBER, _TENS),
    DICE,
    NUMBERS,
    PARENTHESIS,
    SIGNS,
)
_AFTER_VALUE: Final[tuple[Rule, ...]] = (
    REMARK,
    HASH_REMARK,
    Rule(r"(k)()(\d+)", _operated, None, _LITERAL),
    Rule(r"(p)([hl<>]?)(\d+)", _operated, None, _DROPS),
    Rule(r"(k|rr|ro|ra|e|mi|ma)([hl<>]?)(\d+)", _operated),
    Rule(r"(==|!=|>=|<=|>|<)", _compared, Preceding.NOTHING, _TOTAL),
    NOTE,
    CLOSING,
    Rule(r"//", lambda match, _: "//", Preceding.NOTHING),
    Rule(r"/", lambda match, _: "/", Preceding.NOTHING),
    OPERATOR,
    COMMA,
)
