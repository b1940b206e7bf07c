"""Small phrases of an explanation: how many, which dice, which condition, which modifier."""

from __future__ import annotations

from typing import Final

from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Comparison,
    Condition,
    Critical,
    Drop,
    End,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Modifier,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.pools import FUDGE, Dice, Die, Tag

_CARDINALS: Final = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ENDS: Final = {End.HIGHEST: "highest", End.LOWEST: "lowest"}
_ROLES: Final = {
    Tag.ADVANTAGE: "with advantage",
    Tag.DISADVANTAGE: "with disadvantage",
    Tag.PLOT: "as the plot die",
}
_EDGES: Final = {
    Tag.ADVANTAGE: "Advantage: two faces are drawn, and the higher counts.",
    Tag.DISADVANTAGE: "Disadvantage: two faces are drawn, and the lower counts.",
}
_COMPARISONS: Final = {
    Comparison.AT_LEAST: "{} or more",
    Comparison.AT_MOST: "{} or less",
    Comparison.MORE: "more than {}",
    Comparison.LESS: "less than {}",
    Comparison.EQUAL: "{}",
    Comparison.UNEQUAL: "anything but {}",
}


def cardinal(number: int) -> str:
    """Return a small number as a word, a larger one in digits."""
    return _CARDINALS[number] if number < len(_CARDINALS) else str(number)


def listed(words: list[str], last: str = "and") -> str:
    """Return ``words`` as a list in a sentence."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def condition_words(condition: Condition) -> str:
    """Return a condition, such as ``5 or more``."""
    return _COMPARISONS[condition.comparison].format(condition.number)


def dice_words(dice: Dice) -> str:
    """Return how many dice of which kind, such as ``three d20``."""
    kind, kinds = _kind(dice.die)
    return f"a {kind}" if dice.count == 1 else f"{cardinal(dice.count)} {kinds}"


def _kind(die: Die) -> tuple[str, str]:
    if die.is_numbered:
        return f"d{die.written}", f"d{die.written}"
    if die == FUDGE:
        return "fudge die (-1, 0 or 1)", "fudge dice (each -1, 0 or 1)"
    faces = f"{'faces' if die.sides > 1 else 'face'} {listed([str(face) for face in die.shapes])}"
    return f"die with the {faces}", f"dice with the {faces}"


def role_words(dice: Dice) -> str:
    """Return which dice have an edge or are the plot die; empty where none is."""
    if dice.count == 1:
        return "".join(f" {_ROLES[tag]}" for tag in dice.tags if tag in _ROLES)
    roles: list[str] = []
    for tag, role in _ROLES.items():
        places = [_ORDINALS[place] for place, given in enumerate(dice.tags) if given is tag]
        if places:
            roles.append(f"the {listed(places)} {role}")
    return f": {', '.join(roles)}" if roles else ""


def edge_sentences(dice: Dice) -> list[str]:
    """Return what the edges among ``dice`` mean."""
    return [sentence for tag, sentence in _EDGES.items() if tag in dice.tags]


def modifier_words(modifier: Modifier, die: Die) -> str:
    """Return what ``modifier`` does to dice of kind ``die``, as a sentence."""
    match modifier:
        case Keep() | KeepIf() | Drop():
            return choosing_words(modifier, "dice")
        case Explode():
            return _explode_words(modifier, die)
        case Reroll():
            return _reroll_words(modifier)
        case AtLeast(value=value):
            return f"A die below {value} counts as {value}."
        case AtMost(value=value):
            return f"A die above {value} counts as {value}."
        case Successes() | Failures():
            return counting_words(modifier, "die")
        case Critical(success=success, condition=condition):
            kind = "success" if success else "failure"
            return f"Show a die at {condition_words(condition)} as a critical {kind}."
        case Unique():
            return "Reroll repeated values until all differ."
        case Sorted(descending=descending):
            return f"Show them sorted, the {'highest' if descending else 'lowest'} first."


def choosing_words(modifier: Keep | KeepIf | Drop, things: str) -> str:
    """Return which ``things`` stay, as a sentence."""
    match modifier:
        case KeepIf(condition=condition):
            return f"Keep only {things} that come to {condition_words(condition)}."
        case Keep(end=End.MIDDLE, count=1):
            return "Keep the middle one."
        case Keep(end=End.MIDDLE, count=count):
            return f"Keep the {cardinal(count)} in the middle."
        case Keep(end=end, count=count):
            return f"Keep the {_some(count, _ENDS[end])}."
        case Drop(end=end, count=count):
            return f"Drop the {_some(count, _ENDS[end])}."


def counting_words(modifier: Successes | Failures, thing: str) -> str:
    """Return what counts as a success or takes one off, as a sentence."""
    condition = condition_words(modifier.condition)
    if isinstance(modifier, Successes):
        return f"Each {thing} at {condition} is a success."
    return f"Each {thing} at {condition} takes a success off."


def _some(count: int, end: str) -> str:
    return end if count == 1 else f"{cardinal(count)} {end}"


def _explode_words(modifier: Explode, die: Die) -> str:
    if modifier.condition is None:
        showing = f"its maximum, {max(die.shapes)},"
    else:
        showing = condition_words(modifier.condition)
    most = f"(at most {Limits.FURTHER_DICE} times in all)"
    match modifier.style:
        case Explosion.FURTHER:
            return f"A die that shows {showing} adds a further die, again and again {most}."
        case Explosion.COMPOUND:
            return (
                f"A die that shows {showing} is thrown again and again, "
                f"and its faces add up {most}."
            )
        case Explosion.PENETRATE:
            return (
                f"A die that shows {showing} adds a further die that counts one less, "
                f"again and again {most}."
            )


def _reroll_words(modifier: Reroll) -> str:
    condition = condition_words(modifier.condition)
    match modifier.again:
        case Again.UNTIL:
            return f"Reroll a die at {condition} until it no longer is."
        case Again.ONCE:
            return f"Reroll a die at {condition} once; then it stands."
        case Again.ADDING:
            return f"A die at {condition} adds one further die."
