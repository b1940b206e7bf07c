"""Writes the parts of an explanation (dice, conditions and modifiers)."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import labelled
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
from nazh.domain.kernel.texts import N_, N_plural

_ROLES: Final = {
    Tag.ADVANTAGE: N_plural("die {places} with advantage", "dice {places} with advantage"),
    Tag.DISADVANTAGE: N_plural("die {places} with disadvantage", "dice {places} with disadvantage"),
    Tag.PLOT: N_plural("die {places} as the plot die", "dice {places} as the plot die"),
}
_ROLE_OF_ONE: Final = {
    Tag.ADVANTAGE: N_("{dice} with advantage"),
    Tag.DISADVANTAGE: N_("{dice} with disadvantage"),
    Tag.PLOT: N_("{dice} as the plot die"),
}
_EDGES: Final = {
    Tag.ADVANTAGE: N_("Advantage: two faces are rolled, and the higher counts."),
    Tag.DISADVANTAGE: N_("Disadvantage: two faces are rolled, and the lower counts."),
}
_COMPARISONS: Final = {
    Comparison.AT_LEAST: N_("{number} or more"),
    Comparison.AT_MOST: N_("{number} or less"),
    Comparison.MORE: N_("more than {number}"),
    Comparison.LESS: N_("less than {number}"),
    Comparison.UNEQUAL: N_("anything but {number}"),
}
_NUMBERED: Final = N_plural("a {die}", "{count} {die}")
_FUDGE: Final = N_plural("a fudge die (-1, 0 or 1)", "{count} fudge dice (each -1, 0 or 1)")
_SHAPED: Final = N_plural("a die with the faces {faces}", "{count} dice with the faces {faces}")
_KEPT: Final = {
    End.HIGHEST: N_plural("Keep the highest.", "Keep the highest {count}."),
    End.LOWEST: N_plural("Keep the lowest.", "Keep the lowest {count}."),
    End.MIDDLE: N_plural("Keep the middle one.", "Keep the {count} in the middle."),
}
_DROPPED: Final = {
    End.HIGHEST: N_plural("Drop the highest.", "Drop the highest {count}."),
    End.LOWEST: N_plural("Drop the lowest.", "Drop the lowest {count}."),
    End.MIDDLE: N_plural("Drop the middle one.", "Drop the {count} in the middle."),
}
_EXPLOSIONS: Final = {
    Explosion.FURTHER: N_(
        "A die that shows {showing} adds another die, which can do so again (at most "
        "{most} times in all)."
    ),
    Explosion.COMPOUND: N_(
        "A die that shows {showing} is rolled again, as long as it does, and its faces "
        "add up (at most {most} times in all)."
    ),
    Explosion.PENETRATE: N_(
        "A die that shows {showing} adds another die that counts one less, which can do "
        "so again (at most {most} times in all)."
    ),
}
_REROLLS: Final = {
    Again.UNTIL: N_("Reroll a die at {condition} until it no longer is."),
    Again.ONCE: N_("Reroll a die at {condition} once, and keep the new face."),
    Again.ADDING: N_("A die at {condition} adds one more die."),
}


def condition_words(condition: Condition, translator: Translator) -> str:
    """Return a condition, such as ``5 or more``."""
    phrase = _COMPARISONS.get(condition.comparison)
    number = translator.number(condition.number)
    return number if phrase is None else translator(phrase, number=number)


def dice_words(dice: Dice, translator: Translator) -> str:
    """Return a description of the dice, such as ``3 d20: die 1 with advantage``."""
    thrown = _kind(dice.count, dice.die, translator)
    if dice.count == 1:
        for tag in dice.tags:
            if tag in _ROLE_OF_ONE:
                return translator(_ROLE_OF_ONE[tag], dice=thrown)
        return thrown
    roles: list[str] = []
    for tag, role in _ROLES.items():
        places = [str(place) for place, given in enumerate(dice.tags, 1) if given is tag]
        if places:
            roles.append(translator.counted(role, len(places), places=translator.all_of(places)))
    return labelled(thrown, ", ".join(roles), translator) if roles else thrown


def _kind(count: int, die: Die, translator: Translator) -> str:
    if die.is_numbered:
        return translator.counted(_NUMBERED, count, die=f"d{die.written}")
    if die == FUDGE:
        return translator.counted(_FUDGE, count)
    return translator.counted(_SHAPED, count, faces=", ".join(map(str, die.shapes)))


def edge_sentences(dice: Dice, translator: Translator) -> list[str]:
    """Return the meaning of the edges among ``dice``."""
    return [translator(sentence) for tag, sentence in _EDGES.items() if tag in dice.tags]


def modifier_words(modifier: Modifier, die: Die, translator: Translator) -> str:
    """Return what ``modifier`` does to dice of kind ``die``, as a sentence."""
    match modifier:
        case Keep() | KeepIf() | Drop():
            return choosing_words(modifier, translator, of_dice=True)
        case Explode():
            return _explode_words(modifier, die, translator)
        case Reroll(again=again, condition=condition):
            return translator(_REROLLS[again], condition=condition_words(condition, translator))
        case AtLeast(value=value):
            return translator("A die below {value} counts as {value}.", value=value)
        case AtMost(value=value):
            return translator("A die above {value} counts as {value}.", value=value)
        case Successes() | Failures():
            return counting_words(modifier, translator, of_dice=True)
        case Critical(success=success, condition=condition):
            phrase = (
                N_("Show a die at {condition} as a critical success.")
                if success
                else N_("Show a die at {condition} as a critical failure.")
            )
            return translator(phrase, condition=condition_words(condition, translator))
        case Unique():
            return translator("Reroll repeated values until all differ.")
        case Sorted():
            return sorting_words(modifier, translator)


def sorting_words(modifier: Sorted, translator: Translator) -> str:
    """Return the order of display, as a sentence."""
    if modifier.descending:
        return translator("Show them sorted, the highest first.")
    return translator("Show them sorted, the lowest first.")


def choosing_words(modifier: Keep | KeepIf | Drop, translator: Translator, *, of_dice: bool) -> str:
    """Return which dice, or which results, are kept, as a sentence."""
    match modifier:
        case KeepIf(condition=condition):
            phrase = (
                N_("Keep only dice at {condition}.")
                if of_dice
                else N_("Keep only results at {condition}.")
            )
            return translator(phrase, condition=condition_words(condition, translator))
        case Keep(end=end, count=count):
            return translator.counted(_KEPT[end], count)
        case Drop(end=end, count=count):
            return translator.counted(_DROPPED[end], count)


def counting_words(modifier: Successes | Failures, translator: Translator, *, of_dice: bool) -> str:
    """Return which dice, or results, count as successes or failures, as a sentence."""
    if isinstance(modifier, Successes):
        phrase = (
            N_("Each die at {condition} is a success.")
            if of_dice
            else N_("Each result at {condition} is a success.")
        )
    else:
        phrase = (
            N_("Each die at {condition} removes a success.")
            if of_dice
            else N_("Each result at {condition} removes a success.")
        )
    return translator(phrase, condition=condition_words(modifier.condition, translator))


def _explode_words(modifier: Explode, die: Die, translator: Translator) -> str:
    if modifier.condition is None:
        showing = translator("its maximum ({face})", face=max(die.shapes))
    else:
        showing = condition_words(modifier.condition, translator)
    return translator(_EXPLOSIONS[modifier.style], showing=showing, most=Limits.FURTHER_DICE)
