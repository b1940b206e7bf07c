"""Writes earlier rolls as lines of text."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.markup import escape_markdown
from nazh.adapters.inbound.texts.dice.rolling.plain import plain_lines
from nazh.adapters.inbound.texts.dice.rolling.roll_lines import story_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.history.list_history import HistoryFilter, HistoryScope
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.texts import N_, N_plural

HISTORY: Final = N_("history")
WHOSE: Final = N_("whose")
PLAYER: Final = N_("player")
TEXT: Final = N_("text")
SINCE: Final = N_("since")
SCOPES: Final = {
    HistoryScope.OWN: N_("my rolls"),
    HistoryScope.CHANNEL: N_("this channel"),
    HistoryScope.SERVER: N_("the whole server"),
}
SPANS: Final = {
    timedelta(hours=6): N_("the last six hours"),
    timedelta(days=1): N_("the last day"),
    timedelta(days=7): N_("the last week"),
    timedelta(days=30): N_("the last month"),
}
NEWER: Final = N_("Newer")
OLDER: Final = N_("Older")
AS_CSV: Final = N_("Save as CSV")
AS_JSON: Final = N_("Save as JSON")
CHOOSE_A_ROLL: Final = N_("Show one roll in full")
_TITLES: Final = {
    HistoryScope.OWN: N_("Your rolls"),
    HistoryScope.CHANNEL: N_("Rolls in this channel"),
    HistoryScope.SERVER: N_("Rolls on this server"),
}
_EXPORTED: Final = N_plural("One roll, in a file.", "{count} rolls, the latest first, in a file.")
_NOTATION_CHARACTERS: Final = 60
_COMMENT_CHARACTERS: Final = 60


def history_heading(history_filter: HistoryFilter, translator: Translator) -> str:
    """Return the title of a page, such as ``Your rolls · the last week · “Stealth”``."""
    parts = [translator(_TITLES[history_filter.scope])]
    if history_filter.player is not None:
        parts.append(f"<@{history_filter.player}>")
    if history_filter.within is not None:
        parts.append(translator(SPANS[history_filter.within]))
    if history_filter.text:
        parts.append(translator("“{text}”", text=escape_markdown(history_filter.text)))
    return " · ".join(parts)


def history_lines(
    records: tuple[RollRecord, ...], history_filter: HistoryFilter, translator: Translator
) -> tuple[str, ...]:
    """Return a line for each roll, or one line if there are none."""
    if not records:
        return (translator("No rolls are on record here."),)
    names = history_filter.scope is not HistoryScope.OWN and history_filter.player is None
    return tuple(_line(record, translator, names=names) for record in records)


def entry_heading(record: RollRecord, translator: Translator) -> str:
    """Return when a roll was made, by whom and as which character."""
    parts = [
        f"<t:{int(record.at.timestamp())}:f>",
        f"<@{record.by}>",
        "" if record.character is None else f"({escape_markdown(record.character)})",
        translator("(secret)") if record.is_secret else "",
    ]
    return " ".join(filter(None, parts))


def history_label(record: RollRecord, translator: Translator) -> str:
    """Return a roll in one short line without markup, for a menu."""
    notation = record.throws[0].plan.notation
    totals = totals_text(record)
    return f"{totals} · {notation}" if totals else notation


def story_label(record: RollRecord, translator: Translator) -> str:
    """Return a roll's narrative and its comment without markup; may be empty."""
    phrases = (story_text(roll, translator) for roll in record.rolls)
    return " · ".join(filter(None, (*phrases, record.throws[0].plan.comment)))


def totals_text(record: RollRecord) -> str:
    """Return the totals of all pools, such as ``27, 7``; empty for a plot die alone."""
    totals = (pool.total for roll in record.rolls for pool in roll.pools)
    return ", ".join(str(total) for total in totals if total is not None)


def exported_text(count: int, translator: Translator) -> str:
    """Return the message above a file of ``count`` rolls."""
    if not count:
        return translator("No rolls are on record here.")
    return translator.counted(_EXPORTED, count)


def cut_off_text(translator: Translator) -> str:
    """Return a notice that the file is incomplete."""
    return translator("There are more. Narrow your search to see them.")


def plain_entry(record: RollRecord, translator: Translator) -> tuple[str, ...]:
    """Return a roll in words, its heading first and the roll indented below it."""
    player = translator(PLAYER)
    parts = [f"{record.at:%Y-%m-%d %H:%M} UTC", f"{player} {record.by}"]
    if record.character is not None:
        parts[-1] += f" ({record.character})"
    if record.is_secret:
        parts.append(translator("secret"))
    return (", ".join(parts), *(f"  {line}" for line in plain_lines(record.rolls, translator)))


def _line(record: RollRecord, translator: Translator, *, names: bool) -> str:
    plan = record.throws[0].plan
    notation = _short(plan.notation, _NOTATION_CHARACTERS)
    totals = totals_text(record)
    parts = [
        f"<t:{int(record.at.timestamp())}:R>",
        f"<@{record.by}>" if names else "",
        f"**{totals}**" if totals else "",
        f"`{notation}`",
        ", ".join(filter(None, (story_text(roll, translator) for roll in record.rolls[:1]))),
        "" if plan.comment is None else escape_markdown(_short(plan.comment, _COMMENT_CHARACTERS)),
        translator("(secret)") if record.is_secret else "",
    ]
    return " ".join(filter(None, parts))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
