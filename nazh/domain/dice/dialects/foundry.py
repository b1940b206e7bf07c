"""Foundry, as its articles on dice modifiers have it: ``x`` explodes, ``r`` rerolls once."""

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
    SIGNS,
    After,
    Rule,
    Scan,
    Translation,
    command_end,
    finished,
    name_of,
    rule,
    scan,
)
from nazh.domain.kernel.phrases import phrase

_ONCE: Final = phrase("there, r rerolls once, and rr again and again")
_EXPLODES: Final = phrase("there, x explodes, and xo explodes once")
_COUNTS: Final = phrase("there, cs and cf count, and df takes off")
_ATTRIBUTE: Final = phrase("a sheet's number is a saved number of the character")
_CLAMPS: Final = {"min": "mi", "max": "ma"}
_AGAIN: Final = {"r": "ro", "rr": "r", "x": "!", "xo": "ra"}
_COMMANDS: Final = (
    r"\[\[\s*/(?:r|roll)|/(?:r|roll|gmr|gmroll|br|broll|blindroll|sr|selfroll|pr|publicroll)"
)


def translated(text: str) -> Translation:
    """Return a roll of Foundry's in our notation. Raises Untranslatable."""
    begin = command_end(text, _COMMANDS)
    body = text.rstrip().removesuffix("]]") if "[[" in text[:begin] else text
    return finished(scan(body, _TERMS, _BEHIND, begin), command=text[:begin])


def _attribute(found: re.Match[str], _: Scan) -> str:
    return f"@{name_of(found[1])}"


def _again(found: re.Match[str], state: Scan) -> str:
    if state.after is not After.DICE or (found[2] and (found[3] or found[4])):
        # A number before the comparison bounds how often it is done: nothing does that here.
        raise state.refuse()
    letter = found[1].lower()
    number = found[4] or found[2]
    if found[3] and not found[4]:
        raise state.refuse()
    if letter == "x" and number is None:
        return "!"
    if number is None:
        number = "1" if letter in ("r", "rr") else _highest(state)
    return f"{_AGAIN[letter]}{_sign(found[3], state)}{number}"


def _counted(found: re.Match[str], state: Scan) -> str:
    kind = found[1].lower()
    if state.after is After.NUMBER or (state.counts and kind != "df"):
        raise state.refuse()
    _only_a_choice(state)
    if (kind == "df" and "cs" not in state.marks) or (found[2] and not found[3]):
        raise state.refuse()
    lowest = state.after is After.DICE and state.sides
    number = found[3] or (_highest(state) if kind == "cs" else "1" if lowest else "")
    if not number:
        raise state.refuse()
    state.counts = True
    state.marks.add(kind)
    sign = _sign(found[2], state)
    return f"f{sign}{number}" if kind == "df" else f"{sign}{number}"


def _kept(found: re.Match[str], state: Scan) -> str:
    if state.after is After.NUMBER:
        raise state.refuse()
    _only_a_choice(state)
    letter = found[1].lower()
    return {"k": "kh", "d": "dl"}.get(letter, letter) + (found[2] or "1")


def _clamped(found: re.Match[str], state: Scan) -> str:
    if state.after is not After.DICE:
        raise state.refuse()
    return f"{_CLAMPS[found[1].lower()]}{found[2]}"


def _only_a_choice(state: Scan) -> None:
    # Behind braces around one roll, ours would act on the dice inside, and Foundry's on the whole.
    if state.after is After.GROUP and (state.count < 2 or state.pieces[-1] != "}"):
        raise state.refuse()


def _sign(written: str | None, state: Scan) -> str:
    if written not in (None, "", "=", "==", "<", "<=", ">", ">="):
        raise state.refuse()
    return "=" if written in (None, "", "==") else written


def _highest(state: Scan) -> str:
    if not state.sides:
        raise state.refuse()
    return str(state.sides)


_TERMS: Final[tuple[Rule, ...]] = (
    rule(r"@([a-z][\w.-]*)", _attribute, After.NUMBER, _ATTRIBUTE),
    FUNCTION,
    DICE,
    NUMBERS,
    OPENING,
    SIGNS,
)
_BEHIND: Final[tuple[Rule, ...]] = (
    HASH_REMARK,
    rule(r"(cs|cf|df)([<>=]*)(\d*)", _counted, None, _COUNTS),
    rule(r"(kh|kl|k|dh|dl|d)(\d*)(?![a-z%(\[{])", _kept),
    rule(r"(rr|r)(\d+)?([<>=]+)?(\d+)?", _again, None, _ONCE),
    rule(r"(xo|x)(\d+)?([<>=]+)?(\d+)?", _again, None, _EXPLODES),
    rule(r"(min|max)(\d+)", _clamped),
    NOTE,
    CLOSING,
    OPERATOR,
    OVER,
    COMMA,
)
