"""An event loop for tests of long waits."""

from __future__ import annotations

import asyncio
import selectors


class SkippingLoop(asyncio.SelectorEventLoop):
    """Skips the time in which nothing happens; what happens takes no time."""

    def __init__(self) -> None:
        self._selector_of_time = _SkippingSelector()
        super().__init__(self._selector_of_time)

    def time(self) -> float:
        """Return the seconds that were skipped."""
        return self._selector_of_time.skipped


class _SkippingSelector(selectors.SelectSelector):
    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(timeout if timeout is None else 0)
        if not ready and timeout is not None:
            self.skipped += max(timeout, 0)
        return ready
