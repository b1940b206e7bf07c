"""Formats a roll as one line per pool, with its total, its notation and its dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.adapters.inbound.texts.dice.markup import MARKDOWN, Style, pool_markup, simple_pool_markup
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import PoolResult, Roll
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.simple_pools import SimplePool
from nazh.domain.kernel.texts import N_, N_plural

_ROOM: Final = 3_800
_OPPORTUNITIES: Final = N_plural("Opportunity", "{count} Opportunities")
_CODE: Final = re.compile(r"`([^`]+)`").findall


def roll_lines(
    rolls: tuple[Roll, ...], translator: Translator, room: int = _ROOM, *, is_compact: bool = False
) -> tuple[str, ...]:
    """Return the lines of a roll in Discord's markdown, at most about ``room`` characters.

    Every notation is in a code span, in which ``notation_in`` finds it again. Compact lines leave
    out the dice after a total.
    """
    first = rolls[0]
    if is_compact:
        return _compact_lines(rolls, translator)
    if len(rolls) == 1:
        row = first.pools[0].simple_pool
        if row is not None:
            line = _simple_pool_line(first, row)
            if len(line) <= room:
                return (line,)
        share = room // len(first.pools)
        notations = first.throw.plan.notations
        pools = zip(first.pools, notations, strict=True)
        return (
            *[_pool_line(result, notation, first, translator, share) for result, notation in pools],
            *_story(first, translator),
        )
    heading = f"`{first.throw.plan.notation}`"
    share = (room - len(heading)) // (len(rolls) * len(first.pools))
    return (heading, *(_repeat_line(n, roll, translator, share) for n, roll in enumerate(rolls, 1)))


def notation_in(text: str) -> str:
    """Return the notation of the roll whose lines are ``text``; empty if there is none."""
    return ", ".join(_CODE(text))


def total_text(result: PoolResult, translator: Translator, style: Style = MARKDOWN) -> str:
    """Return the total with what raised it, such as ``**27** (+4 Plot)``; empty for a plot die."""
    if result.total is None:
        return ""
    bonus = ""
    if result.plot_bonus:
        phrase = translator("(+{bonus} Plot)", bonus=result.plot_bonus)
        bonus = f" {phrase}"
    floored = " (M)" if result.floored else ""
    return f"{style.strong(str(result.total))}{bonus}{floored}"


def outcome_text(result: PoolResult, translator: Translator) -> str:
    """Return a pool's success or failure with its margin, its damage, and a stopped explosion."""
    parts: list[str] = []
    if result.is_stopped:
        parts.append(translator("stopped after {most} more dice", most=Limits.FURTHER_DICE))
    if result.target is not None:
        by = N_("success by {margin}") if result.target.success else N_("failure by {margin}")
        parts.append(translator(by, margin=abs(result.target.margin)))
    if result.damage is not None:
        hit, graze, critical = result.damage.hit, result.damage.graze, result.damage.critical
        phrase = N_("hit {hit}, graze {graze}, critical {critical}")
        parts.append(translator(phrase, hit=hit, graze=graze, critical=critical))
    return "; ".join(parts)


def story_text(roll: Roll, translator: Translator) -> str:
    """Return the roll's narrative in words; empty if there is none."""
    parts: list[str] = []
    if roll.opportunities:
        parts.append(translator.counted(_OPPORTUNITIES, roll.opportunities))
    if roll.threats:
        parts.append(translator.counted(roll.ruleset.bad_words, roll.threats))
    if roll.plot is not None and (roll.plot.choice_open or roll.plot.is_picked):
        face, other = roll.plot.faces
        choice = (
            N_("plot die {face} or {other}: not picked yet, {face} counts until then")
            if roll.plot.choice_open
            else N_("plot die {face} or {other}: {face} was picked")
        )
        parts.append(translator(choice, face=face, other=other))
    return ", ".join(parts)


def _compact_lines(rolls: tuple[Roll, ...], translator: Translator) -> tuple[str, ...]:
    first = rolls[0]
    if len(rolls) == 1:
        pools = zip(first.pools, first.throw.plan.notations, strict=True)
        lines = (
            _compact_pool(pool, f" `{notation}`", first, translator) for pool, notation in pools
        )
        return (*lines, *_story(first, translator))
    return (
        f"`{first.throw.plan.notation}`",
        *(_compact_repeat(number, roll, translator) for number, roll in enumerate(rolls, 1)),
    )


def _compact_repeat(number: int, roll: Roll, translator: Translator) -> str:
    pools = " · ".join(_compact_pool(pool, "", roll, translator) for pool in roll.pools)
    story = story_text(roll, translator)
    return f"{number}. {pools}{f' — {story}' if story else ''}"


def _compact_pool(result: PoolResult, notation: str, roll: Roll, translator: Translator) -> str:
    outcome = outcome_text(result, translator)
    # A plot die alone has no total, so only its face is shown.
    dice = f" {pool_markup(result, roll.ruleset, translator)}" if result.total is None else ""
    phrase = f"{total_text(result, translator)}{notation}{dice}{f' — {outcome}' if outcome else ''}"
    return phrase.lstrip()


def _story(roll: Roll, translator: Translator) -> tuple[str, ...]:
    text = story_text(roll, translator)
    return (text,) if text else ()


def _simple_pool_line(roll: Roll, row: SimplePool) -> str:
    # A simple pool has no difficulty and no narrative, so its faces are enough.
    plan, faces = roll.throw
    result = roll.pools[0]
    floored = " (M)" if result.floored else ""
    return f"**{result.total}**{floored} `{plan.notation}` {simple_pool_markup(row, faces)}"


def _pool_line(
    result: PoolResult, notation: str, roll: Roll, translator: Translator, share: int
) -> str:
    head = f"{total_text(result, translator)} `{notation}` ".lstrip()
    dice = pool_markup(result, roll.ruleset, translator, most=max(40, share - len(head) - 60))
    outcome = outcome_text(result, translator)
    return f"{head}{dice}{f' — {outcome}' if outcome else ''}"


def _repeat_line(number: int, roll: Roll, translator: Translator, share: int) -> str:
    most = max(12, share - 90)
    pools = " · ".join(
        f"{total_text(result, translator)} "
        f"{pool_markup(result, roll.ruleset, translator, most=most)}"
        f"{f' — {outcome}' if (outcome := outcome_text(result, translator)) else ''}".lstrip()
        for result in roll.pools
    )
    story = story_text(roll, translator)
    return f"{number}. {pools}{f' — {story}' if story else ''}"
