"""Tests broken connections, 429, 500, and late and lost responses."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

import pytest
import pytest_asyncio

from localcord import Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.program import Program, run_bot

pytestmark = pytest.mark.slow

CALLBACK = "/interactions/*/callback"
FOLLOW_UP = "/webhooks/*"
NEVER = 30.0


@pytest_asyncio.fixture
async def table(open_table: OpenTable) -> AsyncIterator[Table]:
    # A long deadline, so that a slow machine does not decide the outcome.
    async with open_table(Settings(answer_within=NEVER)) as opened:
        yield opened


async def test_the_bot_comes_back_when_discord_has_forgotten_it(table: Table, bot: Program) -> None:
    table.discord.gateway.drop(resumable=False)
    await table.discord.bot_identified(2)

    conversation = await table.channel_user.slash("roll", pool1="2d6")

    assert "`2d6`" in conversation.reply.text


async def test_too_many_requests_is_waited_out(table: Table, bot: Program) -> None:
    fault = table.discord.faults.too_many_requests("POST", CALLBACK)

    conversation = await table.channel_user.slash("roll", pool1="2d6", pool2="1d20")

    assert fault.hits == 1
    assert "`2d6`" in conversation.reply.text
    assert "Add Plot Die" in [button.label for button in conversation.reply.buttons]
    assert (await bot.metrics())["nazh_roll_success_total"] == 1


async def test_retry_after_is_honoured_on_the_first_429(table: Table, bot: Program) -> None:
    fault = table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=0.4)
    held_back: list[float] = []
    table.discord.faults.listen(lambda *_: held_back.append(monotonic()))

    await table.channel_user.slash("roll", pool1="2d6")

    assert monotonic() - held_back[0] >= 0.4
    assert fault.hits == 1
    assert (await bot.metrics())['nazh_rest_retries_total{reason="rate_limited"}'] == 1


async def test_a_retry_after_beyond_the_response_deadline_fails_immediately(
    table: Table, bot: Program
) -> None:
    fault = table.discord.faults.too_many_requests("POST", CALLBACK, retry_after=20, times=2)
    table.channel_user.start("roll", pool1="2d6")

    lost = 'nazh_interaction_responses_failed_total{reason="too_late"}'
    await bot.metrics_when(lambda now: now[lost] == 1)

    assert fault.hits == 1
    assert (await bot.stop()).status == 0


async def test_a_server_error_is_tried_again(table: Table, bot: Program) -> None:
    fault = table.discord.faults.error("POST", CALLBACK, status=500)

    conversation = await table.channel_user.slash("roll", pool1="2d6 # again")

    assert fault.hits == 1
    assert "\n> again\n" in conversation.reply.text


async def test_a_private_refusal_stays_private_when_tried_again(table: Table, bot: Program) -> None:
    table.discord.faults.error("POST", CALLBACK, status=502)

    conversation = await table.channel_user.slash("roll", pool1="junk")

    assert conversation.ephemeral


async def test_a_form_and_an_edit_survive_server_errors(table: Table, bot: Program) -> None:
    message = (await table.channel_user.slash("roll", pool1="2d6")).reply
    table.discord.faults.error("POST", CALLBACK, status=503)
    form = (await table.alice.press(message, "Copy Command")).modal
    table.discord.faults.error("POST", CALLBACK, status=503)
    await table.alice.submit(form)
    table.discord.faults.error("POST", CALLBACK, status=503)

    pressed = await table.alice.press(message, "Add Plot Die")

    assert form.inputs[0].value == "/roll pool1:2d6"
    assert "`dp`" in pressed.updated.text
    assert "Add Plot Die" not in [button.label for button in pressed.updated.buttons]


async def test_a_broken_connection_is_tried_again(table: Table, bot: Program) -> None:
    fault = table.discord.faults.reset("POST", CALLBACK)

    conversation = await table.channel_user.slash("roll", pool1="2d6")

    assert fault.hits == 1
    assert "`2d6`" in conversation.reply.text


async def test_a_response_that_was_accepted_after_all_is_counted_and_not_repeated(
    table: Table, bot: Program
) -> None:
    table.discord.faults.error("POST", CALLBACK, status=500, after=True)

    await table.channel_user.slash("roll", pool1="2d6")

    lost = 'nazh_interaction_responses_failed_total{reason="answered_already"}'
    await bot.metrics_when(lambda now: now[lost] == 1)
    assert len(table.alice.sees(table.channel)) == 1


@pytest.mark.parametrize("button", ["Roll", "Roll Secretly"])
async def test_a_builders_roll_is_posted_once_when_its_204_is_lost(
    table: Table, bot: Program, button: str
) -> None:
    message = (await table.channel_user.slash("build", pools="1d20")).reply
    table.discord.faults.error("POST", CALLBACK, status=500, after=True)

    pressed = await table.alice.press(message, button)
    result = await pressed.follow_up()

    metrics = await bot.metrics()
    assert "`1d20`" in result.text
    assert table.alice.sees(table.channel) == [message, result]
    assert metrics['nazh_interaction_responses_failed_total{reason="answered_already"}'] == 1


async def test_a_roll_is_revealed_when_its_204_is_lost(table: Table, bot: Program) -> None:
    secret = (await table.channel_user.slash("roll", pool1="1d20", secret=True)).reply
    table.discord.faults.error("POST", CALLBACK, status=500, after=True)

    public = await (await table.alice.press(secret, "Reveal")).follow_up()

    assert table.bob.sees(table.channel) == [public]


async def test_a_late_response_is_counted(open_table: OpenTable, tmp_path: Path) -> None:
    async with open_table(Settings(answer_within=0.0)) as table:
        bot = await run_bot(table.discord, tmp_path)
        try:
            table.channel_user.start("roll", pool1="2d6")
            lost = 'nazh_interaction_responses_failed_total{reason="too_late"}'
            await bot.metrics_when(lambda now: now[lost] == 1)
            ended = await bot.stop()
        finally:
            bot.kill()

    assert "Traceback" not in ended.errors


async def test_a_permanent_gateway_close_ends_the_program_with_an_error_message(
    table: Table, bot: Program
) -> None:
    await table.channel_user.slash("roll", pool1="2d6")
    table.discord.gateway.drop(code=4012)

    ended = await bot.ended()

    assert ended.status == 69
    assert "Discord's gateway closed the connection" in ended.errors.splitlines()[-1]
    assert "Traceback" not in ended.errors


async def test_five_hundred_concurrent_interactions_are_all_answered(
    table: Table, bot: Program
) -> None:
    conversations = [
        table.channel_user.start("roll", pool1="a1d20+5, 2d6", add_plot=True) for _ in range(500)
    ]

    await asyncio.gather(*(conversation.answered() for conversation in conversations))

    assert (await bot.metrics())["nazh_roll_success_total"] == 500


async def test_no_token_of_an_interaction_reaches_the_log(table: Table, bot: Program) -> None:
    message = (await table.channel_user.slash("build", pools="1d20")).reply
    table.discord.faults.error("POST", FOLLOW_UP, status=403)

    await table.alice.press(message, "Roll")
    await bot.metrics_when(
        lambda now: now['nazh_interaction_responses_failed_total{reason="discord_failed"}'] == 1
    )
    ended = await bot.stop()

    assert re.search(r"/webhooks/\d+/", ended.errors)
    assert not re.search(r"/(webhooks|interactions)/\d+/[^…]", ended.errors)
