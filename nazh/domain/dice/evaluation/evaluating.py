"""Evaluates an expression; the only module that walks the tree while dice are drawn."""

from __future__ import annotations

from nazh.domain.dice.evaluation.evaluated import (
    Evaluated,
    EvaluatedDice,
    EvaluatedGroup,
    EvaluatedNumber,
    EvaluatedOperation,
    ValueMode,
)
from nazh.domain.dice.evaluation.keeping import kept_indices
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext, drop_dice, evaluate_dice
from nazh.domain.dice.modifiers import (
    Drop,
    Keep,
    KeepIf,
    Sorted,
)
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Product,
    Sign,
    Sum,
)


def evaluate(node: Node, context: EvaluationContext) -> Evaluated:
    """Draw the dice of ``node`` in order and apply every modifier."""
    match node:
        case Dice():
            return EvaluatedDice(node, evaluate_dice(node, context))
        case Number():
            return EvaluatedNumber(node.value)
        case Sum():
            parts = tuple([_parenthesized(node, evaluate(term, context)) for _, term in node.terms])
            return EvaluatedOperation(
                node, parts, tuple([_SIGNS[sign] for sign, _ in node.terms[1:]])
            )
        case Product():
            first = evaluate(node.first, context)
            steps = [evaluate(step, context) for _, step in node.steps]
            signs = tuple(f" {_SHOWN.get(operator, operator.value)} " for operator, _ in node.steps)
            parts = tuple(_parenthesized(node, part) for part in (first, *steps))
            return EvaluatedOperation(node, parts, signs)
        case Negative():
            return EvaluatedOperation(
                node, (_parenthesized(node, evaluate(node.of, context)),), prefix="-"
            )
        case Function():
            parts = tuple(evaluate(argument, context) for argument in node.arguments)
            commas = (", ",) * (len(parts) - 1)
            return EvaluatedOperation(node, parts, commas, f"{node.name.value}(", ")")
        case Compare():
            parts = (evaluate(node.left, context), evaluate(node.right, context))
            return EvaluatedOperation(node, parts, (f" {node.comparison.value} ",))
        case Group():
            return _evaluate_group(node, context)


# A bare asterisk would format the surrounding text.
_SHOWN = {Operator.TIMES: "×"}
_SIGNS = {Sign.PLUS: " + ", Sign.MINUS: " - "}


def _parenthesized(around: Sum | Product | Negative, part: Evaluated) -> Evaluated:
    # An operand that binds more loosely than its operator was written in parentheses.
    if not isinstance(part, EvaluatedOperation) or isinstance(part.node, Function | Negative):
        return part
    if isinstance(around, Sum) and isinstance(part.node, Product):
        return part
    return EvaluatedOperation(
        part.node, part.parts, part.separators, f"({part.prefix}", f"{part.suffix})"
    )


def _evaluate_group(node: Group, context: EvaluationContext) -> EvaluatedGroup:
    group = EvaluatedGroup(node, [evaluate(member, context) for member in node.members])
    for modifier in node.modifiers:
        match modifier:
            case Keep() | KeepIf() | Drop() if len(group.members) == 1:
                drop_dice(list(group.dice()), modifier)
            case Keep() | KeepIf() | Drop():
                _drop_members(group, modifier)
            case Sorted(descending=descending) if len(group.members) > 1:
                _sort_members(group, descending)
            case _:
                pass
    return group


def _drop_members(group: EvaluatedGroup, modifier: Keep | KeepIf | Drop) -> None:
    indices = [index for index, chosen in enumerate(group.chosen) if chosen]
    totals = [group.members[index].value(ValueMode.AS_THROWN) for index in indices]
    kept = kept_indices(totals, modifier)
    for rank, index in enumerate(indices):
        if rank not in kept:
            group.chosen[index] = False
            for thrown in group.members[index].dice():
                thrown.kept = thrown.is_plot


def _sort_members(group: EvaluatedGroup, descending: bool) -> None:
    totals = [member.value(ValueMode.AS_THROWN) for member in group.members]
    order = sorted(range(len(totals)), key=totals.__getitem__, reverse=descending)
    group.members = [group.members[index] for index in order]
    group.chosen = [group.chosen[index] for index in order]
