"""Translates Foundry's dice modifiers: ``x`` explodes, ``r`` rerolls once."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.dialects.scanning import (
    CLOSING,
    COMMA,
    DICE,
    FUNCTION,
    HASH_REMARK,
    NOTE,
    NUMBERS,
    OPENING,
    OPERATOR,
    OVER,
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

_ONCE: Final = N_("in that tool, r rerolls once, and rr repeatedly")
_EXPLODES: Final = N_("in that tool, x explodes, and xo explodes once")
_COUNTS: Final = N_("in that tool, cs and cf count, and df subtracts")
_CLAMPS: Final = {"min": "mi", "max": "ma"}
_AGAIN: Final = {"r": "ro", "rr": "r", "x": "!", "xo": "ra"}
_COMMANDS: Final = (
    r"\[\[\s*/(?:r|roll)|/(?:r|roll|gmr|gmroll|br|broll|blindroll|sr|selfroll|pr|publicroll)"
)


def translate(text: str) -> Translation:
    """Return a Foundry roll in Nazh's notation. Raises Untranslatable."""
    begin = command_end(text, _COMMANDS)
    body = text.rstrip().removesuffix("]]") if "[[" in text[:begin] else text
    return finish(scan(body, _TERMS, _AFTER_VALUE, begin), command=text[:begin])


def _attribute(match: re.Match[str], _: ScanState) -> str:
    return f"@{name_of(match[1])}"


def _again(match: re.Match[str], state: ScanState) -> str:
    if state.preceding is not Preceding.DICE or (match[2] and (match[3] or match[4])):
        # A number before the comparison limits the repetitions, which Nazh does not support.
        raise state.refuse()
    letter = match[1].lower()
    number = match[4] or match[2]
    if match[3] and not match[4]:
        raise state.refuse()
    if letter == "x" and number is None:
        return "!"
    if number is None:
        number = "1" if letter in ("r", "rr") else _highest(state)
    return f"{_AGAIN[letter]}{_sign(match[3], state)}{number}"


def _counted(match: re.Match[str], state: ScanState) -> str:
    kind = match[1].lower()
    if state.preceding is Preceding.NUMBER or (state.counts and kind != "df"):
        raise state.refuse()
    _only_a_choice(state)
    if (kind == "df" and "cs" not in state.marks) or (match[2] and not match[3]):
        raise state.refuse()
    lowest = state.preceding is Preceding.DICE and state.sides
    number = match[3] or (_highest(state) if kind == "cs" else "1" if lowest else "")
    if not number:
        raise state.refuse()
    state.counts = True
    state.marks.add(kind)
    sign = _sign(match[2], state)
    return f"f{sign}{number}" if kind == "df" else f"{sign}{number}"


def _kept(match: re.Match[str], state: ScanState) -> str:
    if state.preceding is Preceding.NUMBER:
        raise state.refuse()
    _only_a_choice(state)
    letter = match[1].lower()
    return {"k": "kh", "d": "dl"}.get(letter, letter) + (match[2] or "1")


def _clamped(match: re.Match[str], state: ScanState) -> str:
    state.require_dice()
    return f"{_CLAMPS[match[1].lower()]}{match[2]}"


def _only_a_choice(state: ScanState) -> None:
    # After braces around a single roll, Nazh would modify the dice inside, but Foundry the group.
    if state.preceding is Preceding.GROUP and (state.count < 2 or state.pieces[-1] != "}"):
        raise state.refuse()


def _sign(written: str | None, state: ScanState) -> str:
    if written not in (None, "", "=", "==", "<", "<=", ">", ">="):
        raise state.refuse()
    return "=" if written in (None, "", "==") else written


def _highest(state: ScanState) -> str:
    if not state.sides:
        raise state.refuse()
    return str(state.sides)


_TERMS: Final[tuple[Rule, ...]] = (
    Rule(r"@([a-z][\w.-]*)", _attribute, Preceding.NUMBER, SHEET_NUMBER),
    FUNCTION,
    DICE,
    NUMBERS,
    OPENING,
    SIGNS,
)
_AFTER_VALUE: Final[tuple[Rule, ...]] = (
    HASH_REMARK,
    Rule(r"(cs|cf|df)([<>=]*)(\d*)", _counted, None, _COUNTS),
    Rule(r"(kh|kl|k|dh|dl|d)(\d*)(?![a-z%(\[{])", _kept),
    Rule(r"(rr|r)(\d+)?([<>=]+)?(\d+)?", _again, None, _ONCE),
    Rule(r"(xo|x)(\d+)?([<>=]+)?(\d+)?", _again, None, _EXPLODES),
    Rule(r"(min|max)(\d+)", _clamped),
    NOTE,
    CLOSING,
    OPERATOR,
    OVER,
    COMMA,
)
