"""Decides which users administer the nation of a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.ports import Requester
from nazh.application.guilds.ports import SettingsOf
from nazh.domain.dominion.errors.general import OnlyAdministrators
from nazh.domain.dominion.government.administrators import ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Administrators:
    """Users with the Administrator permission, and members of the role that a server chose.

    Without ``settings_of`` there are no such roles. Administrators do not have the leader's rights.
    """

    settings_of: SettingsOf | None = None

    async def include(self, requester: Requester) -> bool:
        """Return whether the user is an administrator. Raises ``Unavailable``."""
        if requester.is_administrator or self.settings_of is None:
            return requester.is_administrator
        role = (await self.settings_of(requester.guild)).of(ADMINISTRATORS)
        return role is not None and role in requester.roles

    async def check(self, requester: Requester) -> None:
        """Raise OnlyAdministrators unless the user is an administrator, or ``Unavailable``."""
        if not await self.include(requester):
            raise OnlyAdministrators


BY_PERMISSION: Final = Administrators()
"""Only users with the permission."""
