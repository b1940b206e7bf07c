"""Tests that a span surrounds the ledger, even if it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.tracing.dice.ledgers import TracedRollLedgers
from nazh.domain.kernel.identity import RequestId


class RecordedSpans:
    """Records the started and ended spans; satisfies ``Spans``."""

    def __init__(self) -> None:
        self.entries: list[str] = []

    def span(self, name: str) -> AbstractContextManager[object]:
        return self._written(name)

    @contextmanager
    def _written(self, name: str) -> Iterator[None]:
        self.entries.append(f"{name} begins")
        try:
            yield
        finally:
            self.entries.append(f"{name} ends")


async def test_a_transaction_is_a_span() -> None:
    diary = RecordedSpans()

    async with TracedRollLedgers(MemoryRollStore(), diary)(RequestId("1")) as ledger:
        assert await ledger.history.find(RequestId("1")) is None
        assert diary.entries == ["ledger begins"]

    assert diary.entries == ["ledger begins", "ledger ends"]


async def test_exceptions_pass_through_the_span() -> None:
    diary = RecordedSpans()

    with pytest.raises(RuntimeError):
        async with TracedRollLedgers(MemoryRollStore(), diary)(RequestId("1")):
            raise RuntimeError

    assert diary.entries[-1] == "ledger ends"
