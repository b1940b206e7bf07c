"""Translates Roll20's notation, in which ``>`` and ``<`` include the number."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.dialects.scanning import (
    CLOSING,
    COMMA,
    DICE,
    FUNCTION,
    HASH_REMARK,
    INLINE,
    INLINE_END,
    NOTE,
    NUMBERS,
    OPENING,
    OPERATOR,
    OVER,
    REMARK,
    SHEET_NUMBER,
    SIGNS,
    Preceding,
    Rule,
    ScanState,
    Translation,
    command_end,
    finish,
    name_of,
    scan,
)
from nazh.domain.kernel.texts import N_

_INCLUDES: Final = N_("in that tool, > and < include the number")
_QUERY: Final = N_("a prompt is a parameter of the saved roll")
_ASKED: Final = r"\?\{\s*([^|{}]+?)\s*(?:\|([^|{},;]*))?\}"
_SIGNS: Final = {">": ">=", "<": "<=", "=": "=", None: "=", "": "="}


def translate(text: str) -> Translation:
    """Return a Roll20 roll in Nazh's notation. Raises Untranslatable."""
    begin = command_end(text, r"/(?:r|roll|gr|gmroll)")
    return finish(scan(text, _TERMS, _AFTER_VALUE, begin), command=text[:begin])


def _query(match: re.Match[str], _: ScanState) -> str:
    name, default = name_of(match[1]), (match[2] or "").strip()
    return f"{{{name}={default}}}" if default else f"{{{name}}}"


def _queried_dice(match: re.Match[str], state: ScanState) -> str:
    state.count, state.sides, state.counts = 0, int(match[3]), False
    state.marks.clear()
    return f"{_query(match, state)}d{match[3]}"


def _attribute(match: re.Match[str], _: ScanState) -> str:
    return f"@{name_of(match[1].rpartition('|')[2])}"


def _condition(match: re.Match[str], group: int) -> str:
    return f"{_SIGNS[match[group]]}{match[group + 1]}"


def _exploded(match: re.Match[str], state: ScanState) -> str:
    state.require_dice()
    return match[1].lower() + (_condition(match, 2) if match[3] else "")


def _of_dice(match: re.Match[str], state: ScanState) -> str:
    state.require_dice()
    return match[1].lower() + _condition(match, 2)


def _target(match: re.Match[str], state: ScanState) -> str:
    _dice_or_braces(state)
    if state.counts:
        raise state.refuse()
    state.counts = True
    return _condition(match, 1)


def _failure(match: re.Match[str], state: ScanState) -> str:
    if not state.counts:
        raise state.refuse()
    return f"f{_condition(match, 1)}"


def _kept(match: re.Match[str], state: ScanState) -> str:
    _dice_or_braces(state)
    letter = match[1].lower()
    return {"k": "kh", "d": "dl"}.get(letter, letter) + (match[2] or "1")


def _sorted(match: re.Match[str], state: ScanState) -> str:
    _dice_or_braces(state)
    return "sd" if match[0].lower() == "sd" else "s"


def _dice_or_braces(state: ScanState) -> None:
    # `(2+3)d6` calculates the number of dice, which Nazh does not support.
    if state.preceding is not Preceding.DICE and (
        state.preceding is not Preceding.GROUP or state.pieces[-1] != "}"
    ):
        raise state.refuse()


_TERMS: Final[tuple[Rule, ...]] = (
    Rule(rf"{_ASKED}d(\d{{1,9}})", _queried_dice, Preceding.DICE, _QUERY),
    Rule(_ASKED, _query, Preceding.NUMBER, _QUERY),
    Rule(r"@\{([^{}]+)\}", _attribute, Preceding.NUMBER, SHEET_NUMBER),
    INLINE,
    FUNCTION,
    DICE,
    NUMBERS,
    OPENING,
    SIGNS,
)
_AFTER_VALUE: Final[tuple[Rule, ...]] = (
    REMARK,
    HASH_REMARK,
    Rule(r"(kh|kl|k|dh|dl|d)(\d*)(?![a-z%(\[{])", _kept),
    Rule(r"(!!|!p|!)(?:([<>=]?)(\d+))?", _exploded, None, _INCLUDES),
    Rule(r"(ro|r|cs|cf)([<>=]?)(\d+)", _of_dice, None, _INCLUDES),
    Rule(r"f([<>=]?)(\d+)", _failure, None, _INCLUDES),
    Rule(r"([<>=])(\d+)", _target, None, _INCLUDES),
    Rule(r"s[ad]?(?![a-z])", _sorted),
    INLINE_END,
    NOTE,
    CLOSING,
    OPERATOR,
    OVER,
    COMMA,
)
