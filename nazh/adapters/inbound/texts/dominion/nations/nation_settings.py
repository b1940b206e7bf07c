"""Writes the texts of a nation's settings."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.kernel.texts import N_

_HOUR: Final = N_("""## {hour}:00 UTC
is the battle hour of {nation}, which is {local} for you. It applies to battles in wars that \
other nations declare.""")
_CHANGED: Final = N_("Wars that are already accepted keep their hour.")


def battle_hour_text(nation: str, hour: int, at: datetime, translator: Translator) -> str:
    """Return the hour of battles, also in the time zone of the reader."""
    local = at.replace(hour=hour, minute=0, second=0, microsecond=0)
    shown = f"<t:{int(local.timestamp())}:t>"
    return translator(_HOUR, hour=f"{hour:02}", nation=nation, local=shown)


def hour_chosen_text(nation: str, hour: int, at: datetime, translator: Translator) -> str:
    """Return the message about a new hour of battles."""
    return f"{battle_hour_text(nation, hour, at, translator)}\n{translator(_CHANGED)}"
