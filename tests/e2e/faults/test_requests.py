"""Tests rate limits, errors and outages of Discord's REST API."""

from __future__ import annotations

from nazh.adapters.inbound.discord.interactions.sending.callback_connections import (
    MAX_CONNECTIONS,
    REPLY_GRACE,
)
from nazh.adapters.inbound.discord.interactions.sending.responder import RESPONSE_DEADLINE
from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import MIN_PAUSE
from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.scenario import A_ROLL, NOTHING
from tests.e2e.program import Program

CALLBACK = "/interactions/*/callback"
MANY = 40
BURST = 800
SLOW = 1.2
"""Seconds that Discord takes for a response; after twice this there is half a second left."""
NO_LIMITS = {f"NAZH_RATE_LIMIT_PER_{whose}": "10000 per second" for whose in ("USER", "GUILD")}
RATE_LIMITED = 'nazh_rest_retries_total{reason="rate_limited"}'
SERVER_ERROR = 'nazh_rest_retries_total{reason="server_error"}'
GIVEN_UP = 8.5
"""Seconds: four for a response, and a scrape; hikari alone would take nine."""
MAX_SECONDS = RESPONSE_DEADLINE + REPLY_GRACE
TOO_LATE = 'nazh_interaction_responses_failed_total{reason="too_late"}'
NO_CONNECTION = 'nazh_interaction_responses_failed_total{reason="no_connection"}'
IN_FLIGHT = "nazh_interactions_in_flight"
ROLLED = "nazh_roll_success_total"
FAILED = 'nazh_interaction_responses_failed_total{reason="discord_failed"}'


async def test_a_storm_of_429(table: Table, bot: Program, start_scenario: StartScenario) -> None:
    scenario = await start_scenario(
        "429 for every response, once to each of the two HTTP clients", table, bot
    )
    table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=0.3, times=2 * MANY)
    scenario.strike()
    scenario.roll(MANY)

    assert await scenario.responses() == {A_ROLL: MANY}
    await scenario.counts(RATE_LIMITED, lambda value: value >= MANY)
    assert await scenario.is_well()
    await scenario.says("rate limited")
    assert "NazhDiscordRetries" in await scenario.alerts()


async def test_a_burst_of_5xx(table: Table, bot: Program, start_scenario: StartScenario) -> None:
    scenario = await start_scenario(
        "503 for every response, once to each of the two HTTP clients", table, bot
    )
    table.discord.faults.error("POST", CALLBACK, status=503, times=2 * MANY)
    scenario.strike()
    scenario.roll(MANY)

    assert await scenario.responses() == {A_ROLL: MANY}
    await scenario.counts(SERVER_ERROR, lambda value: value >= MANY)
    assert await scenario.is_well()
    await scenario.says("Received status 503")
    assert "NazhDiscordRetries" in await scenario.alerts()


async def test_429_without_a_wait(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario(
        "429 for every response, permanently, with a wait of 0", table, bot
    )
    scenario.roll(2)
    await scenario.responses()
    busy = table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=0, times=10_000)
    scenario.strike()
    scenario.roll(8)

    assert await scenario.counts(FAILED, lambda value: value == 8) == 8
    assert busy.hits <= 8 * (2 + MAX_SECONDS / MIN_PAUSE)
    assert await scenario.responses(is_over=True) == {A_ROLL: 2, NOTHING: 8}
    assert await scenario.is_well()
    await scenario.says("rate limited")
    assert "NazhResponsesFailed" in await scenario.alerts()


async def test_429_for_longer_than_the_response_deadline(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("429 with a longer wait than Discord's deadline", table, bot)
    scenario.roll(2)
    await scenario.responses()
    table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=3.2, times=2 * 8)
    scenario.strike()
    scenario.roll(8)

    assert await scenario.counts(TOO_LATE, lambda value: value == 8) == 8
    assert await scenario.responses(is_over=True) == {A_ROLL: 2, NOTHING: 8}
    assert await scenario.is_well()
    await scenario.says("rate limited")
    assert "NazhResponsesFailed" in await scenario.alerts()


async def test_slow_responses(
    table: Table, running_at: RunningAt, start_scenario: StartScenario
) -> None:
    async with running_at(table, **NO_LIMITS) as bot:
        scenario = await start_scenario(
            f"Discord takes {SLOW} s for every response, and {BURST} rolls arrive at once",
            table,
            bot,
        )
        table.discord.faults.delay(SLOW, "POST", CALLBACK, times=BURST)
        scenario.strike()
        scenario.roll(BURST)

        dropped = await scenario.counts(NO_CONNECTION, lambda value: value >= BURST // 5)
        assert await scenario.health() == "degraded"
        assert scenario.observation.health is not None
        assert "Discord answers too slowly" in scenario.observation.health
        await bot.metrics_when(lambda now: now[IN_FLIGHT] == 0)
        scenario.give_up()
        assert (await scenario.responses(is_over=True))[A_ROLL] >= MAX_CONNECTIONS
        assert (await bot.metrics())[ROLLED] <= BURST - dropped
        await scenario.says("Discord answers responses too slowly")
        assert "NazhResponsesFailed" in await scenario.alerts()


async def test_an_unavailable_api(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("503 for every request, permanently", table, bot)
    scenario.roll(2)
    await scenario.responses()
    table.discord.faults.error(status=503, times=1_000)
    scenario.strike()
    scenario.roll(8)

    assert await scenario.counts(FAILED, lambda value: value == 8) == 8
    assert scenario.observation.by_metric is not None
    assert scenario.observation.by_metric < GIVEN_UP
    assert await scenario.responses(is_over=True) == {A_ROLL: 2, NOTHING: 8}
    assert await scenario.is_well()
    await scenario.says("Received status 503")
    assert "NazhResponsesFailed" in await scenario.alerts()
