"""Formats a roll as a heading with the main result, and one line per pool with its dice."""

from __future__ import annotations

import re
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import MARKDOWN, pool_markup
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.punctuation import joined
from nazh.domain.dice import PoolResult, Roll
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.texts import N_, N_plural

PLOT_MARK: Final = "◆"
"""Precedes the effects of the plot die, so that they are not taken for a verdict."""
_ROOM: Final = 3_800
SMALL: Final = "-# "
_FIGURE_SPACE: Final = "\N{FIGURE SPACE}"
_SUCCESSES: Final = N_plural("{count} success", "{count} successes")
_OPPORTUNITIES: Final = N_plural("Opportunity", "{count} Opportunities")
_CODE: Final = re.compile(r"`([^`]+)`").findall


def roll_lines(
    rolls: tuple[Roll, ...], translator: Translator, room: int = _ROOM, *, is_compact: bool = False
) -> tuple[str, ...]:
    """Return the lines below the heading in Discord's markdown, of about ``room`` characters.

    Every notation is in a code span, in which ``notation_in`` finds it again. Compact lines leave
    out the dice after a total. An only total is in the heading alone.
    """
    first = rolls[0]
    if is_compact:
        return _compact_lines(rolls, translator)
    if len(rolls) == 1:
        notations = first.throw.plan.notations
        share = room // len(first.pools)
        if sum(pool.total is not None for pool in first.pools) < 2:
            return (
                *[
                    _small_line(result, notation, first, translator, share)
                    for result, notation in zip(first.pools, notations, strict=True)
                ],
                *story_lines(first, translator),
            )
        width = max(len(str(pool.total)) for pool in first.pools if pool.total is not None)
        pools = zip(first.pools, notations, strict=True)
        return (
            *[
                _pool_line(result, notation, first, translator, share, width)
                for result, notation in pools
            ],
            *damage_sum(first, translator),
            *story_lines(first, translator),
        )
    heading = f"`{first.throw.plan.notation}`"
    share = (room - len(heading)) // (len(rolls) * len(first.pools))
    return (heading, *(_repeat_line(n, roll, translator, share) for n, roll in enumerate(rolls, 1)))


def notation_in(text: str) -> str:
    """Return the notation of the roll whose lines are ``text``; empty if there is none."""
    return ", ".join(_CODE(text))


def total_text(result: PoolResult, translator: Translator) -> str:
    """Return the total with what raised it, such as ``**27** (+4 Plot)``; empty for a plot die."""
    if result.total is None:
        return ""
    return f"{MARKDOWN.strong(str(result.total))}{total_notes(result, translator)}"


def total_notes(result: PoolResult, translator: Translator) -> str:
    """Return what raised a total, such as `` (+4 Plot)``; empty if nothing did."""
    bonus = ""
    if result.plot_bonus:
        phrase = translator("(+{bonus} Plot)", bonus=result.plot_bonus)
        bonus = f" {phrase}"
    return f"{bonus} (M)" if result.floored else bonus


def counted_total(result: PoolResult, translator: Translator) -> str:
    """Return the total, in words if it is a number of successes without a difficulty."""
    if result.total is None or result.target is not None or not result.pool.is_success_count:
        return str(result.total)
    return translator.counted(_SUCCESSES, result.total)


def outcome_text(result: PoolResult, translator: Translator) -> str:
    """Return a pool's success or failure with its margin, its damage, and a stopped explosion."""
    parts: list[str] = []
    if result.is_stopped:
        parts.append(translator("stopped after {most} more dice", most=Limits.FURTHER_DICE))
    if result.target is not None and result.target.margin == 0:
        parts.append(translator("success, exactly"))
    elif result.target is not None:
        by = N_("success by {margin}") if result.target.success else N_("failure by {margin}")
        parts.append(translator(by, margin=abs(result.target.margin)))
    if result.damage is not None:
        hit, graze, critical = result.damage.hit, result.damage.graze, result.damage.critical
        phrase = N_("hit {hit}, graze {graze}, critical {critical}")
        parts.append(translator(phrase, hit=hit, graze=graze, critical=critical))
    return joined(parts, translator)


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
        is_only = sum(pool.total is not None for pool in first.pools) < 2
        lines = (
            f"{SMALL}{_compact_pool(pool, f'`{notation}`', first, translator, has_total=False)}"
            if is_only
            else _compact_pool(pool, f"`{notation}`", first, translator)
            for pool, notation in pools
        )
        return (*lines, *damage_sum(first, translator), *story_lines(first, translator))
    return (
        f"`{first.throw.plan.notation}`",
        *(_compact_repeat(number, roll, translator) for number, roll in enumerate(rolls, 1)),
    )


def _compact_repeat(number: int, roll: Roll, translator: Translator) -> str:
    pools = " · ".join(_compact_pool(pool, "", roll, translator) for pool in roll.pools)
    story = story_text(roll, translator)
    return f"{number}. {pools}{f' — {story}' if story else ''}"


def _compact_pool(
    result: PoolResult,
    notation: str,
    roll: Roll,
    translator: Translator,
    *,
    has_total: bool = True,
) -> str:
    total = total_text(result, translator) if has_total else ""
    notes = "" if has_total else total_notes(result, translator).lstrip()
    # A plot die alone has no total, so only its face is shown.
    dice = pool_markup(result, roll.ruleset, translator) if result.total is None else ""
    outcome = outcome_text(result, translator)
    phrase = " ".join(part for part in (total, notation, notes, dice) if part)
    return f"{phrase} — {outcome}" if outcome else phrase


def story_lines(roll: Roll, translator: Translator) -> tuple[str, ...]:
    """Return a line with the roll's narrative, if there is one."""
    text = story_text(roll, translator)
    return (f"{PLOT_MARK} {text}",) if text else ()


def _small_line(
    result: PoolResult, notation: str, roll: Roll, translator: Translator, share: int
) -> str:
    """Return the small line of a roll's only total, which is the heading, or of a plot die."""
    notes = total_notes(result, translator)
    outcome = outcome_text(result, translator)
    head = f"{SMALL}`{notation}` "
    dice = pool_markup(result, roll.ruleset, translator, most=max(40, share - len(head) - 60))
    return f"{head}{dice}{notes}{f' — {outcome}' if outcome else ''}"


def _pool_line(
    result: PoolResult, notation: str, roll: Roll, translator: Translator, share: int, width: int
) -> str:
    head = f"{_aligned_total(result, translator, width)}`{notation}` "
    dice = pool_markup(result, roll.ruleset, translator, most=max(40, share - len(head) - 60))
    outcome = outcome_text(result, translator)
    return f"{head}{dice}{f' — {outcome}' if outcome else ''}"


def _aligned_total(result: PoolResult, translator: Translator, width: int) -> str:
    """Return the total, padded to ``width`` digits; empty for a plot die."""
    if result.total is None:
        return ""
    padding = _FIGURE_SPACE * (width - len(str(result.total)))
    return f"{padding}{total_text(result, translator)} "


def damage_totals(roll: Roll) -> tuple[int, ...]:
    """Return the totals of the pools that are labelled as damage."""
    return tuple(
        pool.total for pool in roll.pools if pool.total is not None and pool.pool.is_damage
    )


def damage_sum(roll: Roll, translator: Translator) -> tuple[str, ...]:
    """Return a line with the sum of all damage if several pools are labelled as damage."""
    damage = damage_totals(roll)
    if len(damage) < 2:
        return ()
    return (translator("**{total}** damage in all", total=sum(damage)),)


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
