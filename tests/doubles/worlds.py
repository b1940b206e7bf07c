"""A double of the world of Dominion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from nazh.application.dominion.ports import Requester, WorldTransaction
from nazh.domain.kernel.identity import GuildId

Result = TypeVar("Result")


class UnusedWorld:
    """A world that no test may use; a test defines the methods that it needs."""

    async def change(
        self, requester: Requester, result: type[Result], work: Callable[[WorldTransaction], Result]
    ) -> Result:
        raise AssertionError

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        raise AssertionError

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        raise AssertionError

    async def advance(self, until: datetime) -> bool:
        raise AssertionError
