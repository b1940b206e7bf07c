"""What happens to one expression, step by step, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from nazh.adapters.inbound.wording.dice.phrases import (
    choosing_words,
    counting_words,
    dice_words,
    edge_sentences,
    modifier_words,
    sorting_words,
)
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice.modifiers import (
    Again,
    Comparison,
    Drop,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Reroll,
    Sorted,
    Successes,
)
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    FunctionName,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Pool,
    Product,
    Sign,
    Sum,
    counts_successes,
)
from nazh.domain.dice.writing import write_number, write_pool
from nazh.domain.kernel.phrases import phrase

INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class _Joining:
    """How a part enters arithmetic: a number, dice thrown for it, or a result worked out first."""

    number: str
    dice: str
    result: str


_SIGNS: Final = {
    Sign.PLUS: _Joining(
        phrase("Add {number}."),
        phrase("Throw {dice}, and add the result."),
        phrase("Add the result of {notation}:"),
    ),
    Sign.MINUS: _Joining(
        phrase("Subtract {number}."),
        phrase("Throw {dice}, and subtract the result."),
        phrase("Subtract the result of {notation}:"),
    ),
}
_OPERATORS: Final = {
    Operator.TIMES: _Joining(
        phrase("Multiply by {number}."),
        phrase("Throw {dice}, and multiply by the result."),
        phrase("Multiply by the result of {notation}:"),
    ),
    Operator.OVER: _Joining(
        phrase("Divide by {number}."),
        phrase("Throw {dice}, and divide by the result."),
        phrase("Divide by the result of {notation}:"),
    ),
    Operator.WHOLE_OVER: _Joining(
        phrase("Divide by {number} and round down."),
        phrase("Throw {dice}, divide by the result and round down."),
        phrase("Divide and round down, by the result of {notation}:"),
    ),
    Operator.REMAINDER: _Joining(
        phrase("Divide by {number} and take what remains."),
        phrase("Throw {dice}, divide by the result and take what remains."),
        phrase("Divide and take what remains, by the result of {notation}:"),
    ),
}
_ROUNDED: Final = {
    FunctionName.FLOOR: phrase("Round down."),
    FunctionName.CEIL: phrase("Round up."),
    FunctionName.ROUND: phrase("Round to the nearest whole number, halves up."),
    FunctionName.ABS: phrase("Leave its sign away."),
    FunctionName.MIN: phrase("Take the lowest of their results."),
    FunctionName.MAX: phrase("Take the highest of their results."),
}
_COUNTS_ONE: Final = {
    Comparison.AT_LEAST: phrase("It counts 1 if it is at least {number}, otherwise 0."),
    Comparison.AT_MOST: phrase("It counts 1 if it is at most {number}, otherwise 0."),
    Comparison.MORE: phrase("It counts 1 if it is more than {number}, otherwise 0."),
    Comparison.LESS: phrase("It counts 1 if it is less than {number}, otherwise 0."),
    Comparison.EQUAL: phrase("It counts 1 if it is exactly {number}, otherwise 0."),
    Comparison.UNEQUAL: phrase("It counts 1 if it is anything but {number}, otherwise 0."),
}
_FIRST_COUNTS_ONE: Final = {
    Comparison.AT_LEAST: phrase("It counts 1 if the first is at least the second, otherwise 0."),
    Comparison.AT_MOST: phrase("It counts 1 if the first is at most the second, otherwise 0."),
    Comparison.MORE: phrase("It counts 1 if the first is more than the second, otherwise 0."),
    Comparison.LESS: phrase("It counts 1 if the first is less than the second, otherwise 0."),
    Comparison.EQUAL: phrase("It counts 1 if both are the same, otherwise 0."),
    Comparison.UNEQUAL: phrase("It counts 1 if the two differ, otherwise 0."),
}


def steps(node: Node, words: Words) -> Iterator[str]:
    """Yield the steps to the value of ``node``; parts of their own stand indented below theirs."""
    match node:
        case Number(value=value):
            yield words("Take {number}.", number=write_number(value))
        case Dice():
            yield from _dice_steps(node, words)
        case Sum(terms=terms):
            for place, (sign, term) in enumerate(terms):
                yield from _joined(_SIGNS[sign], term, words) if place else steps(term, words)
        case Product(first=first, steps=factors):
            yield from steps(first, words)
            for operator, factor in factors:
                yield from _joined(_OPERATORS[operator], factor, words)
        case Negative(of=of):
            yield from steps(of, words)
            yield words("Turn its sign around.")
        case Group():
            yield from _group_steps(node, words)
        case Function(name=name, arguments=arguments):
            yield from (
                steps(arguments[0], words) if len(arguments) == 1 else _each(arguments, words)
            )
            if len(arguments) > 1 or name not in (FunctionName.MIN, FunctionName.MAX):
                yield words(_ROUNDED[name])
        case Compare():
            yield from _compare_steps(node, words)


def _dice_steps(dice: Dice, words: Words) -> Iterator[str]:
    if dice.die.is_plot:
        told = words("Throw the plot die, which adds nothing by itself.")
        yield f"{told}{_notes(dice)}"
        return
    yield words("Throw {dice}.", dice=f"{dice_words(dice, words)}{_notes(dice)}")
    yield from edge_sentences(dice, words)
    for modifier in dice.modifiers:
        yield modifier_words(modifier, dice.die, words)
    if counts_successes(dice.modifiers):
        yield words("Count the successes.")
    elif _may_be_several(dice):
        yield words("Add them up.")


def _notes(dice: Dice) -> str:
    return f" ({', '.join(dice.notes)})" if dice.notes else ""


def _may_be_several(dice: Dice) -> bool:
    several = dice.count - dice.plot_dice > 1
    for modifier in dice.modifiers:
        match modifier:
            case Keep(count=1):
                several = False
            case (
                Explode(style=Explosion.FURTHER | Explosion.PENETRATE) | Reroll(again=Again.ADDING)
            ):
                several = True
            case _:
                pass
    return several


def _joined(joining: _Joining, node: Node, words: Words) -> Iterator[str]:
    if isinstance(node, Number):
        yield words(joining.number, number=write_number(node.value))
    elif _is_plain(node):
        yield words(joining.dice, dice=f"{dice_words(node, words)}{_notes(node)}")
    else:
        yield words(joining.result, notation=_written(node))
        yield from _indented(steps(node, words))


def _is_plain(node: Node) -> TypeGuard[Dice]:
    return isinstance(node, Dice) and not (node.modifiers or node.tags or node.die.is_plot)


def _group_steps(group: Group, words: Words) -> Iterator[str]:
    of_dice = len(group.members) == 1
    if of_dice:
        yield words("Work out {notation}:", notation=_written(group.members[0]))
        yield from _indented(steps(group.members[0], words))
    else:
        yield from _each(group.members, words)
    for modifier in group.modifiers:
        match modifier:
            case Keep() | KeepIf() | Drop():
                if of_dice:
                    yield words("Of all its dice:")
                chosen = choosing_words(modifier, words, of_dice=of_dice)
                yield f"{INDENT}{chosen}" if of_dice else chosen
            case Successes() | Failures():
                yield counting_words(modifier, words, of_dice=False)
            case Sorted() if not of_dice:
                yield sorting_words(modifier, words)
            case _:
                pass
    if counts_successes(group.modifiers):
        yield words("Count the successes.")
    elif not of_dice and not _keeps_one(group):
        yield words("Add up the results.")


def _keeps_one(group: Group) -> bool:
    return any(isinstance(modifier, Keep) and modifier.count == 1 for modifier in group.modifiers)


def _each(members: Iterable[Node], words: Words) -> Iterator[str]:
    yield words("Work out each of these:")
    for member in members:
        yield f"{INDENT}{_written(member)}:"
        yield from _indented(_indented(steps(member, words)))


def _compare_steps(node: Compare, words: Words) -> Iterator[str]:
    if isinstance(node.right, Number):
        yield from steps(node.left, words)
        yield words(_COUNTS_ONE[node.comparison], number=write_number(node.right.value))
        return
    yield from _each((node.left, node.right), words)
    yield words(_FIRST_COUNTS_ONE[node.comparison])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{INDENT}{line}" for line in lines)


def _written(node: Node) -> str:
    return write_pool(Pool(node))
