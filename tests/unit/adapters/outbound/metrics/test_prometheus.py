"""Facts and times become series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from nazh.adapters.inbound.cli.dice.errors import BadRequest
from nazh.adapters.outbound.metrics.prometheus import (
    PrometheusExporter,
    PrometheusListener,
    new_registry,
    refusal_codes,
)
from nazh.domain.dice.events import BuilderOpened, PlotDieAdded, Rolled, RollsPruned
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.events import Event


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def listener(registry: CollectorRegistry) -> PrometheusListener:
    return PrometheusListener(registry, ["too_many_dice"])


def failed(registry: CollectorRegistry, reason: str) -> float | None:
    return registry.get_sample_value("nazh_roll_failed_total", {"reason": reason})


def test_every_series_begins_at_zero(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    assert registry.get_sample_value("nazh_roll_success_total") == 0
    assert registry.get_sample_value("nazh_dice_thrown_total") == 0
    assert registry.get_sample_value("nazh_build_requests_total") == 0
    assert failed(registry, "too_many_dice") == 0
    assert failed(registry, "error") == 0
    assert registry.get_sample_value("nazh_answers_lost_total", {"reason": "too_late"}) == 0


async def test_a_roll_counts_itself_and_its_dice(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    await listener.announce(Rolled(dice=4))
    await listener.announce(PlotDieAdded(dice=1))

    assert registry.get_sample_value("nazh_roll_success_total") == 1
    assert registry.get_sample_value("nazh_dice_thrown_total") == 5


async def test_an_opened_builder_is_counted(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    await listener.announce(BuilderOpened())

    assert registry.get_sample_value("nazh_build_requests_total") == 1


async def test_every_roll_that_was_pruned_is_counted(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    assert registry.get_sample_value("nazh_rolls_pruned_total") == 0

    await listener.announce(RollsPruned(1000))
    await listener.announce(RollsPruned(3))

    assert registry.get_sample_value("nazh_rolls_pruned_total") == 1003


def test_refusals_and_crashes_are_counted_by_reason(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    listener.refused("too_many_dice")
    listener.refused("never_heard_of")
    listener.crashed()
    listener.unavailable()

    assert failed(registry, "too_many_dice") == 1
    assert failed(registry, "never_heard_of") == 1
    assert failed(registry, "error") == 1
    assert failed(registry, "unavailable") == 1


async def test_other_facts_pass_by(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    @dataclass(frozen=True, slots=True)
    class SunHasRisen(Event):
        """A fact that nobody counts."""

    await listener.announce(SunHasRisen())

    assert registry.get_sample_value("nazh_roll_success_total") == 0


def test_notices_that_were_not_posted_are_counted(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    listener.lost_notice()

    assert registry.get_sample_value("nazh_notices_lost_total") == 1


def test_times_are_kept_in_buckets(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    listener.rolled_in(0.0002)
    listener.answered_in(0.03)
    listener.lost_answer("too_late")

    rolled = registry.get_sample_value("nazh_roll_duration_seconds_bucket", {"le": "0.00025"})
    answered = registry.get_sample_value("nazh_interaction_ack_seconds_bucket", {"le": "0.05"})
    assert (rolled, answered) == (1, 1)
    assert registry.get_sample_value("nazh_answers_lost_total", {"reason": "too_late"}) == 1


def test_the_codes_of_all_refusals_are_found() -> None:
    class House(Refusal):
        """A branch of refusals, none itself."""

    class Rule(House):
        code: ClassVar[str] = "rule"

    class FinerRule(Rule):
        code: ClassVar[str] = "finer_rule"

    assert refusal_codes((__name__,), House) == {"rule", "finer_rule"}


def test_only_the_refusals_of_the_rooms_asked_for_are_found() -> None:
    assert {"too_many_dice", "no_sides"} < refusal_codes(("nazh.domain",))
    assert refusal_codes(("nazh.domain.dice.errors.chan",)) == frozenset()
    assert refusal_codes(("nazh.domain", "nazh.application")).isdisjoint({BadRequest.code, "error"})


def test_what_is_exported_can_be_read_by_prometheus() -> None:
    registry = new_registry("1.2.3", "abc")
    listener = PrometheusListener(registry, refusal_codes(("nazh.domain",)))
    listener.rolled_in(0.1)

    text = PrometheusExporter(registry)().decode()

    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"nazh_roll_success", "nazh_build_info", "process_cpu_seconds"} <= names
    assert 'nazh_build_info{commit="abc",version="1.2.3"} 1.0' in text
    assert "_created" not in text


def test_what_is_decided_alone_is_counted_by_the_question(
    registry: CollectorRegistry, listener: PrometheusListener
) -> None:
    listener.decided_alone("turn")

    alone = {
        question: registry.get_sample_value("nazh_decided_alone_total", {"question": question})
        for question in ("turn", "tap", "errand")
    }
    assert alone == {"turn": 1, "tap": 0, "errand": 0}
