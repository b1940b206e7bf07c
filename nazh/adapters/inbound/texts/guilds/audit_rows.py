"""Writes rows of the audit log as JSON, and as lines of text for operators."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.json_values import Json
from nazh.application.shared.audit.audit_chain import AuditRow

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def audit_form(row: AuditRow) -> dict[str, Json]:
    """Return a row as JSON, in which ids are text."""
    return {
        "seq": row.seq,
        "at": _instant(row).isoformat(),
        "server": _id(row.guild),
        "user": _id(row.actor),
        "action": row.action,
        "target": row.target,
        "before": _details(row.before),
        "after": _details(row.after),
        "interaction": row.interaction,
    }


def audit_line(row: AuditRow) -> str:
    """Return a row as one line of text for operators."""
    start = f"{row.seq} {_instant(row):%Y-%m-%d %H:%M:%S} UTC"
    if row.is_emptied:
        return f"{start} (of a server whose data was deleted)"
    user = "someone" if row.is_anonymous else "the operator" if row.actor is None else row.actor
    server = "" if row.guild is None else f" on server {row.guild}"
    change = " → ".join(part or "nothing" for part in (row.before, row.after))
    details = "" if row.before is row.after is None else f": {change}"
    return f"{start} {user}{server}: {row.action} {row.target}{details}"


def _instant(row: AuditRow) -> datetime:
    return _EPOCH + timedelta(microseconds=row.at)


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)


def _details(written: str | None) -> Json:
    return None if written is None else json.loads(written)
