"""Tests that rules of the previous release find their series."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from nazh.adapters.outbound.metrics.prometheus import PrometheusExporter, PrometheusMetrics
from ops.sample_registry import sample_registry

NAMES_BEFORE = [
    "nazh_answers_lost_total{reason}",
    "nazh_build_requests_total",
    "nazh_commands_refused",
    "nazh_decided_alone_total{question}",
    "nazh_gateway_ack_age_seconds{shard}",
    "nazh_gateway_fresh{shard}",
    "nazh_interaction_ack_seconds_bucket{le}",
    "nazh_interaction_ack_seconds_count",
    "nazh_interaction_ack_seconds_sum",
    "nazh_notices_lost_total",
    "nazh_reports_dropped_total{reason}",
    "nazh_roll_failed_total{reason}",
    "nazh_store_reachable{store}",
]
"""Series that were renamed or counted differently."""


@pytest.mark.parametrize("name", NAMES_BEFORE)
def test_a_previous_name_is_exported_with_its_labels(name: str) -> None:
    text = PrometheusExporter(sample_registry())().decode()

    exported = {
        sample.name + ("{" + ",".join(sample.labels) + "}" if sample.labels else "")
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert name in exported


def test_series_of_several_commands_are_added_up_under_the_previous_name() -> None:
    registry = CollectorRegistry()
    metrics = PrometheusMetrics(registry)
    metrics.observe_response("roll", 0.004)
    metrics.observe_response("odds", 0.004)

    text = PrometheusExporter(registry)().decode()

    assert 'nazh_interaction_ack_seconds_bucket{le="0.0025"} 0.0' in text
    assert 'nazh_interaction_ack_seconds_bucket{le="0.005"} 2.0' in text
    assert "nazh_interaction_ack_seconds_count 2.0" in text


def test_values_of_labels_have_their_previous_words() -> None:
    registry = CollectorRegistry()
    PrometheusMetrics(registry).count_fallback("rate_limit")

    text = PrometheusExporter(registry)().decode()

    assert 'nazh_redis_fallback_total{operation="rate_limit"} 1.0' in text
    assert 'nazh_decided_alone_total{question="turn"} 1.0' in text
