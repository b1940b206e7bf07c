"""Converts instants to microseconds since 1970, UTC, which is how all tables store them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Return the stored form of an instant."""
    return (instant - _EPOCH) // _MICROSECOND


def instant(stored: int) -> datetime:
    """Return the instant of a stored form."""
    return _EPOCH + stored * _MICROSECOND


def optional_microseconds(instant: datetime | None) -> int | None:
    """Return the stored form of an instant, or ``None`` without one."""
    return None if instant is None else microseconds(instant)


def optional_instant(stored: int | None) -> datetime | None:
    """Return the instant of a stored form, or ``None`` without one."""
    return None if stored is None else instant(stored)
