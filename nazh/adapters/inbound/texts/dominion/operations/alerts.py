"""Writes the alerts that developers get by direct messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.alerts import Alert, AlertKind, read_alert
from nazh.application.shared.messages.queued_messages import ComposedMessage
from nazh.domain.kernel.texts import N_

SHOWN: Final = 8
"""Alerts of one kind in one message; the rest are counted."""
_TITLE: Final = N_("## Dominion needs you")
_TEXTS: Final[Mapping[AlertKind, str]] = MappingProxyType(
    {
        AlertKind.NATION_PARKED: N_(
            "**Nation {subject} is parked**: its periodic work failed four times ({cause}). "
            "`nazh dominion status` shows the error."
        ),
        AlertKind.WAR_PARKED: N_(
            "**War {subject} is parked**: its due work failed four times ({cause}). "
            "`nazh dominion status` shows the error."
        ),
        AlertKind.CLOCK_BEHIND: N_(
            "**The clock is behind** by {cause}. The world waits until it has caught up. Check the "
            "clock of the machine."
        ),
        AlertKind.INVARIANT_BROKEN: N_(
            "**The invariant `{subject}` is broken**: breaches found: {cause}. "
            "`nazh dominion status` shows where."
        ),
        AlertKind.JOB_FAILED: N_(
            "**The job `{subject}` failed** ({cause}). It is tried again; the log has the error."
        ),
    }
)
_MORE: Final = N_("… and {count} more of this kind")


def compose_alerts(payloads: Sequence[str], translator: Translator) -> ComposedMessage:
    """Return one message with all alerts, grouped by kind and without repetitions."""
    alerts = sorted(map(read_alert, dict.fromkeys(payloads)), key=lambda alert: alert.kind.value)
    return ComposedMessage("\n".join((translator(_TITLE), *_lines(alerts, translator))))


def _lines(alerts: Sequence[Alert], translator: Translator) -> Iterator[str]:
    for kind, group in groupby(alerts, key=lambda alert: alert.kind):
        of_kind = list(group)
        for alert in of_kind[:SHOWN]:
            yield translator(_TEXTS[kind], subject=alert.subject, cause=alert.cause)
        if len(of_kind) > SHOWN:
            yield translator(_MORE, count=len(of_kind) - SHOWN)
