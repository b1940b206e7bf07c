"""RedisErrands: what one process has begun to post, no other posts too."""

from __future__ import annotations

from typing import Final, Protocol
from uuid import uuid4

from nazh.adapters.outbound.redis.line import Line, OutOfReach

ERRAND: Final = "errand"
"""What metrics call the question."""
KEPT: Final = 15 * 60
"""Seconds, where nothing else is said; by then the interaction's token is worth nothing."""
_BEGIN: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return {1}
"""
_GIVE_UP: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return {1}
"""


class Errands(Protocol):
    """What this process alone has begun."""

    async def begin(self, name: str) -> bool: ...
    async def give_up(self, name: str) -> None: ...


class RedisErrands:
    """Asks ``alone`` first, and then all. While Redis is out of reach, ``alone`` decides."""

    def __init__(self, line: Line, alone: Errands) -> None:
        self._line = line
        self._alone = alone
        # A question may be carried out twice: it must know its own answer again.
        self._holder = uuid4().hex

    async def begin(self, name: str, seconds: int = KEPT) -> bool:
        """Return whether nobody has begun it."""
        if not await self._alone.begin(name):
            return False
        values = (self._holder, seconds)
        try:
            (is_ours,) = await self._line.ask(ERRAND, _BEGIN, (_key(name),), values)
        except OutOfReach:
            return True
        if not is_ours:
            # Whoever has begun it may give it up, and then it is for us as well.
            await self._alone.give_up(name)
        return bool(is_ours)

    async def give_up(self, name: str) -> None:
        """Let somebody begin it again."""
        await self._alone.give_up(name)
        try:
            await self._line.ask(ERRAND, _GIVE_UP, (_key(name),), (self._holder,))
        except OutOfReach:
            return


def _key(name: str) -> str:
    return f"errand:{name}"
