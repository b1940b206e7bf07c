"""A chart renderer that returns a fixed picture."""

from __future__ import annotations

from typing import Final

from nazh.application.shared.charts import AnyChart

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
"""The first bytes of every PNG."""


class FakeChartRenderer:
    """Returns a picture that contains only its text; satisfies ``ChartRenderer``.

    Without a ``hand`` drawing fails.
    """

    def __init__(self, *, can_draw: bool = True) -> None:
        self.can_draw = can_draw
        self.requests: list[AnyChart] = []

    async def draw(self, chart: AnyChart) -> bytes | None:
        self.requests.append(chart)
        return SIGNATURE + chart.alt_text.encode() if self.can_draw else None
