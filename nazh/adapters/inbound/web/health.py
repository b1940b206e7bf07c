"""Determines whether the process is alive, started and ready, and its overall state."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from nazh.application.shared.runtime import Bot, Gateway, Loop

LIVENESS_TIMEOUT: Final = 5.0
"""Seconds without a measurement after which the process does not count as alive."""
LAG_THRESHOLD: Final = 1.0
"""Event-loop lag in seconds that users notice."""
STORE_TIMEOUT: Final = 2.0
_LOG: Final = logging.getLogger(__name__)


class State(Enum):
    """The state of the process, which is the worst of all checks."""

    OK = "ok"
    DEGRADED = "degraded"
    STALE = "stale"
    STARTING = "starting"
    DRAINING = "draining"


_WORST_FIRST: Final = (State.DRAINING, State.STARTING, State.STALE, State.DEGRADED)


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check. ``state`` is OK, or the state that it causes."""

    name: str
    state: State
    detail: str
    is_needed: bool = True
    """True if the process is not ready when this check fails."""

    @property
    def is_ok(self) -> bool:
        """True if the check passed."""
        return self.state is State.OK


class Store(Protocol):
    """A store on another machine, which may be unreachable."""

    async def is_reachable(self) -> bool:
        """Return whether it answers. Never raises; may take long."""
        ...


class Health:
    """Evaluates checks, and records whether the program has started and is draining.

    If a store is unavailable the program is not ready, unless it is among the optional ones.
    """

    def __init__(
        self,
        gateway: Gateway,
        loop: Loop,
        stores: Mapping[str, Store],
        optional_dependencies: frozenset[str] = frozenset(),
        bot: Bot | None = None,
        further_checks: Callable[[], Iterable[Check]] = tuple,
    ) -> None:
        self._gateway = gateway
        self._loop = loop
        self._stores = stores
        self._optional_dependencies = optional_dependencies
        self._bot = bot
        self._further_checks = further_checks
        self._reachable = dict.fromkeys(stores, True)
        self.has_started = False
        self.is_draining = False

    def start(self) -> None:
        """Record that the bot is connected to Discord."""
        self.has_started = True

    def drain(self) -> None:
        """Record that the program is stopping; it is not ready from now on."""
        self.is_draining = True

    @property
    def is_alive(self) -> bool:
        """True if the event loop runs. Discord is not checked, because a restart would not help."""
        return self._loop.age < LIVENESS_TIMEOUT

    @property
    def is_ready(self) -> bool:
        """True if users are served."""
        return all(check.is_ok for check in self.checks() if check.is_needed)

    @property
    def state(self) -> State:
        """The worst state of all checks."""
        states = {check.state for check in self.checks()}
        return next((state for state in _WORST_FIRST if state in states), State.OK)

    def stores(self) -> Mapping[str, bool]:
        """Return which stores answered at the last check."""
        return self._reachable

    async def check_stores(self) -> None:
        """Check every store; one that takes 2 s, or raises, is unavailable."""
        for name, store in self._stores.items():
            try:
                async with asyncio.timeout(STORE_TIMEOUT):
                    self._reachable[name] = await store.is_reachable()
            except TimeoutError:
                self._reachable[name] = False
            except Exception:  # noqa: BLE001  # otherwise the last result would be reported for ever
                _LOG.exception("the check of store %s failed", name)
                self._reachable[name] = False

    def checks(self) -> tuple[Check, ...]:
        """Return the results of all checks, evaluated now."""
        return tuple(self._look())

    def _look(self) -> Iterator[Check]:
        if self.is_draining:
            yield Check("drain", State.DRAINING, "was told to stop, and finishes what is in flight")
        if not self.has_started:
            yield Check("start", State.STARTING, "not yet on Discord")
            return
        yield from self._look_at_shards()
        yield from self._further_checks()
        for name, is_reachable in self._reachable.items():
            yield Check(
                f"store {name}",
                State.OK if is_reachable else State.DEGRADED,
                "works" if is_reachable else "does not answer, or takes no writes",
                is_needed=name not in self._optional_dependencies,
            )
        if self._bot is not None:
            yield from self._look_at(self._bot)
        lag = self._loop.worst_lag
        yield Check(
            "loop",
            State.OK if lag < LAG_THRESHOLD else State.DEGRADED,
            f"at most {lag * 1000:.0f} ms late within the last minute",
            is_needed=False,
        )

    def _look_at(self, bot: Bot) -> Iterator[Check]:
        if bot.missing_intent is not None:
            yield Check("intent", State.DEGRADED, bot.missing_intent)
        if bot.sync_error is not None:
            yield Check("commands", State.DEGRADED, bot.sync_error, is_needed=False)
        if bot.overload is not None:
            yield Check("load", State.DEGRADED, bot.overload, is_needed=False)

    def _look_at_shards(self) -> Iterator[Check]:
        heartbeat = self._gateway.heartbeat or 0.0
        for shard in self._gateway.shards():
            acknowledged = f"last heartbeat acknowledged {int(shard.ack_age)} s ago"
            if shard.is_healthy:
                state, detail = State.OK, f"connected, {acknowledged}"
            elif shard.is_connected or shard.ack_age >= 2 * heartbeat:
                state, detail = State.STALE, f"Discord is silent: {acknowledged}"
            else:
                state, detail = State.DEGRADED, f"reconnecting, {acknowledged}"
            yield Check(f"shard {shard.id}", state, detail)
