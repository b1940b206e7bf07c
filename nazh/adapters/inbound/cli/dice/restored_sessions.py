"""Describes the effect of ``nazh db restore`` on fair sessions."""

from __future__ import annotations

from typing import Final

_STILL_OPEN: Final = (
    "Fair sessions that were open: {}. Rolls are no longer proven in them, because they would"
    " repeat the dice since the backup. Close them with /fair close, and open new ones."
)


def restored_sessions(still_open: int) -> tuple[str, ...]:
    """Return what an operator should know about open sessions in a backup."""
    return (_STILL_OPEN.format(still_open),) if still_open else ()
