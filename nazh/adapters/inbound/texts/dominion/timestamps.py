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


def relative(at: datetime) -> str:
    """Return an instant as a Discord timestamp, such as "in 3 hours"."""
    return f"<t:{int(at.timestamp())}:R>"


def duration(length: timedelta, translator: Translator) -> str:
    """Return a duration of whole seconds in the largest unit in which it is a whole number."""
    unit, forms = next((unit, forms) for unit, forms in _UNITS if not length % unit)
    return translator.counted(forms, length // unit)
