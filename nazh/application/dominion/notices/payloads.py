"""Writes notices as payloads of queued messages, and reads them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from nazh.application.dominion.ports import NationNotice
from nazh.domain.dominion.notices import NoticeKind

TOPIC: Final = "dominion"
"""The topic of queued messages that are notices."""


def notice_payload(notice: NationNotice) -> str:
    """Return a notice as text."""
    form = {
        "nation": notice.nation,
        "at": notice.at.isoformat(),
        "kind": notice.kind.value,
        "facts": dict(notice.facts),
    }
    return json.dumps(form, ensure_ascii=False)


def read_notice(payload: str) -> NationNotice:
    """Return the notice of a payload."""
    form = json.loads(payload)
    at = datetime.fromisoformat(form["at"])
    return NationNotice(form["nation"], at, NoticeKind(form["kind"]), form["facts"])
