"""A roll as lines, one a pool: total first, then the notation, then the dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.adapters.inbound.wording.dice.markup import MARKDOWN, Style, pool_markup, row_markup
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import PoolResult, Roll
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.rows import PlainRow
from nazh.domain.kernel.phrases import phrase, phrases

_ROOM: Final = 3_800
_OPPORTUNITIES: Final = phrases("Opportunity", "{count} Opportunities")
_CODE: Final = re.compile(r"`([^`]+)`").findall


def roll_lines(
    rolls: tuple[Roll, ...], words: Words, room: int = _ROOM, *, is_compact: bool = False
) -> tuple[str, ...]:
    """Return the lines of a roll in Discord's markdown, at most about ``room`` characters.

    Every notation stands in a code span, which ``notation_in`` finds again. Compact lines leave
    out the dice behind a total.
    """
    first = rolls[0]
    if is_compact:
        return _compact_lines(rolls, words)
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
            *[_pool_line(result, notation, first, words, share) for result, notation in pools],
            *_story(first, words),
        )
    heading = f"`{first.throw.plan.notation}`"
    share = (room - len(heading)) // (len(rolls) * len(first.pools))
    return (heading, *(_repeat_line(n, roll, words, share) for n, roll in enumerate(rolls, 1)))


def notation_in(text: str) -> str:
    """Return the notation of the roll whose lines are ``text``; empty where there is none."""
    return ", ".join(_CODE(text))


def total_text(result: PoolResult, words: Words, style: Style = MARKDOWN) -> str:
    """Return the total with what raised it, such as ``**27** (+4 Plot)``; empty for a plot die."""
    if result.total is None:
        return ""
    bonus = ""
    if result.plot_bonus:
        told = words("(+{bonus} Plot)", bonus=result.plot_bonus)
        bonus = f" {told}"
    floored = " (M)" if result.floored else ""
    return f"{style.strong(str(result.total))}{bonus}{floored}"


def outcome_text(result: PoolResult, words: Words) -> str:
    """Return what is to be said of a pool: success or failure by how much, damage, a stop."""
    parts: list[str] = []
    if result.is_stopped:
        parts.append(words("stopped after {most} further dice", most=Limits.FURTHER_DICE))
    if result.target is not None:
        by = (
            phrase("success by {margin}")
            if result.target.success
            else phrase("failure by {margin}")
        )
        parts.append(words(by, margin=abs(result.target.margin)))
    if result.damage is not None:
        hit, graze, critical = result.damage.hit, result.damage.graze, result.damage.critical
        told = phrase("hit {hit}, graze {graze}, critical {critical}")
        parts.append(words(told, hit=hit, graze=graze, critical=critical))
    return "; ".join(parts)


def story_text(roll: Roll, words: Words) -> str:
    """Return what the roll brought to the story in words; empty when nothing."""
    parts: list[str] = []
    if roll.opportunities:
        parts.append(words.counted(_OPPORTUNITIES, roll.opportunities))
    if roll.threats:
        parts.append(words.counted(roll.ruleset.bad_words, roll.threats))
    if roll.plot is not None and (roll.plot.choice_open or roll.plot.is_picked):
        face, other = roll.plot.faces
        choice = (
            phrase("plot die {face} or {other}: still to be picked, {face} counts until then")
            if roll.plot.choice_open
            else phrase("plot die {face} or {other}: {face} was picked")
        )
        parts.append(words(choice, face=face, other=other))
    return ", ".join(parts)


def _compact_lines(rolls: tuple[Roll, ...], words: Words) -> tuple[str, ...]:
    first = rolls[0]
    if len(rolls) == 1:
        pools = zip(first.pools, first.throw.plan.notations, strict=True)
        lines = (_compact_pool(pool, f" `{notation}`", first, words) for pool, notation in pools)
        return (*lines, *_story(first, words))
    return (
        f"`{first.throw.plan.notation}`",
        *(_compact_repeat(number, roll, words) for number, roll in enumerate(rolls, 1)),
    )


def _compact_repeat(number: int, roll: Roll, words: Words) -> str:
    pools = " · ".join(_compact_pool(pool, "", roll, words) for pool in roll.pools)
    story = story_text(roll, words)
    return f"{number}. {pools}{f' — {story}' if story else ''}"


def _compact_pool(result: PoolResult, notation: str, roll: Roll, words: Words) -> str:
    outcome = outcome_text(result, words)
    # A plot die alone has no total: its face is all there is to say.
    dice = f" {pool_markup(result, roll.ruleset, words)}" if result.total is None else ""
    told = f"{total_text(result, words)}{notation}{dice}{f' — {outcome}' if outcome else ''}"
    return told.lstrip()


def _story(roll: Roll, words: Words) -> tuple[str, ...]:
    text = story_text(roll, words)
    return (text,) if text else ()


def _row_line(roll: Roll, row: PlainRow) -> str:
    # A plain row has one pool, no difficulty and no story: nothing to ask for but the faces.
    plan, faces = roll.throw
    result = roll.pools[0]
    floored = " (M)" if result.floored else ""
    return f"**{result.total}**{floored} `{plan.notation}` {row_markup(row, faces)}"


def _pool_line(result: PoolResult, notation: str, roll: Roll, words: Words, share: int) -> str:
    head = f"{total_text(result, words)} `{notation}` ".lstrip()
    dice = pool_markup(result, roll.ruleset, words, most=max(40, share - len(head) - 60))
    outcome = outcome_text(result, words)
    return f"{head}{dice}{f' — {outcome}' if outcome else ''}"


def _repeat_line(number: int, roll: Roll, words: Words, share: int) -> str:
    most = max(12, share - 90)
    pools = " · ".join(
        f"{total_text(result, words)} {pool_markup(result, roll.ruleset, words, most=most)}"
        f"{f' — {outcome}' if (outcome := outcome_text(result, words)) else ''}".lstrip()
        for result in roll.pools
    )
    story = story_text(roll, words)
    return f"{number}. {pools}{f' — {story}' if story else ''}"
