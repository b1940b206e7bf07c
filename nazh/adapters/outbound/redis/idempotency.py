"""RedisIdempotencyStore: what one process has begun to post, no other posts too."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.application.shared.idempotency import IdempotencyStore

OPERATION: Final = "idempotency"
"""What metrics call the question."""
TTL_SECONDS: Final = 15 * 60
"""Seconds, where nothing else is said; by then the interaction's token is worth nothing."""
_CLAIM_SCRIPT: Final = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return {1}
"""
_RELEASE_SCRIPT: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return {1}
"""


class RedisIdempotencyStore:
    """Asks ``alone`` first, and then all. While Redis is out of reach, ``alone`` decides."""

    def __init__(self, client: RedisClient, fallback: IdempotencyStore) -> None:
        self._client = client
        self._fallback = fallback
        # A question may be carried out twice: it must know its own answer again.
        self._holder = uuid4().hex

    async def claim(self, name: str, seconds: int = TTL_SECONDS) -> bool:
        """Return whether nobody has begun it."""
        if not await self._fallback.claim(name):
            return False
        values = (self._holder, seconds)
        try:
            (is_claimed,) = await self._client.run_script(
                OPERATION, _CLAIM_SCRIPT, (_key(name),), values
            )
        except Unreachable:
            return True
        if not is_claimed:
            # Whoever has begun it may give it up, and then it is for us as well.
            await self._fallback.release(name)
        return bool(is_claimed)

    async def release(self, name: str) -> None:
        """Let somebody begin it again."""
        await self._fallback.release(name)
        try:
            await self._client.run_script(
                OPERATION, _RELEASE_SCRIPT, (_key(name),), (self._holder,)
            )
        except Unreachable:
            return


def _key(name: str) -> str:
    return f"errand:{name}"
