"""Tests the metrics of interactions and their times."""

from __future__ import annotations

from asyncio import CancelledError
from typing import ClassVar

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from nazh.adapters.inbound.cli.dice.errors import BadRequest
from nazh.adapters.outbound.metrics.dice import PrometheusRollMetrics
from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusExporter,
    PrometheusMetrics,
    new_registry,
    refusal_codes,
)
from nazh.domain.dice.errors import TooManyDice
from nazh.domain.kernel.errors import Refusal, Unavailable


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def metrics(registry: CollectorRegistry) -> PrometheusMetrics:
    return PrometheusMetrics(registry)


@pytest.fixture
def rolls(registry: CollectorRegistry) -> PrometheusRollMetrics:
    return PrometheusRollMetrics(registry, ["too_many_dice"])


def refused(registry: CollectorRegistry, context: str, command: str, code: str) -> float | None:
    labels = {"context": context, "command": command, "code": code}
    return registry.get_sample_value("nazh_interactions_refused_total", labels)


def failed(registry: CollectorRegistry, reason: str) -> float | None:
    return registry.get_sample_value("nazh_roll_failed_total", {"reason": reason})


def test_counters_whose_labels_are_known_start_at_zero(
    registry: CollectorRegistry, metrics: PrometheusMetrics, rolls: PrometheusRollMetrics
) -> None:
    metrics.register("dice", "roll")

    assert failed(registry, "too_many_dice") == 0
    assert failed(registry, "error") == 0
    assert refused(registry, "dice", "roll", "error") == 0
    assert refused(registry, "dice", "roll", "unavailable") == 0
    failures = "nazh_interaction_responses_failed_total"
    assert registry.get_sample_value(failures, {"reason": "too_late"}) == 0


def test_interactions_that_fail_are_counted_by_context_command_and_code(
    registry: CollectorRegistry, metrics: PrometheusMetrics
) -> None:
    metrics.count_refusal("dice", "odds", "too_many_dice")
    metrics.count_crash("guilds", "settings")
    metrics.count_unavailable("dice", "roll")

    assert refused(registry, "dice", "odds", "too_many_dice") == 1
    assert refused(registry, "guilds", "settings", "error") == 1
    assert refused(registry, "dice", "roll", "unavailable") == 1


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TooManyDice(250, 100), "too_many_dice"),
        (Unavailable("away"), "unavailable"),
        (KeyError(), "error"),
    ],
)
def test_a_failed_roll_is_counted_by_reason_and_not_timed(
    registry: CollectorRegistry, rolls: PrometheusRollMetrics, error: Exception, reason: str
) -> None:
    with pytest.raises(type(error)), rolls.measure():
        raise error

    assert failed(registry, reason) == 1
    assert registry.get_sample_value("nazh_roll_duration_seconds_count") == 0


def test_a_cancelled_roll_is_not_counted(
    registry: CollectorRegistry, rolls: PrometheusRollMetrics
) -> None:
    with pytest.raises(CancelledError), rolls.measure():
        raise CancelledError

    assert failed(registry, "error") == 0
    assert registry.get_sample_value("nazh_roll_duration_seconds_count") == 0


def test_a_refused_interaction_is_no_failed_roll(
    registry: CollectorRegistry, metrics: PrometheusMetrics, rolls: PrometheusRollMetrics
) -> None:
    metrics.count_refusal("dice", "odds", "too_many_dice")
    metrics.count_crash("dice", "odds")

    assert failed(registry, "too_many_dice") == failed(registry, "error") == 0


def test_failed_notifications_are_counted(
    registry: CollectorRegistry, metrics: PrometheusMetrics
) -> None:
    metrics.count_failed_notification()

    assert registry.get_sample_value("nazh_gm_notifications_failed_total") == 1


def test_times_are_kept_in_buckets(
    registry: CollectorRegistry, metrics: PrometheusMetrics, rolls: PrometheusRollMetrics
) -> None:
    with rolls.measure():
        pass
    metrics.observe_use_case("roll", 0.0002)
    metrics.observe_response("roll", 0.03)
    metrics.count_failed_response("too_late")

    assert registry.get_sample_value("nazh_roll_duration_seconds_count") == 1
    for name, bound in (("command_duration", "0.001"), ("interaction_response", "0.05")):
        labels = {"command": "roll", "le": bound}
        assert registry.get_sample_value(f"nazh_{name}_seconds_bucket", labels) == 1
    failures = "nazh_interaction_responses_failed_total"
    assert registry.get_sample_value(failures, {"reason": "too_late"}) == 1


def test_the_codes_of_all_refusals_are_found() -> None:
    class Fixture(Refusal):
        """A base class of refusals, not a refusal itself."""

    class Rule(Fixture):
        code: ClassVar[str] = "rule"

    class FinerRule(Rule):
        code: ClassVar[str] = "finer_rule"

    assert refusal_codes((__name__,), Fixture) == {"rule", "finer_rule"}


def test_only_the_refusals_of_the_given_packages_are_found() -> None:
    assert {"too_many_dice", "no_sides"} < refusal_codes(("nazh.domain",))
    assert refusal_codes(("nazh.domain.dice.errors.chan",)) == frozenset()
    assert refusal_codes(("nazh.domain", "nazh.application")).isdisjoint({BadRequest.code, "error"})


def test_the_exposition_is_valid_for_prometheus() -> None:
    registry = new_registry("1.2.3", "abc")
    PrometheusRollMetrics(registry, refusal_codes(("nazh.domain",)))

    text = PrometheusExporter(registry)().decode()

    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"nazh_roll_failed", "nazh_build_info", "process_cpu_seconds"} <= names
    assert 'nazh_build_info{commit="abc",version="1.2.3"} 1.0' in text
    assert "_created" not in text


def test_fallbacks_are_counted_by_operation(
    registry: CollectorRegistry, metrics: PrometheusMetrics
) -> None:
    metrics.count_fallback("rate_limit")

    alone = {
        operation: registry.get_sample_value("nazh_redis_fallback_total", {"operation": operation})
        for operation in ("rate_limit", "debounce", "idempotency")
    }
    assert alone == {"rate_limit": 1, "debounce": 0, "idempotency": 0}
