"""Writes the rules of the season and their changes, for developers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.operations.balance.balance import RuleView
from nazh.application.dominion.operations.balance.import_rules import MAX_IMPORTED
from nazh.application.dominion.operations.balance.planned_rules import PlannedChange
from nazh.application.dominion.ports.controls import RuleChange, RulePoint
from nazh.domain.dominion.rules.written_values import write_values
from nazh.domain.dominion.world_time import start_of_hour
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.texts import N_, N_plural

CHANGE_TITLE: Final = N_("Change {key}")
_VALUE: Final = N_("## {value} {unit}\n`{key}`: {about}\nIt can be {limits}.")
_PLANNED: Final = N_("From the next tick on it is **{value}**.")
_FIRST: Final = N_("The season began with {value}.")
_SURE: Final = N_("## {after} instead of {before} {unit}?\n`{key}`: {about}")
_STARTS: Final = N_(
    "It applies to all nations from the tick {when}. Everything due before that follows the old "
    "rules, even if it is done later."
)
_RUNNING: Final = N_(
    "What has already begun does not change: open orders, prices already paid, protections."
)
_TIMES: Final = N_("That is {percent}% of the current value.")
_CHANGED: Final = N_("## {key}: {after}\nIt was {before}. It applies from the tick {when} on.")
_DIFFERENT: Final = N_plural(
    "## {count} value has been changed\nAll values are consistent.",
    "## {count} values have been changed\nAll values are consistent.",
)
_UNCHANGED: Final = N_(
    "## No value has been changed\nThe rules are those with which the season began."
)
_LINE: Final = N_("`{key}`: **{planned}**, began with {first}")
_MORE: Final = N_plural("… and {count} more", "… and {count} more")
_NO_HISTORY: Final = N_("## Never changed\nChanges of the rules are listed here.")
_HISTORY: Final = N_plural("## The last change", "## The last {count} changes")
_ENTRY: Final = N_("`{key}`: {before} → **{after}**, from {when}\n-# {reason}")
EXPORTED: Final = N_(
    "All values after the planned changes. To change some of them, edit their lines and paste "
    "them into `/dominion-admin balance import`."
)
IMPORT_TITLE: Final = N_("Import values")
VALUES_LABEL: Final = N_("Values to change, one per line")
VALUES_EXAMPLE: Final = N_("resources.rate = 120")
CHANGES_TITLE: Final = N_("Change these values")
RESTORE_TITLE: Final = N_("Return to earlier values")
_IMPORT: Final = N_plural("## Change {count} value?", "## Change {count} values?")
_RESTORE: Final = N_plural(
    "## Return to earlier rules?\n{count} value becomes what it was {point}.",
    "## Return to earlier rules?\n{count} values become what they were {point}.",
)
_AT_START: Final = N_("at the season's start")
_AFTER: Final = N_("after change {number}")
_MORE_IN_FILE: Final = N_plural(
    "… and {count} more; the file has all of them.", "… and {count} more; the file has all of them."
)
_BEFORE: Final = N_("was {value}")
_ALL_CHANGED: Final = N_plural(
    "## {count} value was changed\nIt applies from the tick {when} on.",
    "## {count} values were changed\nThey apply from the tick {when} on.",
)
_POINT: Final = N_("{number} · {what} · {at} UTC · {reason}")
_START_POINT: Final = N_("0 · the season's start")
_VALUES: Final = N_plural("{count} value", "{count} values")
_SHOWN: Final = 20
_CODE: Final = "```\n"
_LONGEST_CHOICE: Final = 100
_LONGEST_REASON: Final = 250
"""UTF-16 units of a reason in a list, including escapes."""
_END_OF_CODE: Final = "\n```"


def value_text(view: RuleView, translator: Translator) -> str:
    """Return a value, its meaning and its range."""
    value = view.value
    lines = [
        translator(
            _VALUE,
            value=value.written,
            unit=value.unit,
            key=value.key,
            about=value.about,
            limits=value.limits,
        )
    ]
    if view.planned != value.written:
        lines.append(translator(_PLANNED, value=view.planned))
    if view.first != value.written:
        lines.append(translator(_FIRST, value=view.first))
    return "\n".join(lines)


def change_question(change: PlannedChange, translator: Translator) -> str:
    """Return the question whether to change a value, with the effect and its start."""
    before = change.before
    lines = [
        translator(
            _SURE,
            after=change.after,
            before=before.written,
            unit=before.unit,
            key=before.key,
            about=before.about,
        )
    ]
    if before.written.isdecimal() and int(before.written) and change.after.isdecimal():
        percent = 100 * int(change.after) // int(before.written)
        lines.append(translator(_TIMES, percent=percent))
    lines.append(translator(_STARTS, when=relative(start_of_hour(change.hour))))
    lines.append(translator(_RUNNING))
    return "\n".join(lines)


def changed_text(change: RuleChange, translator: Translator) -> str:
    """Return the message about a changed value."""
    when = relative(start_of_hour(change.hour))
    return translator(
        _CHANGED, key=f"`{change.key}`", after=change.after, before=change.before, when=when
    )


def import_question(changes: Sequence[PlannedChange], translator: Translator) -> str:
    """Return the question whether to import values, as lines that ``shown_lines`` finds."""
    return _question(translator.counted(_IMPORT, len(changes)), changes, translator)


def restore_question(changes: Sequence[PlannedChange], number: int, translator: Translator) -> str:
    """Return the question whether to restore the values after a change, or of the start."""
    point = translator(_AFTER, number=number) if number else translator(_AT_START)
    heading = translator.counted(_RESTORE, len(changes), point=point)
    return _question(heading, changes, translator)


def _question(heading: str, changes: Sequence[PlannedChange], translator: Translator) -> str:
    shown = change_lines(changes[:MAX_IMPORTED], translator)
    lines = [heading, f"{_CODE}{shown}{_END_OF_CODE}"]
    if len(changes) > MAX_IMPORTED:
        lines.append(translator.counted(_MORE_IN_FILE, len(changes) - MAX_IMPORTED))
    lines.append(translator(_STARTS, when=relative(start_of_hour(changes[0].hour))))
    lines.append(translator(_RUNNING))
    return "\n".join(lines)


def change_lines(changes: Iterable[PlannedChange], translator: Translator) -> str:
    """Return planned values in the format of an import, with the current ones in comments."""
    values = {
        change.before.key: f"{change.after}  # {translator(_BEFORE, value=change.before.written)}"
        for change in changes
    }
    return write_values(values)


def shown_lines(question: str) -> str:
    """Return the lines in an ``import_question``, or nothing in another text."""
    return question.partition(_CODE)[2].partition(_END_OF_CODE)[0]


def all_changed_text(changes: Sequence[RuleChange], translator: Translator) -> str:
    """Return the message about several changed values."""
    when = relative(start_of_hour(changes[0].hour))
    return translator.counted(_ALL_CHANGED, len(changes), when=when)


def point_choice(point: RulePoint, translator: Translator) -> str:
    """Return the autocomplete choice of a change that can be restored."""
    last = point.last
    what = f"{last.key} = {last.after}"
    if point.changes > 1:
        what = translator.counted(_VALUES, point.changes)
    at = f"{last.requested_at:%Y-%m-%d %H:%M}"
    text = translator(_POINT, number=point.number, what=what, at=at, reason=last.reason)
    return cut(text, _LONGEST_CHOICE)


def start_choice(translator: Translator) -> str:
    """Return the autocomplete choice of the season's start."""
    return translator(_START_POINT)


def differences_text(views: tuple[RuleView, ...], translator: Translator) -> str:
    """Return the values that differ from the season's start."""
    if not views:
        return translator(_UNCHANGED)
    lines = [translator.counted(_DIFFERENT, len(views))]
    lines += [
        translator(_LINE, key=view.value.key, planned=view.planned, first=view.first)
        for view in views[:_SHOWN]
    ]
    if len(views) > _SHOWN:
        lines.append(translator.counted(_MORE, len(views) - _SHOWN))
    return "\n".join(lines)


def history_text(changes: Iterable[RuleChange], translator: Translator) -> str:
    """Return the latest changes of the rules, with their reasons."""
    lines = [
        translator(
            _ENTRY,
            key=change.key,
            before=change.before,
            after=change.after,
            when=relative(start_of_hour(change.hour)),
            reason=cut(escape_text(change.reason), _LONGEST_REASON),
        )
        for change in changes
    ]
    if not lines:
        return translator(_NO_HISTORY)
    return "\n".join((translator.counted(_HISTORY, len(lines)), *lines))
