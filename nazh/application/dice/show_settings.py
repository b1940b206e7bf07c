"""ShowSettings: what a server has chosen, and who changed what, when, from what and to what."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.errors import OnlyManagersChoose
from nazh.application.dice.ports import ServerBook
from nazh.domain.dice.server_settings import ServerSettings, SettingChange
from nazh.domain.kernel.identity import ServerId


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """The settings of a server, and the changes of them, the latest first."""

    settings: ServerSettings
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Look at the settings of a server; managers alone may."""

    book: ServerBook

    async def __call__(self, server: ServerId, *, is_manager: bool) -> SettingsShown:
        """Return the settings as they are, whoever changed them. Raises OnlyManagersChoose."""
        if not is_manager:
            raise OnlyManagersChoose
        return SettingsShown(await self.book.read(server), await self.book.changes(server))
