"""Tests the metrics of the supervisor of faces."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.keep.faces import LogLosses
from nazh.adapters.outbound.metrics.prometheus import LOG_LOSSES


@pytest.mark.parametrize("reason", LOG_LOSSES)
def test_lost_records_begin_at_0_so_that_the_first_one_is_an_increase(reason: str) -> None:
    registry = CollectorRegistry()
    losses = LogLosses(registry)

    before = registry.get_sample_value("nazh_log_records_dropped_total", {"reason": reason})
    losses.count_lost_record(reason)

    assert before == 0
    assert registry.get_sample_value("nazh_log_records_dropped_total", {"reason": reason}) == 1
