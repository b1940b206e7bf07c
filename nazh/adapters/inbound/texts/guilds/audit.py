"""Describes and exports what the audit log contains about users."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Final

from nazh.adapters.inbound.texts.guilds.audit_rows import audit_form
from nazh.adapters.inbound.texts.guilds.guild_settings import days_text
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, own_line
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.application.shared.audit.audit_log import AUDIT_DAYS
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_KEPT: Final = N_(
    "**Audit log**: what you changed as a manager of a server, and when. Kept for {days}."
)
_DELETED: Final = N_("Your entries in the audit log stay, but no longer name you.")


def audit_own_data(changes_by: Callable[[UserId], Awaitable[Iterable[AuditRow]]]) -> OwnData:
    """Return the statements about the audit log, and the export of a user's entries."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((45, translator(_KEPT, days=days_text(AUDIT_DAYS, translator))),)

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((25, translator(_DELETED)),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        if after is not None:
            return
        for row in await changes_by(user):
            form = audit_form(row)
            del form["user"]
            yield OwnLine(own_line({"kind": "audit", **form}))

    return OwnData("audit", kept, deletion, export)
