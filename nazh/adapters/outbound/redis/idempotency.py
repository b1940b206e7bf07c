"""Claims follow-ups across processes, so that only one process sends each."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.application.shared.idempotency import IdempotencyStore

OPERATION: Final = "idempotency"
"""The operation's name in metrics."""
TTL_SECONDS: Final = 15 * 60
"""The default in seconds, after which the interaction's token has expired."""
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
    """Asks the local store first, then Redis. The local one decides while Redis is unreachable."""

    def __init__(self, client: RedisClient, fallback: IdempotencyStore) -> None:
        self._client = client
        self._fallback = fallback
        # A command may run twice, so each claim has an id by which it recognizes itself.
        self._holder = uuid4().hex

    async def claim(self, name: str, seconds: int = TTL_SECONDS) -> bool:
        """Claim a name; return whether it was unclaimed."""
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
            # The process that has claimed it may release it, and then it can be claimed here.
            await self._fallback.release(name)
        return bool(is_claimed)

    async def release(self, name: str) -> None:
        """Release a claim."""
        await self._fallback.release(name)
        try:
            await self._client.run_script(
                OPERATION, _RELEASE_SCRIPT, (_key(name),), (self._holder,)
            )
        except Unreachable:
            return


def _key(name: str) -> str:
    return f"errand:{name}"
