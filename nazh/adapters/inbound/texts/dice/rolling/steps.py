"""Explains the evaluation of one expression step by step, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeGuard

from nazh.adapters.inbound.texts.dice.rolling.explanation_phrases import (
    choosing_words,
    counting_words,
    dice_words,
    edge_sentences,
    modifier_words,
    sorting_words,
)
from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.canonical_notation import write_number, write_pool
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
from nazh.domain.kernel.texts import N_

INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class _OperandTexts:
    """The texts for an operand of arithmetic: a number, dice, or an intermediate result."""

    number: str
    dice: str
    result: str


_SIGNS: Final = {
    Sign.PLUS: _OperandTexts(
        N_("Add {number}."),
        N_("Roll {dice} and add the result."),
        N_("Add the result of {notation}:"),
    ),
    Sign.MINUS: _OperandTexts(
        N_("Subtract {number}."),
        N_("Roll {dice} and subtract the result."),
        N_("Subtract the result of {notation}:"),
    ),
}
_OPERATORS: Final = {
    Operator.TIMES: _OperandTexts(
        N_("Multiply by {number}."),
        N_("Roll {dice} and multiply by the result."),
        N_("Multiply by the result of {notation}:"),
    ),
    Operator.OVER: _OperandTexts(
        N_("Divide by {number}."),
        N_("Roll {dice} and divide by the result."),
        N_("Divide by the result of {notation}:"),
    ),
    Operator.WHOLE_OVER: _OperandTexts(
        N_("Divide by {number} and round down."),
        N_("Roll {dice}, divide by the result and round down."),
        N_("Divide by the result of {notation} and round down:"),
    ),
    Operator.REMAINDER: _OperandTexts(
        N_("Divide by {number} and take the remainder."),
        N_("Roll {dice}, divide by the result and take the remainder."),
        N_("Divide by the result of {notation} and take the remainder:"),
    ),
}
_ROUNDED: Final = {
    FunctionName.FLOOR: N_("Round down."),
    FunctionName.CEIL: N_("Round up."),
    FunctionName.ROUND: N_("Round to the nearest whole number, halves up."),
    FunctionName.ABS: N_("Drop its sign."),
    FunctionName.MIN: N_("Take the lowest of their results."),
    FunctionName.MAX: N_("Take the highest of their results."),
}
_COUNTS_ONE: Final = {
    Comparison.AT_LEAST: N_("It counts 1 if it is at least {number}, otherwise 0."),
    Comparison.AT_MOST: N_("It counts 1 if it is at most {number}, otherwise 0."),
    Comparison.MORE: N_("It counts 1 if it is more than {number}, otherwise 0."),
    Comparison.LESS: N_("It counts 1 if it is less than {number}, otherwise 0."),
    Comparison.EQUAL: N_("It counts 1 if it is exactly {number}, otherwise 0."),
    Comparison.UNEQUAL: N_("It counts 1 if it is anything but {number}, otherwise 0."),
}
_FIRST_COUNTS_ONE: Final = {
    Comparison.AT_LEAST: N_("It counts 1 if the first is at least the second, otherwise 0."),
    Comparison.AT_MOST: N_("It counts 1 if the first is at most the second, otherwise 0."),
    Comparison.MORE: N_("It counts 1 if the first is more than the second, otherwise 0."),
    Comparison.LESS: N_("It counts 1 if the first is less than the second, otherwise 0."),
    Comparison.EQUAL: N_("It counts 1 if both are the same, otherwise 0."),
    Comparison.UNEQUAL: N_("It counts 1 if the two differ, otherwise 0."),
}


def steps(node: Node, translator: Translator) -> Iterator[str]:
    """Yield the steps to the value of ``node``, with the steps of its parts indented below."""
    match node:
        case Number(value=value):
            yield translator("Take {number}.", number=write_number(value))
        case Dice():
            yield from _dice_steps(node, translator)
        case Sum(terms=terms):
            for place, (sign, term) in enumerate(terms):
                yield from (
                    _joined(_SIGNS[sign], term, translator) if place else steps(term, translator)
                )
        case Product(first=first, steps=factors):
            yield from steps(first, translator)
            for operator, factor in factors:
                yield from _joined(_OPERATORS[operator], factor, translator)
        case Negative(of=of):
            yield from steps(of, translator)
            yield translator("Reverse its sign.")
        case Group():
            yield from _group_steps(node, translator)
        case Function(name=name, arguments=arguments):
            yield from (
                steps(arguments[0], translator)
                if len(arguments) == 1
                else _each(arguments, translator)
            )
            if len(arguments) > 1 or not name.takes_several:
                yield translator(_ROUNDED[name])
        case Compare():
            yield from _compare_steps(node, translator)


def modifier_steps(node: Node, translator: Translator) -> Iterator[str]:
    """Yield what the tags and modifiers in ``node`` do, in Discord's markdown.

    If they belong to different parts, each line begins with the notation of its part.
    """
    parts = [part for part in _parts(node, translator) if part[1]]
    for part, sentences in parts:
        where = f"`{_written(part)}`: " if len(parts) > 1 else ""
        yield from (f"{where}{escape_markdown(sentence)}" for sentence in sentences)


def _parts(node: Node, translator: Translator) -> Iterator[tuple[Node, list[str]]]:
    """Yield all dice and groups in ``node`` with the sentences about their modifiers."""
    match node:
        case Dice(die=die, modifiers=modifiers) if not die.is_plot:
            explained = [modifier_words(modifier, die, translator) for modifier in modifiers]
            yield node, [*edge_sentences(node, translator), *explained]
        case Sum(terms=terms):
            for _, term in terms:
                yield from _parts(term, translator)
        case Product(first=first, steps=factors):
            for factor in (first, *(factor for _, factor in factors)):
                yield from _parts(factor, translator)
        case Negative(of=of):
            yield from _parts(of, translator)
        case Group(members=members):
            for member in members:
                yield from _parts(member, translator)
            yield node, [sentence for _, sentence in _group_sentences(node, translator)]
        case Function(arguments=arguments):
            for argument in arguments:
                yield from _parts(argument, translator)
        case Compare(left=left, right=right):
            yield from _parts(left, translator)
            yield from _parts(right, translator)
        case _:
            return


def _dice_steps(dice: Dice, translator: Translator) -> Iterator[str]:
    if dice.die.is_plot:
        phrase = translator("Roll the plot die, which adds nothing by itself.")
        yield f"{phrase}{_notes(dice)}"
        return
    yield translator("Roll {dice}.", dice=f"{dice_words(dice, translator)}{_notes(dice)}")
    yield from edge_sentences(dice, translator)
    for modifier in dice.modifiers:
        yield modifier_words(modifier, dice.die, translator)
    if counts_successes(dice.modifiers):
        yield translator("Count the successes.")
    elif _may_be_several(dice):
        yield translator("Add them up.")


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


def _joined(joining: _OperandTexts, node: Node, translator: Translator) -> Iterator[str]:
    if isinstance(node, Number):
        yield translator(joining.number, number=write_number(node.value))
    elif _is_plain(node):
        yield translator(joining.dice, dice=f"{dice_words(node, translator)}{_notes(node)}")
    else:
        yield translator(joining.result, notation=_written(node))
        yield from _indented(steps(node, translator))


def _is_plain(node: Node) -> TypeGuard[Dice]:
    return isinstance(node, Dice) and not (node.modifiers or node.tags or node.die.is_plot)


def _group_steps(group: Group, translator: Translator) -> Iterator[str]:
    of_dice = len(group.members) == 1
    if of_dice:
        yield translator("Work out {notation}:", notation=_written(group.members[0]))
        yield from _indented(steps(group.members[0], translator))
    else:
        yield from _each(group.members, translator)
    for chooses_dice, sentence in _group_sentences(group, translator):
        if chooses_dice:
            yield translator("Of all its dice:")
        yield f"{INDENT}{sentence}" if chooses_dice else sentence
    if counts_successes(group.modifiers):
        yield translator("Count the successes.")
    elif not of_dice and not _keeps_one(group):
        yield translator("Add up the results.")


def _group_sentences(group: Group, translator: Translator) -> Iterator[tuple[bool, str]]:
    """Yield the sentence of each modifier, and whether it chooses among all dice of the group."""
    of_dice = len(group.members) == 1
    for modifier in group.modifiers:
        match modifier:
            case Keep() | KeepIf() | Drop():
                yield of_dice, choosing_words(modifier, translator, of_dice=of_dice)
            case Successes() | Failures():
                yield False, counting_words(modifier, translator, of_dice=False)
            case Sorted() if not of_dice:
                yield False, sorting_words(modifier, translator)
            case _:
                pass


def _keeps_one(group: Group) -> bool:
    return any(isinstance(modifier, Keep) and modifier.count == 1 for modifier in group.modifiers)


def _each(members: Iterable[Node], translator: Translator) -> Iterator[str]:
    yield translator("Work out each of these:")
    for member in members:
        yield f"{INDENT}{_written(member)}:"
        yield from _indented(_indented(steps(member, translator)))


def _compare_steps(node: Compare, translator: Translator) -> Iterator[str]:
    if isinstance(node.right, Number):
        yield from steps(node.left, translator)
        yield translator(_COUNTS_ONE[node.comparison], number=write_number(node.right.value))
        return
    yield from _each((node.left, node.right), translator)
    yield translator(_FIRST_COUNTS_ONE[node.comparison])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{INDENT}{line}" for line in lines)


def _written(node: Node) -> str:
    return write_pool(Pool(node))
