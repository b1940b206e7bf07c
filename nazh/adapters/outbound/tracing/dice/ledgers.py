"""Traces every ledger transaction as a span."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from typing import Protocol

from nazh.application.dice.ports import OpenRolls, RollLedger
from nazh.domain.kernel.identity import GuildId, RequestId


class Spans(Protocol):
    """Opens spans."""

    def span(self, name: str) -> AbstractContextManager[object]:
        """Return a span to be entered once."""
        ...


class TracedRollLedgers:
    """Opens ledgers with ``open_ledger``, each within a span that includes waiting and commit."""

    def __init__(self, open_ledger: OpenRolls, traces: Spans) -> None:
        self._open_ledger = open_ledger
        self._traces = traces

    def __call__(
        self, about: RequestId, fair_guild: GuildId | None = None
    ) -> AbstractAsyncContextManager[RollLedger]:
        """Return a ledger for one request."""
        return self._traced(about, fair_guild)

    @asynccontextmanager
    async def _traced(
        self, about: RequestId, fair_guild: GuildId | None
    ) -> AsyncIterator[RollLedger]:
        with self._traces.span("ledger"):
            async with self._open_ledger(about, fair_guild) as ledger:
                yield ledger
