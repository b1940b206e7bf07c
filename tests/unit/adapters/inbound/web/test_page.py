"""Tests the texts of the status page."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nazh.adapters.inbound.web.health import Check, State
from nazh.adapters.inbound.web.page import (
    STATE_SHAPES,
    STATE_WORDS,
    latency,
    main,
    milliseconds,
    percent,
    scale,
    span,
)
from nazh.adapters.inbound.web.rates import Rates
from nazh.adapters.inbound.web.status import Build, Status
from tests.doubles.runtime import FakeShard

QUIET = Rates("rolls", 0, 0, 0, 0, None, (0,) * 30)
BUSY = Rates("rolls", 90, 900, 12, 3, 0.9967, (30,) * 30)


def status(state: State = State.OK, rates: Rates = QUIET, *shards: FakeShard) -> Status:
    return Status(
        state=state,
        is_ready=state is State.OK,
        checks=(Check("shard 0", state, "as <it> is"),),
        build=Build("1.0", "cafe"),
        uptime=93_784.0,
        heartbeat=41.25,
        shards=shards,
        guilds=None,
        in_flight=0,
        worst_lag=0.0021,
        response_p99=None if rates is QUIET else 0.0421,
        rates=(rates,),
    )


@pytest.mark.parametrize("state", State)
def test_a_state_is_a_word_and_a_shape(state: State) -> None:
    html = main(status(state))

    assert f"<strong>{STATE_WORDS[state]}</strong>" in html
    assert STATE_SHAPES[state] in html
    assert ("shard 0: as &lt;it&gt; is" in html) is (state is not State.OK)


def test_no_two_states_have_one_shape() -> None:
    assert len({*STATE_SHAPES.values()}) == len(State) == len({*STATE_WORDS.values()})


def test_bars_stand_side_by_side_on_the_axis() -> None:
    rising = replace(BUSY, bars=(5, 10, 0, 2) + (0,) * 26)

    bars = re.findall(
        r'<rect x="(\d+)" y="(\S+)" width="8" height="(\S+)"/>', main(status(rates=rising))
    )

    most = 10
    assert [(int(x), float(height) / float(bars[1][2])) for x, _y, height in bars] == [
        (10 * place, count / most) for place, count in ((0, 5), (1, 10), (3, 2))
    ]
    assert {float(y) + float(height) for _x, y, height in bars} == {float(bars[1][2])}


def test_figures_are_read_off() -> None:
    html = main(status(State.OK, BUSY, FakeShard(0), FakeShard(1, latency=0.2, ack_age=30)))

    for figure in ("200 ms", "30 s ago", "99.67%", "42.1 ms", "2 of 2", "2.1 ms", "1 d 2 h"):
        assert f">{figure}<" in html
    assert html.count("<rect") == 30


def test_only_contexts_that_are_on_have_a_panel() -> None:
    rings = replace(BUSY, name="rings")
    both, none = (main(replace(status(), rates=rates)) for rates in ((BUSY, rings), ()))

    assert both.index("<dt>Rolls in") < both.index("<dt>Rings in the last minute</dt><dd>90<")
    assert '<figure id="rings">' in both
    assert "Rings in the last ten minutes: 900; 12 refused, 3 failed" in both
    assert "olls" not in none
    assert "<figure" not in none


def test_unknown_values_are_marked() -> None:
    html = main(status())

    assert "not known yet" in html
    assert "no rolls yet" in html
    assert "<rect" not in html


def test_no_shard_looks_healthy_that_is_not() -> None:
    html = main(
        status(
            State.STALE,
            QUIET,
            FakeShard(0, is_healthy=False),
            FakeShard(1, is_connected=False, is_healthy=False),
        )
    )

    assert "◆ no heartbeat" in html
    assert "▲ reconnecting" in html
    assert "● healthy" not in html
    assert html.count("50.0 ms, old") == 3
    assert '<div class="poor"><dt>Healthy shards</dt><dd>▲ 0 of 2</dd></div>' in html


def test_an_unknown_latency_is_not_outdated() -> None:
    shard = FakeShard(is_healthy=False, latency=None)

    assert latency(shard) == milliseconds(None)
    assert latency(replace(shard, latency=0.05)) == "50.0 ms, old"


def test_few_rolls_without_error_need_attention() -> None:
    assert "▲" not in main(status(State.OK, BUSY))
    assert "<dd>▲ 98.00%</dd>" in main(status(State.OK, replace(BUSY, success=0.98)))


def test_the_chart_has_a_scale_that_seldom_changes() -> None:
    assert [scale(most) for most in (0, 5, 6, 11, 21, 50, 51, 999)] == [
        *(5, 5, 10, 20, 50, 50, 100, 1_000)
    ]
    assert '<span class="scale" aria-hidden="true">50</span>' in main(status(State.OK, BUSY))


def test_numbers_are_written_for_people() -> None:
    assert [span(seconds) for seconds in (0.9, 61, 3_600, 90_000)] == [
        "0 s",
        "1 min 1 s",
        "1 h 0 min",
        "1 d 1 h",
    ]
    assert (percent(1), percent(0.999999), percent(0.5)) == ("100%", "99.99%", "50.00%")
    assert (milliseconds(None), milliseconds(0.0421)) == ("not known yet", "42.1 ms")
    assert milliseconds(2.5) == "2,500 ms"


def test_without_a_gateway_none_is_mentioned() -> None:
    html = main(replace(status(), heartbeat=None))

    for word in ("Gateway", "heartbeat", "Healthy shards", "<table"):
        assert word not in html
