"""Writes instants as Discord shows them, in the reader's own time zone, and durations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_plural

_UNITS: Final = (
    (timedelta(days=1), N_plural("{count} day", "{count} days")),
    (timedelta(hours=1), N_plural("{count} hour", "{count} hours")),
    (timedelta(minutes=1), N_plural("{count} minute", "{count} minutes")),
    (timedelta(seconds=1), N_plural("{count} second", "{count} seconds")),
)

_MOST_OF_ONE_UNIT: Final = 100
"""Larger numbers of hours, minutes or seconds are hard to imagine."""


def relative(at: datetime) -> str:
    """Return an instant as a Discord timestamp, such as "in 3 hours"."""
    return f"<t:{int(at.timestamp())}:R>"


def duration(length: timedelta, translator: Translator) -> str:
    """Return a duration of whole seconds, in one unit if the number remains small.

    Otherwise it is in two units, rounded down, such as "3 hours and 50 minutes".
    """
    smallest = next(index for index, (unit, _) in enumerate(_UNITS) if not length % unit)
    if length // _UNITS[smallest][0] <= _MOST_OF_ONE_UNIT:
        return _counted(length, smallest, translator)
    largest = next(index for index, (unit, _) in enumerate(_UNITS) if length >= unit)
    rest = length % _UNITS[largest][0]
    parts = [_counted(length, largest, translator)]
    if rest >= _UNITS[largest + 1][0]:
        parts.append(_counted(rest, largest + 1, translator))
    return translator.all_of(parts)


def _counted(length: timedelta, index: int, translator: Translator) -> str:
    unit, forms = _UNITS[index]
    return translator.counted(forms, length // unit)
