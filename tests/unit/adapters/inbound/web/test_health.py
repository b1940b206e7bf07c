"""Tests the states of health."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from nazh.adapters.inbound.web.health import Check, Health, State
from tests.doubles.runtime import FakeBot, FakeGateway, FakeLoop, FakeShard, FixedStore
from tests.doubles.skipping_loop import SkippingLoop


def started(
    shard: FakeShard | None = None, loop: FakeLoop | None = None, store: FixedStore | None = None
) -> Health:
    gateway = FakeGateway((shard or FakeShard(),))
    health = Health(gateway, loop or FakeLoop(), {"rolls": store} if store else {})
    health.start()
    return health


def test_a_connected_program_is_ok() -> None:
    assert (started().state, started().is_ready) == (State.OK, True)


def test_a_connection_that_is_not_acknowledged_is_stale() -> None:
    health = started(FakeShard(is_healthy=False, ack_age=90))

    assert (health.state, health.is_ready) == (State.STALE, False)


def test_a_fresh_loss_degrades_and_a_long_one_is_stale() -> None:
    for age, state in ((5.0, State.DEGRADED), (82.5, State.STALE)):
        health = started(FakeShard(is_connected=False, is_healthy=False, ack_age=age))

        assert (health.state, health.is_ready) == (state, False)


def test_a_late_loop_degrades_but_stays_ready() -> None:
    health = started(loop=FakeLoop(worst_lag=1.5))

    assert (health.state, health.is_ready) == (State.DEGRADED, True)
    assert "at most 1500 ms late within the last minute" in [
        check.detail for check in health.checks()
    ]


def test_rejected_commands_degrade_and_keep_the_process_ready() -> None:
    bot = FakeBot()
    health = Health(FakeGateway(), FakeLoop(), {}, bot=bot)
    health.start()
    assert health.state is State.OK

    bot.sync_error = "Discord rejected the commands (status 400)"

    assert (health.state, health.is_ready) == (State.DEGRADED, True)
    assert bot.sync_error in [check.detail for check in health.checks()]


def test_a_missing_intent_makes_the_process_not_ready() -> None:
    bot = FakeBot(missing_intent="Discord does not grant the intent")
    health = Health(FakeGateway(), FakeLoop(), {}, bot=bot)
    health.start()

    assert (health.state, health.is_ready) == (State.DEGRADED, False)


def test_shed_load_degrades_and_keeps_the_process_ready() -> None:
    bot = FakeBot()
    health = Health(FakeGateway(), FakeLoop(), {}, bot=bot)
    health.start()

    bot.overload = "Discord answers too slowly"

    assert (health.state, health.is_ready) == (State.DEGRADED, True)
    (load,) = (check for check in health.checks() if check.name == "load")
    assert load.detail == "Discord answers too slowly"


def test_before_the_start_nothing_else_is_checked() -> None:
    health = Health(FakeGateway((FakeShard(is_healthy=False),)), FakeLoop(), {})

    assert [check.state for check in health.checks()] == [State.STARTING]


def test_silence_outweighs_a_degraded_part() -> None:
    health = started(FakeShard(is_healthy=False, ack_age=90), FakeLoop(worst_lag=1.5))

    assert health.state is State.STALE


def test_further_checks_count() -> None:
    failed = Check("face Mira", State.DEGRADED, "quarantined")
    health = Health(FakeGateway(), FakeLoop(), {}, further_checks=lambda: (failed,))
    health.start()

    assert failed in health.checks()
    assert not health.is_ready


def test_draining_outweighs_everything() -> None:
    health = started(FakeShard(is_healthy=False, ack_age=90))
    health.drain()

    assert (health.state, health.is_ready) == (State.DRAINING, False)


def test_a_store_counts_as_reachable_until_its_first_check() -> None:
    health = started(store=FixedStore(answer=False))

    assert (health.state, health.is_ready) == (State.OK, True)
    assert health.stores() == {"rolls": True}


async def test_an_unreachable_store_degrades_until_it_responds() -> None:
    store = FixedStore(answer=False)
    health = started(store=store)
    await health.check_stores()

    assert (health.state, health.is_ready) == (State.DEGRADED, False)
    assert health.stores() == {"rolls": False}

    store.answer = True
    await health.check_stores()

    assert (health.state, health.is_ready) == (State.OK, True)


@pytest.mark.parametrize(("age", "is_alive"), [(3.0, True), (10.0, False)])
def test_a_loop_blocked_for_seconds_is_not_alive(age: float, is_alive: bool) -> None:
    assert started(loop=FakeLoop(age=age)).is_alive is is_alive


def test_a_store_that_does_not_answer_times_out() -> None:
    @dataclass
    class Slow(FixedStore):
        never: asyncio.Event = field(default_factory=asyncio.Event)

        async def is_reachable(self) -> bool:
            return await self.never.wait()

    async def story() -> tuple[object, float]:
        health = started(store=Slow())
        await health.check_stores()
        return health.stores(), asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(story()) == ({"rolls": False}, 2)


async def test_a_failing_store_check_counts_as_unreachable_and_others_are_checked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    @dataclass
    class Broken(FixedStore):
        is_broken: bool = True

        async def is_reachable(self) -> bool:
            if self.is_broken:
                raise RuntimeError("no such thing")
            return await super().is_reachable()

    broken, other = Broken(), FixedStore(answer=False)
    health = Health(FakeGateway(), FakeLoop(), {"rolls": broken, "redis": other})

    await health.check_stores()

    assert health.stores() == {"rolls": False, "redis": False}
    assert "no such thing" in caplog.text

    broken.is_broken, other.answer = False, True
    await health.check_stores()

    assert health.stores() == {"rolls": True, "redis": True}


async def test_an_unreachable_optional_dependency_degrades_and_the_process_stays_ready() -> None:
    store = FixedStore(answer=False)
    health = Health(FakeGateway(), FakeLoop(), {"redis": store}, frozenset({"redis"}))
    health.start()

    await health.check_stores()

    assert health.is_ready
    assert health.state is State.DEGRADED
    assert health.stores() == {"redis": False}
