"""Rate-limits requests per route and major parameter, with Discord's headers."""

import hashlib
import math
from dataclasses import dataclass

from localcord.clock import Clock
from localcord.rest.calls import Route

MAJOR_PARAMETERS = ("channel_id", "guild_id", "webhook_id", "webhook_token")
GLOBAL_LIMIT, GLOBAL_WINDOW = 50, 1.0


@dataclass(frozen=True, slots=True)
class Limit:
    """``requests`` per window of ``per`` seconds."""

    requests: int
    per: float


# Discord does not publish its limits; these were observed by bots.
_DEFAULTS: dict[tuple[str, str], Limit] = {
    ("POST", "/channels/{channel_id}/messages"): Limit(5, 5.0),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): Limit(5, 5.0),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"): Limit(5, 1.0),
    ("POST", "/webhooks/{webhook_id}/{webhook_token}"): Limit(5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"): Limit(5, 2.0),
    ("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"): Limit(5, 2.0),
}
_FALLBACK = Limit(50, 1.0)
_SWITCHED_OFF = Limit(1000, 1.0)


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Headers for the reply. ``retry_after`` (seconds) is set if the limit is exceeded."""

    headers: dict[str, str]
    retry_after: float | None = None
    is_global: bool = False


class RateLimits:
    """Counts requests in fixed windows. If disabled, buckets have no limit."""

    def __init__(self, clock: Clock, *, enforced: bool) -> None:
        self.enforced = enforced
        self._clock = clock
        self._limits = dict(_DEFAULTS)
        self._windows: dict[tuple[str, ...], _Window] = {}
        self._global = _Window(0.0)

    def set(self, method: str, template: str, requests: int, per: float) -> None:
        """Give a route its own limit, e.g. ``set("GET", "/users/@me", 1, 60.0)``; enforces all."""
        self._limits[method, template] = Limit(requests, per)
        self.enforced = True

    def count(self, route: Route, params: dict[str, str]) -> Verdict:
        """Count one request and return the headers for its reply."""
        if not route.limited:
            return Verdict({})
        now = self._clock.now()
        bucket = _bucket(route)
        if not self.enforced:
            return Verdict(_headers(bucket, _SWITCHED_OFF, 1, now + 1.0, now))
        if not route.open and self._exceeds_global(now):
            wait = self._global.ends - now
            return Verdict({"X-RateLimit-Global": "true"}, wait, is_global=True)
        limit = self._limits.get((route.method, route.template), _FALLBACK)
        key = (bucket, *(params.get(name, "") for name in MAJOR_PARAMETERS))
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + limit.per)
            self._forget_old(now)
        window.used += 1
        headers = _headers(bucket, limit, window.used, window.ends, now)
        if window.used > limit.requests:
            return Verdict(headers, window.ends - now)
        return Verdict(headers)

    def exhausted(self, route: Route, retry_after: float) -> dict[str, str]:
        """Return the headers of a bucket that opens again after ``retry_after`` seconds."""
        if not route.limited:
            return {}
        now = self._clock.now()
        return _headers(_bucket(route), Limit(1, retry_after), 1, now + retry_after, now)

    def _exceeds_global(self, now: float) -> bool:
        if self._global.ends <= now:
            self._global = _Window(now + GLOBAL_WINDOW)
        self._global.used += 1
        return self._global.used > GLOBAL_LIMIT

    def _forget_old(self, now: float) -> None:
        if len(self._windows) > 10_000:
            self._windows = {
                key: window for key, window in self._windows.items() if window.ends > now
            }


def too_many(retry_after: float, *, is_global: bool) -> tuple[dict[str, str], dict[str, object]]:
    """Return the headers and the body of a 429."""
    headers = {
        "Retry-After": str(math.ceil(retry_after)),
        "X-RateLimit-Scope": "global" if is_global else "user",
    }
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    body: dict[str, object] = {
        "message": "You are being rate limited.",
        "retry_after": round(retry_after, 3),
        "global": is_global,
    }
    return headers, body


def _bucket(route: Route) -> str:
    name = f"{route.method} {route.template}".encode()
    return hashlib.blake2s(name, digest_size=16).hexdigest()


def _headers(bucket: str, limit: Limit, used: int, ends: float, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit.requests),
        "X-RateLimit-Remaining": str(max(0, limit.requests - used)),
        "X-RateLimit-Reset": f"{ends:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, ends - now):.3f}",
        "X-RateLimit-Bucket": bucket,
    }
