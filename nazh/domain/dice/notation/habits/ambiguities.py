"""Refuses habits that can mean two things; each hint says how to write both."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import UnreadableNotation
from nazh.domain.dice.notation.habits.patterns import (
    DICE,
    DIE,
    EDGES,
    MODIFIED,
    ROLL,
    USUAL_SIDES,
)
from nazh.domain.dice.notation.habits.rewording import Rewording
from nazh.domain.kernel.texts import N_

_REROLL: Final = re.compile(
    rf"({DICE}) *re-?roll(?:s|ing)?(?: +(?:the|any|all))? *"
    r"(?:(ones)|(<=|<|below|under|less than)? *(\d+)'?s?)(?! *(?:once|\w))"
)
_IS_EDGE: Final = re.compile(EDGES).fullmatch
_BONUS_OF_WORDS: Final = re.compile(
    r"^ *((?!d\d)[^\W\d_][^\W\d_']+(?: +[^\W\d_][^\W\d_']*){0,3}) *([+-]) *(\d{1,3}) *$"
)
_DICE_AFTER_NUMBER: Final = re.compile(
    rf"({MODIFIED}[^,;#:]*?[+-] *\d+) +(d *(?:\d+|%)[^,;#]*)(?=$|[,;#])"
)
_MODIFIER: Final = r"(?:k[hlm]?|d[hl]|r[oar]?|m(?:in?|ax?)|i?e|!+p?|[<>=]+|u|sd?)(?![^\W\d])"
_DICE_AFTER_DICE: Final = re.compile(
    r"((?:(?<![\w@$])|(?<=\dx))(?:[adnp]+(?=\d+d)|(?!d\d+d))(?:(\d+) *)?"
    rf"d *(?>{DIE}|p(?<!\ddp)(?<!\d dp))(?:[\w!<>=]| ++(?={_MODIFIER}))*?)( *)(d *(\d+))(?![\w%])"
)
_KEEPS_AND_DROPS: Final = re.compile(r"(k[hlm]?|d[hl])(?! *[<>=]) *(\d*)").findall
_COMPUTED_COUNT: Final = re.compile(r"\((?:[@$]\w++|[\d d+*/%-])++\) *(d *(\d+))")
_COUNTS: Final = re.compile(r"(\d*) *d *[\d%]").findall
_DECIMAL_COMMA: Final = re.compile(
    r"(?:^|(?<=[-+*/:;])|(?<=, )) *(?P<whole>0,\d+|\d+,\d{1,2})(?![\w,.])"
)
_PAIRS: Final = (("(", ")"), ("[", "]"), ("{", "}"))
_IS_ROLLED: Final = re.compile(r"[a-z@$]").search
_TIMES_AFTER: Final = re.compile(r"^ *([^,;#:]*?[\w)\]}%]) *(x|times) *(\d{1,3}) *$")
_TIMES_BEFORE: Final = re.compile(r"^ *()(\d{1,3})(\([^,;#:]*\) *)$")
_UNDER: Final = re.compile(r"(?<=[\w%)\]])( +(?:roll +)?(under|below|over|above) +)(\d+) *$")
_HIDDEN_WORDS: Final = r"secret(?:ly|o|a)?|geheim|private(?:ly)?|hidden|blind|gm(?: only)?"
_SECRET: Final = re.compile(
    r" *(?:[/!.]?(?:gmroll|gmr|gr|broll|blindroll|br|selfroll|sr(?! *\d+ *(?:$|[,;+-]))|whisper)"
    rf"|(?:{_HIDDEN_WORDS})(?: roll)?|p) +(?={ROLL}|(?:{EDGES}) )"
).match
_SECRET_LABELLED: Final = re.compile(
    r" *[/!.](?:gmroll|gmr|gr|broll|blindroll|br|selfroll|sr|whisper) +(?=[^\s:][^:]*:)"
).match
_SECRET_AFTER: Final = re.compile(
    rf"(?:(?<=[\d)\]%])|(?<=adv)|(?<=dis))[ ,]+[(\[]?({_HIDDEN_WORDS})[)\]]? *$"
).search
_BANG_REMARK: Final = re.compile(rf"({MODIFIED}) +! +(?=[^\W\d_])")
_SLASHES: Final = re.compile(rf"(?<=[\w)\]%]) *// *(?=[^\W\d_])(?!{ROLL})")
_BANG_AFTER_NUMBER: Final = re.compile(r"(?<=[\d)]) *! +(?=[^\W\d_])")
_NAME_AFTER: Final = re.compile(rf"({MODIFIED}(?: *[+-] *\d+)?) *@ *([^\W\d]\w*) *$")


def refuse_secret(reworded: Rewording) -> None:
    """Refuse a command or word that asks for a secret roll, which everyone would see."""
    after = _SECRET_AFTER(reworded.plain)
    if after is not None:
        raise UnreadableNotation(
            N_("“{word}” asks for a roll that not everyone sees."),
            at=reworded.origin(after.start(1)),
            hint=N_("Write {notation}. On Discord, secret:True shows it to you alone."),
            word=after[1],
            notation=reworded.shown[: after.start()].strip(),
        )
    match = _SECRET(reworded.plain)
    if match is not None:
        raise _secret_command(reworded, match)


def refuse_secret_label(reworded: Rewording) -> None:
    """Refuse a command for a secret roll before a label, which would include the command."""
    match = _SECRET_LABELLED(reworded.plain)
    if match is not None:
        raise _secret_command(reworded, match)


def _secret_command(reworded: Rewording, match: re.Match[str]) -> UnreadableNotation:
    return UnreadableNotation(
        N_("“{word}” asks for a roll that not everyone sees."),
        at=reworded.origin(match.start() + len(match[0]) - len(match[0].lstrip())),
        hint=N_("Write {notation}. On Discord, secret:True shows it to you alone."),
        word=match[0].strip(),
        notation=reworded.shown[match.end() :].strip(),
    )


def cut_marked_remark(reworded: Rewording) -> str:
    """Cut off a remark after an exclamation mark or two slashes.

    Refuses an exclamation mark that may be an explosion.
    """
    slashes = _SLASHES.search(reworded.plain)
    if slashes is not None:
        written = reworded.shown[slashes.end() :].strip()
        reworded.splice(slashes.start(), len(reworded.plain), "")
        return written
    match = _BANG_AFTER_NUMBER.search(reworded.plain)
    exploding = _BANG_REMARK.search(reworded.plain)
    if exploding is not None:
        dice = reworded.shown[: exploding.end(1)].strip()
        written = reworded.shown[exploding.end() :].strip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(reworded.plain.index("!", exploding.end(1))),
            hint=N_("Write {remark} for a remark, or {exploding} for exploding dice."),
            word="!",
            remark=f"{dice} # {written}",
            exploding=f"{dice}! # {written}",
        )
    if match is None:
        return ""
    written = reworded.shown[match.end() :].strip()
    reworded.splice(match.start(), len(reworded.plain), "")
    return written


def refuse_dice_after_number(reworded: Rewording) -> None:
    """Refuse dice after a number that may be their count, or may end the roll before them."""
    match = _DICE_AFTER_NUMBER.search(reworded.plain)
    if match is not None:
        first, second = (reworded.shown[slice(*match.span(part))].strip() for part in (1, 2))
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(match.start(2)),
            hint=N_("Write {one} for one roll, or {two} for two."),
            word=second,
            one=f"{first}{second}",
            two=f"{first}, {second}",
        )


def refuse_dice_after_dice(reworded: Rewording) -> None:
    """Refuse dice after dice, which would read as an instruction to drop some of the first.

    A number that leaves some dice is taken for one to drop, unless a usual die follows a space.
    Dice that other modifiers remove are not left.
    """
    text = reworded.plain.partition("#")[0]
    for match in _DICE_AFTER_DICE.finditer(text):
        number = int(match[5])
        leaves_dice = number < _dice_left(int(match[2] or 1), match[1])
        if leaves_dice and not (match[3] and number in USUAL_SIDES):
            continue
        before = reworded.shown[: match.end(1)].strip()
        after = reworded.shown[match.start(4) : len(text)].strip()
        rest = reworded.shown[match.end(4) : len(text)].rstrip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(match.start(4)),
            hint=N_("Write {dropping} to drop the lowest {number}, or {two} for two rolls.")
            if leaves_dice
            else N_("Write {one} for one roll, or {two} for two."),
            word=reworded.shown[match.start(4) : match.end(4)],
            one=f"{before}+{after}",
            two=f"{before}, {after}",
            dropping=f"{before}dl{number}{rest}",
            number=number,
        )


def _dice_left(count: int, modified: str) -> int:
    """Return how many of ``count`` dice are left after the modifiers in their notation."""
    left = count
    for modifier, number in _KEEPS_AND_DROPS(modified):
        amount = int(number or 1)
        left = min(left, amount) if modifier.startswith("k") else max(0, left - amount)
    return left


def refuse_computed_count(reworded: Rewording) -> None:
    """Refuse a sum as the number of dice, which would read as one whose dice are all dropped."""
    for match in _COMPUTED_COUNT.finditer(reworded.plain.partition("#")[0]):
        dice = sum(int(count or 1) for count in _COUNTS(match[0][: match.start(1) - match.start()]))
        if int(match[2]) >= dice:
            raise UnreadableNotation(
                N_("The number of dice in “{word}” is not a plain number."),
                at=reworded.origin(match.start()),
                hint=N_("Write it without parentheses, as in 4d6."),
                word=reworded.shown[match.start() : match.end()],
            )


def refuse_decimal_comma(reworded: Rewording) -> None:
    """Refuse a comma in a number that may be a decimal comma, or may end a pool.

    A comma between dice and other dice ends a pool, and one in parentheses separates members.
    """
    text = reworded.plain.partition("#")[0]
    for match in _DECIMAL_COMMA.finditer(text):
        start, comma = match.start("whole"), text.index(",", match.start("whole"))
        if any(text.count(left, 0, start) > text.count(right, 0, start) for left, right in _PAIRS):
            continue
        pools = re.split("[,;:]", text[:comma])[-1], re.split("[,;]", text[comma + 1 :])[0]
        if not all(map(_IS_ROLLED, pools)):
            before, after = reworded.shown[:comma], reworded.shown[comma + 1 : len(text)].rstrip()
            raise UnreadableNotation(
                N_("“{word}” can mean two things here."),
                at=reworded.origin(start),
                hint=N_("Write {decimal} for a decimal number, or {two} for two rolls."),
                word=match["whole"],
                decimal=f"{before}.{after}",
                two=f"{before}, {after}",
            )


def _refuse_bonus_of_words(reworded: Rewording) -> None:
    """Refuse words and a number without dice, which may be a bonus for a d20."""
    match = _BONUS_OF_WORDS.search(reworded.plain)
    if match is None or _IS_EDGE(match[1]):
        return
    label = reworded.shown[slice(*match.span(1))]
    raise UnreadableNotation(
        N_("There are no dice for “{word}”."),
        at=reworded.origin(match.start(1)),
        hint=N_("Write {notation} if it is for a d20."),
        word=label,
        notation=f"{label}: 1d20{match[2]}{match[3]}",
    )


def _refuse_times(reworded: Rewording) -> None:
    """Refuse a number that may say how often to roll, or multiply the total."""
    match = _TIMES_AFTER.search(reworded.plain) or _TIMES_BEFORE.search(reworded.plain)
    if match is None:
        return
    is_after = bool(match[1])
    number = match[3] if is_after else match[2]
    dice = reworded.shown[slice(*match.span(1 if is_after else 3))].strip()
    is_sum = not dice.startswith("(") and ("+" in dice or "-" in dice)
    raise UnreadableNotation(
        N_("“{word}” can mean two things here."),
        at=reworded.origin(match.start(2)),
        hint=N_("Write {repeated} to roll {number} times, or {multiplied} to multiply."),
        word=reworded.shown[slice(*match.span(2))],
        repeated=f"{number}x{dice}",
        number=number,
        multiplied=f"({dice})*{number}" if is_sum else f"{dice}*{number}",
    )


def _refuse_reroll(reworded: Rewording) -> None:
    reroll = _REROLL.search(reworded.plain)
    if reroll is not None:
        number = "1" if reroll[2] else reroll[4]
        below = reroll[3] or ""
        sign = below if below in ("", "<", "<=") else "<"
        dice = reroll[1].strip()
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(reworded.plain.index("re", reroll.end(1))),
            hint=N_("Write {once} to reroll once, or {until} to reroll as often as needed."),
            word="reroll",
            once=f"{dice}ro{sign}{number}",
            until=f"{dice}r{sign}{number}",
        )


def refuse_ambiguous(reworded: Rewording) -> None:
    """Refuse a reroll that does not say how often, a name after dice, and “under” or “over”."""
    _refuse_bonus_of_words(reworded)
    _refuse_times(reworded)
    _refuse_reroll(reworded)
    under = _UNDER.search(reworded.plain)
    if under is not None:
        dice = reworded.shown[: under.start()].strip()
        sign = "<" if under[2] in ("under", "below") else ">"
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(under.start() + 1),
            hint=N_("Write {including} if {number} itself succeeds, or {excluding} if it fails."),
            word=under[1].strip(),
            including=f"{dice}{sign}={under[3]}",
            excluding=f"{dice}{sign}{under[3]}",
            number=under[3],
        )
    named = _NAME_AFTER.search(reworded.plain)
    if named is not None:
        dice = reworded.shown[: named.end(1)].strip()
        name = reworded.shown[named.start(2) : named.end(2)]
        raise UnreadableNotation(
            N_("“{word}” can mean two things here."),
            at=reworded.origin(named.start(2) - 1),
            hint=N_("Write {added} to add your saved number, or {remark} for a remark."),
            word=f"@{name}",
            added=f"{dice}+@{name}",
            remark=f"{dice} # {name}",
        )
