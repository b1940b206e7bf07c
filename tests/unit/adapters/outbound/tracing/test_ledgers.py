"""TracedLedgers: the ledger inside, a span around it, also when it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.tracing.ledgers import TracedLedgers
from nazh.domain.kernel.identity import RequestId


class Diary:
    """Keeps which spans began and ended; satisfies ``Spans``."""

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
    diary = Diary()

    async with TracedLedgers(MemoryLedgers(), diary)(RequestId("1")) as ledger:
        assert await ledger.history.find(RequestId("1")) is None
        assert diary.entries == ["ledger begins"]

    assert diary.entries == ["ledger begins", "ledger ends"]


async def test_what_is_raised_inside_comes_out() -> None:
    diary = Diary()

    with pytest.raises(RuntimeError):
        async with TracedLedgers(MemoryLedgers(), diary)(RequestId("1")):
            raise RuntimeError

    assert diary.entries[-1] == "ledger ends"
