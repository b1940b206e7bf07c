"""Paces hikari's client when Discord rate limits it (429), whatever the reply says.

hikari repeats a request immediately if ``retry_after`` is zero or less, and an interaction callback
also if the limit is a global one. If ``retry_after`` is not a number, it raises a ValueError.
hikari has no hook for this, but aiohttp, on which it is built, awaits a hook after each reply.
"""

from __future__ import annotations

import asyncio
from math import isfinite
from types import SimpleNamespace
from typing import Final

import aiohttp
import hikari
import orjson

MIN_PAUSE: Final = 0.25
"""Seconds between a 429 and the next attempt, at least."""
_TOO_MANY_REQUESTS: Final = 429


def pace_rate_limits(client: hikari.impl.RESTClientImpl) -> None:
    """Let requests wait after each 429. Call it when ``client`` has just been started."""
    session = client._client_session
    assert session is not None, "the client was started"
    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(_pause)
    trace.freeze()
    session.trace_configs.append(trace)


async def _pause(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    """Wait after a 429. Raises ClientConnectionError, which hikari retries with a backoff.

    That is for a JSON reply whose ``retry_after`` is neither zero nor a positive number.
    """
    if end.response.status != _TOO_MANY_REQUESTS:
        return
    body = await end.response.read()
    await asyncio.sleep(MIN_PAUSE)
    if not _is_understood(body):
        raise aiohttp.ClientConnectionError("429 without a valid retry_after")


def _is_understood(body: bytes) -> bool:
    """Return whether hikari can obey this reply, or reports it as an error itself."""
    try:
        reply: object = orjson.loads(body)
    except ValueError:
        return False
    wait = reply.get("retry_after", 0.0) if isinstance(reply, dict) else 0.0
    is_number = isinstance(wait, int | float) and not isinstance(wait, bool)
    return is_number and isfinite(wait) and wait >= 0
