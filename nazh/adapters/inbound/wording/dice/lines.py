"""A roll as lines, one a pool: total first, then the notation, then the dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.adapters.inbound.wording.dice.markup import MARKDOWN, Style, pool_markup, row_markup
from nazh.domain.dice import PoolResult, Roll, Ruleset
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.rows import PlainRow

_ROOM: Final = 3_800
_CODE: Final = re.compile(r"`([^`]+)`").findall


def roll_lines(rolls: tuple[Roll, ...], room: int = _ROOM) -> tuple[str, ...]:
    """Return the lines of a roll in Discord's markdown, at most about ``room`` characters.

    Every notation stands in a code span, which ``notation_in`` finds again.
    """
    first = rolls[0]
    if len(rolls) == 1:
        row = first.pools[0].row
        if row is not None:
            line = _row_line(first, row)
            if len(line) <= room:
                return (line,)
        share = room // len(first.pools)
        notations = first.throw.plan.notations
        pools = zip(first.pools, notations, strict=True)
        return (
            *[_pool_line(result, notation, first.ruleset, share) for result, notation in pools],
            *_story(first),
        )
    heading = f"`{first.throw.plan.notation}`"
    share = (room - len(heading)) // (len(rolls) * len(first.pools))
    return (heading, *(_repeat_line(n, roll, share) for n, roll in enumerate(rolls, 1)))


def notation_in(text: str) -> str:
    """Return the notation of the roll whose lines are ``text``; empty where there is none."""
    return ", ".join(_CODE(text))


def total_text(result: PoolResult, style: Style = MARKDOWN) -> str:
    """Return the total with what raised it, such as ``**27** (+4 Plot)``; empty for a plot die."""
    if result.total is None:
        return ""
    bonus = f" (+{result.plot_bonus} Plot)" if result.plot_bonus else ""
    floored = " (M)" if result.floored else ""
    return f"{style.strong(str(result.total))}{bonus}{floored}"


def outcome_text(result: PoolResult) -> str:
    """Return what is to be said of a pool: success or failure by how much, damage, a stop."""
    parts: list[str] = []
    if result.is_stopped:
        parts.append(f"stopped after {Limits.FURTHER_DICE} further dice")
    if result.target is not None:
        word = "success" if result.target.success else "failure"
        parts.append(f"{word} by {abs(result.target.margin)}")
    if result.damage is not None:
        damage = result.damage
        parts.append(f"hit {damage.hit}, graze {damage.graze}, critical {damage.critical}")
    return "; ".join(parts)


def story_text(roll: Roll) -> str:
    """Return what the roll brought to the story in words; empty when nothing."""
    parts: list[str] = []
    if roll.opportunities:
        parts.append(_times(roll.opportunities, "Opportunity", "Opportunities"))
    if roll.threats:
        parts.append(_times(roll.threats, roll.ruleset.bad_word, f"{roll.ruleset.bad_word}s"))
    if roll.plot is not None and roll.plot.choice_open:
        face, other = roll.plot.faces
        parts.append(f"plot die {face} or {other}: still to be picked, {face} counts until then")
    elif roll.plot is not None and roll.plot.is_picked:
        face, other = roll.plot.faces
        parts.append(f"plot die {face} or {other}: {face} was picked")
    return ", ".join(parts)


def _times(count: int, one: str, many: str) -> str:
    return one if count == 1 else f"{count} {many}"


def _story(roll: Roll) -> tuple[str, ...]:
    text = story_text(roll)
    return (text,) if text else ()


def _row_line(roll: Roll, row: PlainRow) -> str:
    # A plain row has one pool, no difficulty and no story: nothing to ask for but the faces.
    plan, faces = roll.throw
    result = roll.pools[0]
    floored = " (M)" if result.floored else ""
    return f"**{result.total}**{floored} `{plan.notation}` {row_markup(row, faces)}"


def _pool_line(result: PoolResult, notation: str, ruleset: Ruleset, share: int) -> str:
    head = f"{total_text(result)} `{notation}` ".lstrip()
    dice = pool_markup(result, ruleset, most=max(40, share - len(head) - 60))
    outcome = outcome_text(result)
    return f"{head}{dice}{f' — {outcome}' if outcome else ''}"


def _repeat_line(number: int, roll: Roll, share: int) -> str:
    pools = " · ".join(
        f"{total_text(result)} {pool_markup(result, roll.ruleset, most=max(12, share - 90))}"
        f"{f' — {outcome}' if (outcome := outcome_text(result)) else ''}".lstrip()
        for result in roll.pools
    )
    story = story_text(roll)
    return f"{number}. {pools}{f' — {story}' if story else ''}"
