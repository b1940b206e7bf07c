"""Small phrases of an explanation: how many, which dice, which condition, which modifier."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.wording.languages import Words
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
from nazh.domain.kernel.phrases import phrase, phrases

_ROLES: Final = {
    Tag.ADVANTAGE: phrases("die {places} with advantage", "dice {places} with advantage"),
    Tag.DISADVANTAGE: phrases("die {places} with disadvantage", "dice {places} with disadvantage"),
    Tag.PLOT: phrases("die {places} as the plot die", "dice {places} as the plot die"),
}
_ROLE_OF_ONE: Final = {
    Tag.ADVANTAGE: phrase("{dice} with advantage"),
    Tag.DISADVANTAGE: phrase("{dice} with disadvantage"),
    Tag.PLOT: phrase("{dice} as the plot die"),
}
_EDGES: Final = {
    Tag.ADVANTAGE: phrase("Advantage: two faces are drawn, and the higher counts."),
    Tag.DISADVANTAGE: phrase("Disadvantage: two faces are drawn, and the lower counts."),
}
_COMPARISONS: Final = {
    Comparison.AT_LEAST: phrase("{number} or more"),
    Comparison.AT_MOST: phrase("{number} or less"),
    Comparison.MORE: phrase("more than {number}"),
    Comparison.LESS: phrase("less than {number}"),
    Comparison.UNEQUAL: phrase("anything but {number}"),
}
_NUMBERED: Final = phrases("a {die}", "{count} {die}")
_FUDGE: Final = phrases("a fudge die (-1, 0 or 1)", "{count} fudge dice (each -1, 0 or 1)")
_SHAPED: Final = phrases("a die with the faces {faces}", "{count} dice with the faces {faces}")
_KEPT: Final = {
    End.HIGHEST: phrases("Keep the highest.", "Keep the highest {count}."),
    End.LOWEST: phrases("Keep the lowest.", "Keep the lowest {count}."),
    End.MIDDLE: phrases("Keep the middle one.", "Keep the {count} in the middle."),
}
_DROPPED: Final = {
    End.HIGHEST: phrases("Drop the highest.", "Drop the highest {count}."),
    End.LOWEST: phrases("Drop the lowest.", "Drop the lowest {count}."),
    End.MIDDLE: phrases("Drop the middle one.", "Drop the {count} in the middle."),
}
_EXPLOSIONS: Final = {
    Explosion.FURTHER: phrase(
        "A die that shows {showing} adds a further die, again and again "
        "(at most {most} times in all)."
    ),
    Explosion.COMPOUND: phrase(
        "A die that shows {showing} is thrown again and again, and its faces add up "
        "(at most {most} times in all)."
    ),
    Explosion.PENETRATE: phrase(
        "A die that shows {showing} adds a further die that counts one less, again and again "
        "(at most {most} times in all)."
    ),
}
_REROLLS: Final = {
    Again.UNTIL: phrase("Reroll a die at {condition} until it no longer is."),
    Again.ONCE: phrase("Reroll a die at {condition} once; then it stands."),
    Again.ADDING: phrase("A die at {condition} adds one further die."),
}


def condition_words(condition: Condition, words: Words) -> str:
    """Return a condition, such as ``5 or more``."""
    told = _COMPARISONS.get(condition.comparison)
    number = words.number(condition.number)
    return number if told is None else words(told, number=number)


def dice_words(dice: Dice, words: Words) -> str:
    """Return which dice are thrown, such as ``3 d20: die 1 with advantage``."""
    thrown = _kind(dice.count, dice.die, words)
    if dice.count == 1:
        for tag in dice.tags:
            if tag in _ROLE_OF_ONE:
                return words(_ROLE_OF_ONE[tag], dice=thrown)
        return thrown
    roles: list[str] = []
    for tag, role in _ROLES.items():
        places = [str(place) for place, given in enumerate(dice.tags, 1) if given is tag]
        if places:
            roles.append(words.counted(role, len(places), places=words.all_of(places)))
    return f"{thrown}: {', '.join(roles)}" if roles else thrown


def _kind(count: int, die: Die, words: Words) -> str:
    if die.is_numbered:
        return words.counted(_NUMBERED, count, die=f"d{die.written}")
    if die == FUDGE:
        return words.counted(_FUDGE, count)
    return words.counted(_SHAPED, count, faces=", ".join(map(str, die.shapes)))


def edge_sentences(dice: Dice, words: Words) -> list[str]:
    """Return what the edges among ``dice`` mean."""
    return [words(sentence) for tag, sentence in _EDGES.items() if tag in dice.tags]


def modifier_words(modifier: Modifier, die: Die, words: Words) -> str:
    """Return what ``modifier`` does to dice of kind ``die``, as a sentence."""
    match modifier:
        case Keep() | KeepIf() | Drop():
            return choosing_words(modifier, words, of_dice=True)
        case Explode():
            return _explode_words(modifier, die, words)
        case Reroll(again=again, condition=condition):
            return words(_REROLLS[again], condition=condition_words(condition, words))
        case AtLeast(value=value):
            return words("A die below {value} counts as {value}.", value=value)
        case AtMost(value=value):
            return words("A die above {value} counts as {value}.", value=value)
        case Successes() | Failures():
            return counting_words(modifier, words, of_dice=True)
        case Critical(success=success, condition=condition):
            told = (
                phrase("Show a die at {condition} as a critical success.")
                if success
                else phrase("Show a die at {condition} as a critical failure.")
            )
            return words(told, condition=condition_words(condition, words))
        case Unique():
            return words("Reroll repeated values until all differ.")
        case Sorted():
            return sorting_words(modifier, words)


def sorting_words(modifier: Sorted, words: Words) -> str:
    """Return in which order things are shown, as a sentence."""
    if modifier.descending:
        return words("Show them sorted, the highest first.")
    return words("Show them sorted, the lowest first.")


def choosing_words(modifier: Keep | KeepIf | Drop, words: Words, *, of_dice: bool) -> str:
    """Return which dice, or which results, stay, as a sentence."""
    match modifier:
        case KeepIf(condition=condition):
            told = (
                phrase("Keep only dice that come to {condition}.")
                if of_dice
                else phrase("Keep only results that come to {condition}.")
            )
            return words(told, condition=condition_words(condition, words))
        case Keep(end=end, count=count):
            return words.counted(_KEPT[end], count)
        case Drop(end=end, count=count):
            return words.counted(_DROPPED[end], count)


def counting_words(modifier: Successes | Failures, words: Words, *, of_dice: bool) -> str:
    """Return which dice, or results, count as successes or take one off, as a sentence."""
    if isinstance(modifier, Successes):
        told = (
            phrase("Each die at {condition} is a success.")
            if of_dice
            else phrase("Each result at {condition} is a success.")
        )
    else:
        told = (
            phrase("Each die at {condition} takes a success off.")
            if of_dice
            else phrase("Each result at {condition} takes a success off.")
        )
    return words(told, condition=condition_words(modifier.condition, words))


def _explode_words(modifier: Explode, die: Die, words: Words) -> str:
    if modifier.condition is None:
        showing = words("its maximum ({face})", face=max(die.shapes))
    else:
        showing = condition_words(modifier.condition, words)
    return words(_EXPLOSIONS[modifier.style], showing=showing, most=Limits.FURTHER_DICE)
