"""Describes and exports the stored direct messages to users."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Final

from nazh.adapters.inbound.texts.guilds.guild_settings import days_text
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, own_line
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.shared.messages.queued_messages import KEPT_FOR, DirectMessage
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_KEPT: Final = N_(
    "**Direct messages**: what you are told, if you have asked for it, and when. Kept for {days}."
)
_DELETED: Final = N_("Direct messages to you that are not sent yet are deleted.")


def message_own_data(
    messages_to: Callable[[UserId], Awaitable[Iterable[DirectMessage]]],
) -> OwnData:
    """Return the statements about direct messages, and the export of those to a user."""

    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((46, translator(_KEPT, days=days_text(KEPT_FOR.days, translator))),)

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((26, translator(_DELETED)),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        if after is not None:
            return
        for message in await messages_to(user):
            yield OwnLine(
                own_line(
                    {
                        "kind": "direct_message",
                        "at": message.at.isoformat(),
                        "topic": message.topic,
                        "state": message.state,
                        "payload": message.payload,
                    }
                )
            )

    return OwnData("messages", kept, deletion, export)
