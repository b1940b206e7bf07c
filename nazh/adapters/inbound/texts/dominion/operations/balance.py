"""Words the rules of the season and their changes, for developers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.dominion.operations.balance import PlannedChange, RuleView
from nazh.application.dominion.ports.controls import RuleChange
from nazh.domain.dominion.world_time import start_of_hour
from nazh.domain.kernel.texts import N_, N_plural

CHANGE_TITLE: Final = N_("Change {key}")
_VALUE: Final = N_("## {value} {unit}\n`{key}`: {about}\nIt can be {limits}.")
_PLANNED: Final = N_("From the next tick on it is **{value}**.")
_FIRST: Final = N_("The season began with {value}.")
_SURE: Final = N_("## {after} instead of {before} {unit}?\n`{key}`: {about}")
_STARTS: Final = N_(
    "It applies to all nations from the tick {when}. Everything before that goes by the old "
    "value, even if it is done later."
)
_RUNNING: Final = N_(
    "Whatever has begun stays as it is: open orders, prices already paid, protections."
)
_TIMES: Final = N_("That is {percent}% of what it was.")
_CHANGED: Final = N_("## {key}: {after}\nIt was {before}. It applies from the tick {when} on.")
_DIFFERENT: Final = N_plural(
    "## {count} value is changed\nAll values fit together.",
    "## {count} values are changed\nAll values fit together.",
)
_UNCHANGED: Final = N_("## No value is changed\nThe rules are those with which the season began.")
_LINE: Final = N_("`{key}`: **{planned}**, began with {first}")
_MORE: Final = N_plural("… and {count} more", "… and {count} more")
_NO_HISTORY: Final = N_("## Never changed\nChanges of the rules are listed here.")
_HISTORY: Final = N_plural("## The last change", "## The last {count} changes")
_ENTRY: Final = N_("`{key}`: {before} → **{after}**, from {when}\n-# {reason}")
EXPORTED: Final = N_("All values after the planned changes, as JSON.")
_SHOWN: Final = 20


def value_text(view: RuleView, translator: Translator) -> str:
    """Return a value, what it means, and what it may be."""
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
    """Return what another value means, and from when on."""
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
    """Return what is said after a value was changed."""
    when = relative(start_of_hour(change.hour))
    return translator(
        _CHANGED, key=f"`{change.key}`", after=change.after, before=change.before, when=when
    )


def differences_text(views: tuple[RuleView, ...], translator: Translator) -> str:
    """Return the values that are not those of the season's start."""
    if not views:
        return translator(_UNCHANGED)
    lines = [translator.counted(_DIFFERENT, len(views))]
    lines += [
        translator(_LINE, key=one.value.key, planned=one.planned, first=one.first)
        for one in views[:_SHOWN]
    ]
    if len(views) > _SHOWN:
        lines.append(translator.counted(_MORE, len(views) - _SHOWN))
    return "\n".join(lines)


def history_text(changes: Iterable[RuleChange], translator: Translator) -> str:
    """Return the latest changes of the rules, with their reasons."""
    lines = [
        translator(
            _ENTRY,
            key=one.key,
            before=one.before,
            after=one.after,
            when=relative(start_of_hour(one.hour)),
            reason=escape_text(one.reason),
        )
        for one in changes
    ]
    if not lines:
        return translator(_NO_HISTORY)
    return "\n".join((translator.counted(_HISTORY, len(lines)), *lines))
