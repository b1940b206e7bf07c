"""Formats a roll in the layout that a guild has chosen."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.details import arithmetic_text
from nazh.adapters.inbound.texts.dice.rolling.headings import (
    heading_text,
    main_pool,
    short_label,
    signed_total,
    summary_parts,
)
from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown, pool_markup
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import (
    SMALL,
    counted_total,
    damage_sum,
    outcome_text,
    roll_lines,
    story_lines,
    story_text,
    total_notes,
)
from nazh.adapters.inbound.texts.directions import isolated
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import PoolResult, Roll
from nazh.domain.dice.guild_settings import Layout

_ROOM: Final = 3_800
_TEXT_ROOM: Final = 1_500
_MIN_DICE: Final = 40
"""Characters that each pool's dice have, however many pools there are."""


def layout_lines(
    rolls: tuple[Roll, ...], layout: Layout, translator: Translator, room: int = _ROOM
) -> tuple[str, ...]:
    """Return the lines below the heading of an embed, of about ``room`` characters.

    In every layout ``notation_in`` finds the notation in them.
    """
    match layout:
        case Layout.FULL | Layout.TEXT:
            return roll_lines(rolls, translator, room)
        case Layout.COMPACT:
            return roll_lines(rolls, translator, room, is_compact=True)
        case Layout.TOTALS:
            return _totals_lines(rolls, translator)
        case Layout.ARITHMETIC:
            return _arithmetic_lines(rolls, translator, room)


def text_lines(
    roller: str, rolls: tuple[Roll, ...], translator: Translator, comment: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return a result without an embed: roller and totals, the ``comment``, then notation and dice.

    The roller is bold, so that ``roller_in`` finds them again.
    """
    heading, *others = summary_parts(rolls, translator, heading_text(rolls, translator))
    name = isolated(escape_markdown(roller))
    parts = (f"**{name}**", *((f"**{heading}**",) if heading else ()), *others)
    first = rolls[0]
    if len(rolls) > 1:
        dice = f"`{first.throw.plan.notation}`"
    else:
        share = _TEXT_ROOM // len(first.pools)
        notations = zip(first.pools, first.throw.plan.notations, strict=True)
        dice = " · ".join(
            _text_pool(pool, notation, first, translator, share) for pool, notation in notations
        )
    return (" · ".join(parts), *comment, f"{SMALL}{dice}", *_text_repeats(rolls, translator))


def example_text(rolls: tuple[Roll, ...], layout: Layout, translator: Translator) -> str:
    """Return a result as the layout shows it, for a choice between layouts."""
    if layout is Layout.TEXT:
        return "\n".join(text_lines("Mira", rolls, translator))
    lines = layout_lines(rolls, layout, translator)
    return "\n".join((f"## {heading_text(rolls, translator)}", *lines))


def _text_pool(
    result: PoolResult, notation: str, roll: Roll, translator: Translator, share: int
) -> str:
    most = max(_MIN_DICE, share - len(notation) - 60)
    dice = pool_markup(result, roll.ruleset, translator, most=most)
    return f"`{notation}` {dice}{total_notes(result, translator)}{_outcome(result, translator)}"


def _text_repeats(rolls: tuple[Roll, ...], translator: Translator) -> tuple[str, ...]:
    if len(rolls) == 1:
        return ()
    share = _TEXT_ROOM // (len(rolls) * len(rolls[0].pools))
    lines = roll_lines(rolls, translator, share * len(rolls) * len(rolls[0].pools))[1:]
    return tuple(f"{SMALL}{line}" for line in lines)


def _totals_lines(rolls: tuple[Roll, ...], translator: Translator) -> tuple[str, ...]:
    first = rolls[0]
    notation = f"{SMALL}`{first.throw.plan.notation}`"
    if len(rolls) > 1:
        # Repeats of one pool are listed in the heading.
        if len(first.pools) == 1 and not any(story_text(roll, translator) for roll in rolls):
            return (notation,)
        compact = roll_lines(rolls, translator, is_compact=True)[1:]
        return (*compact, notation)
    main = main_pool(first)
    others = " · ".join(
        _labelled_total(pool, translator)
        for pool in first.pools
        if pool is not main and pool.total is not None
    )
    plots = " ".join(
        pool_markup(pool, first.ruleset, translator) for pool in first.pools if pool.total is None
    )
    notes = total_notes(main, translator) if main is not None else ""
    outcome = _outcome(main, translator) if main is not None else ""
    return (
        *((others,) if others else ()),
        *damage_sum(first, translator),
        *story_lines(first, translator),
        f"{notation}{f' {plots}' if plots else ''}{notes}{outcome}",
    )


def _labelled_total(pool: PoolResult, translator: Translator) -> str:
    total = (
        f"**{signed_total(pool, counted_total(pool, translator))}**{total_notes(pool, translator)}"
    )
    label = short_label(pool.pool.label or "")
    return f"{total} {label}{_outcome(pool, translator)}" if label else total


def _arithmetic_lines(
    rolls: tuple[Roll, ...], translator: Translator, room: int
) -> tuple[str, ...]:
    first = rolls[0]
    share = room // (len(rolls) * len(first.pools))
    if len(rolls) == 1:
        notations = first.throw.plan.notations
        pools = zip(first.pools, notations, strict=True)
        return (
            *[
                f"`{notation}` {_arithmetic(pool, first, translator, share - len(notation))}"
                for pool, notation in pools
            ],
            *damage_sum(first, translator),
            *story_lines(first, translator),
        )
    return (
        f"`{first.throw.plan.notation}`",
        *(
            f"{number}. {_arithmetic_repeat(roll, translator, share)}"
            for number, roll in enumerate(rolls, 1)
        ),
    )


def _arithmetic_repeat(roll: Roll, translator: Translator, share: int) -> str:
    pools = " · ".join(
        _arithmetic(pool, roll, translator, share).removeprefix("= ") for pool in roll.pools
    )
    story = story_text(roll, translator)
    return f"{pools}{f' — {story}' if story else ''}"


def _arithmetic(result: PoolResult, roll: Roll, translator: Translator, most: int) -> str:
    """Return a pool's dice and numbers up to the total, or as many dice as there is room for."""
    if result.total is None:
        return pool_markup(result, roll.ruleset, translator)
    text = f"= {arithmetic_text(result, roll.ruleset, translator)}"
    if len(text) <= most:
        return text
    dice = pool_markup(result, roll.ruleset, translator, most=max(12, most - 90))
    total = f"**{result.total}**{total_notes(result, translator)}"
    return f"= {dice} = {total}{_outcome(result, translator)}"


def _outcome(result: PoolResult, translator: Translator) -> str:
    outcome = outcome_text(result, translator)
    return f" — {outcome}" if outcome else ""
