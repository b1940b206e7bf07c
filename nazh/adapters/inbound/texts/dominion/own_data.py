"""Describes and exports what the game stores about users."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Final

from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, own_line
from nazh.adapters.inbound.texts.json_values import Json
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import UserRecord, UserRecords
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_KEPT: Final = N_(
    "**Dominion**: the nation you are in, your points, when you last played, your offices, when "
    "you began to lead a nation, what you changed in a nation's treasury, which direct messages "
    "you want, when you completed the tutorial, and what you reported to the operator. Kept until "
    "you delete it."
)
_DELETED: Final = N_(
    "You leave your nation in Dominion, and lose its leadership and your offices. Records of "
    "what you changed in a treasury and of when you led the nation stay, but no longer name you."
)


def dominion_own_data(records: UserRecords) -> OwnData:
    """Return the statements about data stored by the game, and its export."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((60, translator(_KEPT)),)

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((40, translator(_DELETED)),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        if after is not None:
            return
        for form in _forms(await records.record_of(user)):
            yield OwnLine(own_line(form))

    return OwnData("dominion", kept, deletion, export)


def _forms(record: UserRecord) -> Iterator[dict[str, Json]]:
    if record.citizen is not None:
        yield {
            "kind": "citizen",
            "nation": record.nation,
            "joined": record.citizen.joined_at.isoformat(),
            "active_until": record.citizen.active_until.isoformat(),
            "points": record.citizen.points,
            "left_server_until": None
            if record.citizen.ends_at is None
            else record.citizen.ends_at.isoformat(),
        }
    if record.departure is not None:
        last = record.departure.contributed_at
        yield {
            "kind": "left a nation",
            "at": record.departure.at.isoformat(),
            "contributed_at": None if last is None else last.isoformat(),
        }
    if record.tutorial_at is not None:
        yield {"kind": "completed the tutorial", "at": record.tutorial_at.isoformat()}
    for nation in record.leads:
        yield {"kind": "leader", "nation": nation}
    for about in sorted(kind.value for kind in record.direct_notices):
        yield {"kind": "direct messages", "about": about}
    for held in record.offices:
        yield {"kind": "office", "nation": held.nation, "office": held.office.value}
    for led in record.has_led:
        yield {
            "kind": "led a nation",
            "at": led.since.isoformat(),
            "nation": led.nation,
            "by": led.by.value,
        }
    for change in record.changes:
        yield {
            "kind": "treasury",
            "at": change.at.isoformat(),
            "nation": change.nation,
            "reason": change.reason.value,
            "amount": change.amount,
        }
    for report in record.reports:
        yield {
            "kind": report.message.kind.value,
            "at": report.message.at.isoformat(),
            "category": report.message.category,
            "text": report.message.text,
        }
