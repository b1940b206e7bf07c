"""Writes the audit log, and the texts that ask for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from nazh.adapters.inbound.texts.dominion.timestamps import relative
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import escape_text
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.domain.dominion.world_time import EPOCH
from nazh.domain.kernel.graphemes import cut
from nazh.domain.kernel.texts import N_, N_plural

REASON_LABEL: Final = N_("Why? It is kept in the audit log.")
REASON_EXAMPLE: Final = N_("Aircraft won every battle of the last week")
_NO_ENTRIES: Final = N_("## No changes yet\nWhat developers change is listed here.")
_ENTRIES: Final = N_plural("## The last change", "## The last {count} changes")
_ENTRY: Final = N_("{when} **{action}** {target} · {actor}")
_DELETED: Final = N_("deleted")
_VERIFY: Final = N_("-# `nazh db audit` verifies the whole log.")
_LONGEST_TARGET: Final = 40
_LONGEST_CHANGE: Final = 220
"""UTF-16 units of a change that are shown, including escapes; imports change many values."""


def audit_text(rows: Sequence[AuditRow], translator: Translator) -> str:
    """Return the latest entries of the audit log."""
    if not rows:
        return translator(_NO_ENTRIES)
    lines = [translator.counted(_ENTRIES, len(rows)), *_entry_lines(rows, translator)]
    return "\n".join((*lines, translator(_VERIFY)))


def _entry_lines(rows: Iterable[AuditRow], translator: Translator) -> Iterable[str]:
    for row in rows:
        actor = translator(_DELETED) if row.actor is None else f"<@{row.actor}>"
        when = relative(_instant(row.at))
        action = (row.action or "").removeprefix("dominion.")
        target = cut(escape_text(row.target or ""), _LONGEST_TARGET)
        yield translator(_ENTRY, when=when, action=action, target=target, actor=actor)
        if row.after is not None:
            change = row.after if row.before is None else f"{row.before} → {row.after}"
            yield f"-# {cut(escape_text(change), _LONGEST_CHANGE)}"


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
