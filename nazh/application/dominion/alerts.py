"""Tells developers what needs a person, with direct messages that wait in the queue (ERR-01)."""

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
"""How far two messages about one kind of alerts are apart, and for how long none is repeated."""


class AlertKind(Enum):
    """What developers are told of; the value is stored."""

    NATION_PARKED = "nation_parked"
    WAR_PARKED = "war_parked"
    CLOCK_BEHIND = "clock_behind"
    INVARIANT_BROKEN = "invariant_broken"
    JOB_FAILED = "job_failed"


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that needs a person.

    ``subject`` says what it is about, such as the id of a nation; the same alert about the same
    subject is not repeated soon. ``cause`` may be empty. Neither has secrets or words of users.
    """

    kind: AlertKind
    subject: str
    cause: str = ""


class Alerts(Protocol):
    """Tells the developers, if any are named."""

    async def tell(self, alert: Alert) -> None:
        """Queue a message about an alert, unless it was told within QUIET. Raises ``Unavailable``.

        Alerts of one kind that follow within QUIET are one message at its end.
        """
        ...


@dataclass(frozen=True, slots=True)
class TellOfFailure:
    """Runs a job, and tells developers if it fails. The failure is raised all the same.

    A database that does not answer can keep no message: alerts of the monitoring tell of it.
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
    """Return when an alert is sent; ``last`` is when the last one of its kind was or will be."""
    if last is None or last + QUIET <= now:
        return now
    return last if last > now else last + QUIET


def alert_payload(alert: Alert) -> str:
    """Return an alert as text."""
    form = {"kind": alert.kind.value, "subject": alert.subject, "cause": alert.cause}
    return json.dumps(form)


def read_alert(payload: str) -> Alert:
    """Return the alert of a payload."""
    form = json.loads(payload)
    return Alert(AlertKind(form["kind"]), form["subject"], form["cause"])
