"""Queues alerts as direct messages to developers, each kind at most every ten minutes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import ALERTS
from nazh.adapters.outbound.sql.platform.queued_messages import queue_messages
from nazh.adapters.outbound.sql.timestamps import microseconds, optional_instant
from nazh.application.dominion.alerts import ALERT_TOPIC, QUIET, Alert, alert_payload, due_at
from nazh.application.shared.messages.queued_messages import QueuedMessage, Recipient
from nazh.application.shared.ports import Clock

_ALERT = ALERTS.c


class SqlAlerts:
    """Satisfies ``Alerts``. ``clock`` is that of messages, not of the world."""

    __slots__ = ("_clock", "_database", "_developers")

    def __init__(self, database: Database, developers: Collection[Recipient], clock: Clock) -> None:
        self._database = database
        self._developers = tuple(developers)
        self._clock = clock

    async def tell(self, alert: Alert) -> None:
        """Queue a message in its own transaction."""
        await self._database.write_in_background(lambda connection: self.queue(connection, alert))

    def queue(self, connection: Connection, alert: Alert) -> None:
        """Queue a message in the transaction that causes the alert."""
        now = self._clock.now()
        quiet_since = microseconds(now - QUIET)
        of_kind = _ALERT.kind == alert.kind.value
        is_same = and_(of_kind, _ALERT.subject == alert.subject)
        alerted_at = connection.execute(select(_ALERT.due_at).where(is_same)).scalar()
        if not self._developers or (alerted_at is not None and alerted_at > quiet_since):
            return
        last = connection.execute(select(func.max(_ALERT.due_at)).where(of_kind)).scalar()
        at = due_at(now, optional_instant(last))
        connection.execute(delete(ALERTS).where(_ALERT.due_at <= quiet_since, ~is_same))
        values = {"due_at": microseconds(at)}
        if connection.execute(update(ALERTS).where(is_same).values(values)).rowcount == 0:
            key = {"kind": alert.kind.value, "subject": alert.subject}
            connection.execute(insert(ALERTS).values(**key, **values))
        payload = alert_payload(alert)
        queue_messages(
            connection,
            (QueuedMessage(to, ALERT_TOPIC, payload, at) for to in self._developers),
        )
