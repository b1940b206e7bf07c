"""Roll20, as its Dice Reference has it: ``>`` and ``<`` include the number they name."""

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

_INCLUDES: Final = phrase("there, > and < include the number")
_QUERY: Final = phrase("what is asked for is a parameter of the saved roll")
_ATTRIBUTE: Final = phrase("a sheet's number is a saved number of the character")
_ASKED: Final = r"\?\{\s*([^|{}]+?)\s*(?:\|([^|{},;]*))?\}"
_SIGNS: Final = {">": ">=", "<": "<=", "=": "=", None: "=", "": "="}


def translated(text: str) -> Translation:
    """Return a roll of Roll20's in our notation. Raises Untranslatable."""
    begin = command_end(text, r"/(?:r|roll|gr|gmroll)")
    return finished(scan(text, _TERMS, _BEHIND, begin), command=text[:begin])


def _query(found: re.Match[str], _: Scan) -> str:
    name, default = name_of(found[1]), (found[2] or "").strip()
    return f"{{{name}={default}}}" if default else f"{{{name}}}"


def _queried_dice(found: re.Match[str], state: Scan) -> str:
    state.count, state.sides, state.counts = 0, int(found[3]), False
    state.marks.clear()
    return f"{_query(found, state)}d{found[3]}"


def _attribute(found: re.Match[str], _: Scan) -> str:
    return f"@{name_of(found[1].rpartition('|')[2])}"


def _condition(found: re.Match[str], group: int) -> str:
    return f"{_SIGNS[found[group]]}{found[group + 1]}"


def _exploded(found: re.Match[str], state: Scan) -> str:
    _only_dice(state)
    return found[1].lower() + (_condition(found, 2) if found[3] else "")


def _of_dice(found: re.Match[str], state: Scan) -> str:
    _only_dice(state)
    return found[1].lower() + _condition(found, 2)


def _target(found: re.Match[str], state: Scan) -> str:
    _dice_or_braces(state)
    if state.counts:
        raise state.refuse()
    state.counts = True
    return _condition(found, 1)


def _failure(found: re.Match[str], state: Scan) -> str:
    if not state.counts:
        raise state.refuse()
    return f"f{_condition(found, 1)}"


def _kept(found: re.Match[str], state: Scan) -> str:
    _dice_or_braces(state)
    letter = found[1].lower()
    return {"k": "kh", "d": "dl"}.get(letter, letter) + (found[2] or "1")


def _sorted(found: re.Match[str], state: Scan) -> str:
    _dice_or_braces(state)
    return "sd" if found[0].lower() == "sd" else "s"


def _dice_or_braces(state: Scan) -> None:
    # `(2+3)d6` reckons how many dice there are: nothing does that here.
    if state.after is not After.DICE and (
        state.after is not After.GROUP or state.pieces[-1] != "}"
    ):
        raise state.refuse()


def _only_dice(state: Scan) -> None:
    if state.after is not After.DICE:
        raise state.refuse()


_TERMS: Final[tuple[Rule, ...]] = (
    rule(rf"{_ASKED}d(\d{{1,9}})", _queried_dice, After.DICE, _QUERY),
    rule(_ASKED, _query, After.NUMBER, _QUERY),
    rule(r"@\{([^{}]+)\}", _attribute, After.NUMBER, _ATTRIBUTE),
    INLINE,
    FUNCTION,
    DICE,
    NUMBERS,
    OPENING,
    SIGNS,
)
_BEHIND: Final[tuple[Rule, ...]] = (
    REMARK,
    HASH_REMARK,
    rule(r"(kh|kl|k|dh|dl|d)(\d*)(?![a-z%(\[{])", _kept),
    rule(r"(!!|!p|!)(?:([<>=]?)(\d+))?", _exploded, None, _INCLUDES),
    rule(r"(ro|r|cs|cf)([<>=]?)(\d+)", _of_dice, None, _INCLUDES),
    rule(r"f([<>=]?)(\d+)", _failure, None, _INCLUDES),
    rule(r"([<>=])(\d+)", _target, None, _INCLUDES),
    rule(r"s[ad]?(?![a-z])", _sorted),
    INLINE_END,
    NOTE,
    CLOSING,
    OPERATOR,
    OVER,
    COMMA,
)
