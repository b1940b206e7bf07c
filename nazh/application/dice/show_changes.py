"""ShowChanges: who changed the settings of a server, when, from what and to what."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.errors import OnlyManagersChoose
from nazh.application.dice.ports import ServerBook
from nazh.domain.dice.server_settings import SettingChange
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """Look at what was changed; managers alone may."""

    book: ServerBook

    async def __call__(self, server: ServerId, *, is_manager: bool) -> tuple[SettingChange, ...]:
        """Return the changes, the latest first. Raises OnlyManagersChoose."""
        if not is_manager:
            raise OnlyManagersChoose
        return await self.book.changes(server)
