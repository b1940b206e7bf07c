"""Discord's REST API in trouble: it is asked for too much, it fails, it is away."""

from __future__ import annotations

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import Tell
from tests.e2e.faults.story import A_ROLL, NOTHING
from tests.e2e.program import Program

CALLBACK = "/interactions/*/callback"
MANY = 40
RATE_LIMITED = 'nazh_rest_retries_total{reason="rate_limited"}'
SERVER_ERROR = 'nazh_rest_retries_total{reason="server_error"}'
GIVEN_UP = 8.5
"""Seconds: the four that an answer is given, and a scrape; hikari by itself takes nine."""
TOO_LATE = 'nazh_answers_lost_total{reason="too_late"}'
FAILED = 'nazh_answers_lost_total{reason="discord_failed"}'


async def test_a_storm_of_429(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("429 for every answer, once to each of its two senders", table, bot)
    table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=0.3, times=2 * MANY)
    story.strike()
    story.roll(MANY)

    assert await story.heard() == {A_ROLL: MANY}
    await story.counts(RATE_LIMITED, lambda value: value >= MANY)
    assert await story.is_well()
    await story.says("rate limited")
    assert "NazhDiscordRetries" in await story.alerts()


async def test_a_burst_of_5xx(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("503 for every answer, once to each of its two senders", table, bot)
    table.discord.faults.error("POST", CALLBACK, status=503, times=2 * MANY)
    story.strike()
    story.roll(MANY)

    assert await story.heard() == {A_ROLL: MANY}
    await story.counts(SERVER_ERROR, lambda value: value >= MANY)
    assert await story.is_well()
    await story.says("Received status 503")
    assert "NazhDiscordRetries" in await story.alerts()


async def test_429_for_longer_than_anybody_waits(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("429 that lasts longer than Discord waits for an answer", table, bot)
    story.roll(2)
    await story.heard()
    table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=3.2, times=2 * 8)
    story.strike()
    story.roll(8)

    assert await story.counts(TOO_LATE, lambda value: value == 8) == 8
    assert await story.heard(is_over=True) == {A_ROLL: 2, NOTHING: 8}
    assert await story.is_well()
    await story.says("rate limited")
    assert "NazhAnswersLost" in await story.alerts()


async def test_an_api_that_is_away(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("503 for every request, and no end of it", table, bot)
    story.roll(2)
    await story.heard()
    table.discord.faults.error(status=503, times=1_000)
    story.strike()
    story.roll(8)

    assert await story.counts(FAILED, lambda value: value == 8) == 8
    assert story.told.by_metric is not None
    assert story.told.by_metric < GIVEN_UP
    assert await story.heard(is_over=True) == {A_ROLL: 2, NOTHING: 8}
    assert await story.is_well()
    await story.says("Received status 503")
    assert "NazhAnswersLost" in await story.alerts()
