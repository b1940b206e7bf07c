"""What happens to one expression, step by step, in the order in which it happens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeGuard

from nazh.adapters.inbound.wording.dice.phrases import (
    choosing_words,
    counting_words,
    dice_words,
    edge_sentences,
    modifier_words,
    role_words,
)
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

INDENT: Final = "  "
_SIGNS: Final = {Sign.PLUS: "add {}", Sign.MINUS: "subtract {}"}
_OPERATORS: Final = {
    Operator.TIMES: "multiply by {}",
    Operator.OVER: "divide by {}",
    Operator.WHOLE_OVER: "divide by {} and round down",
    Operator.REMAINDER: "divide by {} and take what remains",
}
_ROUNDED: Final = {
    FunctionName.FLOOR: "Round down.",
    FunctionName.CEIL: "Round up.",
    FunctionName.ROUND: "Round to the nearest whole number, halves up.",
    FunctionName.ABS: "Leave its sign away.",
    FunctionName.MIN: "Take the lowest of their results.",
    FunctionName.MAX: "Take the highest of their results.",
}
_HOLDS: Final = {
    Comparison.AT_LEAST: "at least {}",
    Comparison.AT_MOST: "at most {}",
    Comparison.MORE: "more than {}",
    Comparison.LESS: "less than {}",
    Comparison.EQUAL: "exactly {}",
    Comparison.UNEQUAL: "anything but {}",
}


def steps(node: Node) -> Iterator[str]:
    """Yield the steps to the value of ``node``; parts of their own stand indented below theirs."""
    match node:
        case Number(value=value):
            yield f"Take {write_number(value)}."
        case Dice():
            yield from _dice_steps(node)
        case Sum(terms=terms):
            for place, (sign, term) in enumerate(terms):
                yield from _joined(_SIGNS[sign], term) if place else steps(term)
        case Product(first=first, steps=factors):
            yield from steps(first)
            for operator, factor in factors:
                yield from _joined(_OPERATORS[operator], factor)
        case Negative(of=of):
            yield from steps(of)
            yield "Turn its sign around."
        case Group():
            yield from _group_steps(node)
        case Function(name=name, arguments=arguments):
            yield from steps(arguments[0]) if len(arguments) == 1 else _each(arguments)
            if len(arguments) > 1 or name not in (FunctionName.MIN, FunctionName.MAX):
                yield _ROUNDED[name]
        case Compare():
            yield from _compare_steps(node)


def _dice_steps(dice: Dice) -> Iterator[str]:
    yield f"Throw {_thrown(dice)}."
    yield from edge_sentences(dice) if not dice.die.is_plot else ()
    if dice.die.is_plot:
        return
    for modifier in dice.modifiers:
        yield modifier_words(modifier, dice.die)
    if counts_successes(dice.modifiers):
        yield "Count the successes."
    elif _may_be_several(dice):
        yield "Add them up."


def _thrown(dice: Dice) -> str:
    notes = f" ({', '.join(dice.notes)})" if dice.notes else ""
    if dice.die.is_plot:
        return f"the plot die{role_words(dice)}, which adds nothing by itself{notes}"
    return f"{dice_words(dice)}{role_words(dice)}{notes}"


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


def _joined(joining: str, node: Node) -> Iterator[str]:
    """Yield how ``node`` enters arithmetic; ``joining`` holds a place for what enters."""
    if isinstance(node, Number):
        yield _sentence(joining.format(write_number(node.value)))
    elif _is_plain(node):
        its = "their sum" if node.count > 1 else "it"
        yield f"Throw {_thrown(node)}, and {joining.format(its)}."
    else:
        yield f"{_sentence(joining.format(f'the result of {_written(node)}'))[:-1]}:"
        yield from _indented(steps(node))


def _is_plain(node: Node) -> TypeGuard[Dice]:
    return isinstance(node, Dice) and not (node.modifiers or node.tags or node.die.is_plot)


def _group_steps(group: Group) -> Iterator[str]:
    if len(group.members) == 1:
        yield f"Work out {_written(group.members[0])}:"
        yield from _indented(steps(group.members[0]))
        of_all = "Of all its dice: "
    else:
        yield from _each(group.members)
        of_all = ""
    for modifier in group.modifiers:
        match modifier:
            case Keep() | KeepIf() | Drop():
                chosen = choosing_words(modifier, "dice" if of_all else "results")
                yield f"{of_all}{chosen[0].lower() if of_all else chosen[0]}{chosen[1:]}"
            case Successes() | Failures():
                yield counting_words(modifier, "result")
            case Sorted() if len(group.members) > 1:
                first = "highest" if modifier.descending else "lowest"
                yield f"Show them sorted, the {first} first."
            case _:
                pass
    if counts_successes(group.modifiers):
        yield "Count the successes."
    elif len(group.members) > 1 and not _keeps_one(group):
        yield "Add up the results."


def _keeps_one(group: Group) -> bool:
    return any(isinstance(modifier, Keep) and modifier.count == 1 for modifier in group.modifiers)


def _each(members: Iterable[Node]) -> Iterator[str]:
    yield "Work out each of these:"
    for member in members:
        yield f"{INDENT}{_written(member)}:"
        yield from _indented(_indented(steps(member)))


def _compare_steps(node: Compare) -> Iterator[str]:
    holds = _HOLDS[node.comparison]
    if isinstance(node.right, Number):
        yield from steps(node.left)
        yield f"It counts 1 if it is {holds.format(write_number(node.right.value))}, otherwise 0."
        return
    yield from _each((node.left, node.right))
    yield f"It counts 1 if the first is {holds.format('the second')}, otherwise 0."


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{INDENT}{line}" for line in lines)


def _written(node: Node) -> str:
    return write_pool(Pool(node))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
