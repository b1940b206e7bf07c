"""Records whether game servers answer."""

from __future__ import annotations

import logging
from typing import Final

from nazh.application.keep.servers.ports import ContactStore
from nazh.application.shared.ports import Clock
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.events import ServerTried
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.errors import Unavailable

_LOG: Final = logging.getLogger(__name__)


class NoteContact:
    """Listens to ``ServerTried`` and stores changed contacts.

    Lost attempts are followed by others, so there are no retries while the store is unavailable.
    """

    def __init__(self, store: ContactStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._noted: dict[GameServerId, Contact] = {}

    async def __call__(self, event: ServerTried) -> None:
        """Store the contact, unless this process has recently stored the same."""
        at, noted = self._clock.now(), self._noted.get(event.server)
        if noted is not None and not noted.is_news(is_answering=event.is_answering, at=at):
            return
        try:
            contact = await self._store.note(
                event.guild, event.server, is_answering=event.is_answering, at=at
            )
        except Unavailable as error:
            _LOG.warning("it was not noted whether a game server answers: %s", error)
            return
        if contact is None:
            self._noted.pop(event.server, None)
        else:
            self._noted[event.server] = contact
