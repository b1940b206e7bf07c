"""Alerts developers to problems that need a human, by queued direct messages (ERR-01)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Protocol

from nazh.domain.kernel.errors import Unavailable

ALERT_TOPIC: Final = "dominion_alerts"
"""The topic of queued messages that are alerts."""
QUIET: Final = timedelta(minutes=10)
"""The least time between two messages about one kind of alert, and between equal alerts."""


class AlertKind(Enum):
    """What developers are alerted to; the value is stored."""

    NATION_PARKED = "nation_parked"
    WAR_PARKED = "war_parked"
    CLOCK_BEHIND = "clock_behind"
    INVARIANT_BROKEN = "invariant_broken"
    JOB_FAILED = "job_failed"


@dataclass(frozen=True, slots=True)
class Alert:
    """A problem that needs a human.

    ``subject`` identifies what it is about, such as the id of a nation; an alert of the same kind
    and subject is not repeated soon. ``cause`` may be empty. Neither contains secrets or user
    texts.
    """

    kind: AlertKind
    subject: str
    cause: str = ""


class Alerts(Protocol):
    """Alerts the developers, if any are configured."""

    async def tell(self, alert: Alert) -> None:
        """Queue a message about an alert, unless it was sent within QUIET. Raises ``Unavailable``.

        Further alerts of one kind within QUIET are combined into one message at its end.
        """
        ...


@dataclass(frozen=True, slots=True)
class TellOfFailure:
    """Runs a job, alerts developers if it fails, and re-raises the failure.

    An unavailable database cannot store a message; monitoring alerts operators to it instead.
    """

    name: str
    run: Callable[[], Awaitable[None]]
    alerts: Alerts

    async def __call__(self) -> None:
        """Run once. Raises what the job raises."""
        try:
            await self.run()
        except Unavailable:
            raise
        except Exception as error:
            await self.alerts.tell(Alert(AlertKind.JOB_FAILED, self.name, type(error).__name__))
            raise


def due_at(now: datetime, last: datetime | None) -> datetime:
    """Return when to send an alert; ``last`` is when its kind was or will be sent last."""
    if last is None or last + QUIET <= now:
        return now
    return last if last > now else last + QUIET


def alert_payload(alert: Alert) -> str:
    """Return the payload of an alert."""
    form = {"kind": alert.kind.value, "subject": alert.subject, "cause": alert.cause}
    return json.dumps(form)


def read_alert(payload: str) -> Alert:
    """Return the alert in a payload."""
    form = json.loads(payload)
    return Alert(AlertKind(form["kind"]), form["subject"], form["cause"])
