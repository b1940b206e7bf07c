"""What every announcer promises (nazh.application.shared.ports)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.prometheus import PrometheusListener
from nazh.application.shared.ports import Announcer
from nazh.domain.dice.events import PlotDieAdded, Rolled
from nazh.domain.kernel.events import Event
from tests.doubles.announcer import RecordingAnnouncer


@dataclass(frozen=True, slots=True)
class SunHasRisen(Event):
    """A fact that no announcer of ours has heard of."""


@pytest.fixture(params=["prometheus", "recording"])
def announcer(request: pytest.FixtureRequest) -> Announcer:
    if request.param == "prometheus":
        return PrometheusListener(CollectorRegistry(), ["too_many_dice"])
    return RecordingAnnouncer()


@pytest.mark.parametrize(
    "event",
    [Rolled(3), PlotDieAdded(1), SunHasRisen()],
    ids=lambda event: type(event).__name__,
)
async def test_no_fact_is_too_strange_to_be_told_twice(announcer: Announcer, event: Event) -> None:
    await announcer.announce(event)
    await announcer.announce(event)
