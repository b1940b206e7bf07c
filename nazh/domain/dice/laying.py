"""Lays an expression out on the table: the one place that walks the tree while dice fall."""

from __future__ import annotations

from nazh.domain.dice.fallen import Table, drop_dice, kept_places, lay_dice
from nazh.domain.dice.laid import Counting, Laid, LaidDice, LaidGroup, LaidNumber, LaidParts
from nazh.domain.dice.modifiers import (
    Drop,
    Keep,
    KeepIf,
    Sorted,
)
from nazh.domain.dice.pools import (
    PLOT_DIE,
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


def lay(node: Node, table: Table) -> Laid:
    """Let the dice of ``node`` fall in draw order and apply every modifier."""
    match node:
        case Dice():
            return LaidDice(node, lay_dice(node, table, PLOT_DIE))
        case Number():
            return LaidNumber(node.value)
        case Sum():
            parts = tuple([_enclosed(node, lay(term, table)) for _, term in node.terms])
            return LaidParts(node, parts, tuple([_SIGNS[sign] for sign, _ in node.terms[1:]]))
        case Product():
            first = lay(node.first, table)
            steps = [lay(step, table) for _, step in node.steps]
            signs = tuple(f" {_SHOWN.get(operator, operator.value)} " for operator, _ in node.steps)
            parts = tuple(_enclosed(node, part) for part in (first, *steps))
            return LaidParts(node, parts, signs)
        case Negative():
            return LaidParts(node, (_enclosed(node, lay(node.of, table)),), opens="-")
        case Function():
            parts = tuple(lay(argument, table) for argument in node.arguments)
            commas = (", ",) * (len(parts) - 1)
            return LaidParts(node, parts, commas, f"{node.name.value}(", ")")
        case Compare():
            parts = (lay(node.left, table), lay(node.right, table))
            return LaidParts(node, parts, (f" {node.comparison.value} ",))
        case Group():
            return _lay_group(node, table)


# A bare asterisk would format the text that it stands in.
_SHOWN = {Operator.TIMES: "×"}
_SIGNS = {Sign.PLUS: " + ", Sign.MINUS: " - "}


def _enclosed(around: Sum | Product | Negative, part: Laid) -> Laid:
    # What binds more loosely than its surroundings was written in parentheses.
    if not isinstance(part, LaidParts) or isinstance(part.node, Function | Negative):
        return part
    if isinstance(around, Sum) and isinstance(part.node, Product):
        return part
    return LaidParts(part.node, part.parts, part.between, f"({part.opens}", f"{part.closes})")


def _lay_group(node: Group, table: Table) -> LaidGroup:
    group = LaidGroup(node, [lay(member, table) for member in node.members])
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


def _drop_members(group: LaidGroup, modifier: Keep | KeepIf | Drop) -> None:
    places = [place for place, chosen in enumerate(group.chosen) if chosen]
    totals = [group.members[place].value(Counting.AS_FALLEN) for place in places]
    keeps = kept_places(totals, modifier)
    for index, place in enumerate(places):
        if index not in keeps:
            group.chosen[place] = False
            for fallen in group.members[place].dice():
                fallen.kept = fallen.kept and fallen.is_plot


def _sort_members(group: LaidGroup, descending: bool) -> None:
    totals = [member.value(Counting.AS_FALLEN) for member in group.members]
    order = sorted(range(len(totals)), key=totals.__getitem__, reverse=descending)
    group.members = [group.members[place] for place in order]
    group.chosen = [group.chosen[place] for place in order]
