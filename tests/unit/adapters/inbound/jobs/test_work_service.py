"""Tests that a process without Discord can be asked what a bot is asked."""

from __future__ import annotations

from nazh.adapters.inbound.jobs.work_service import WorkService
from nazh.application.shared.runtime import Bot


def test_it_has_all_that_a_bot_has() -> None:
    bot: Bot = WorkService()

    assert bot.missing_intent is None
    assert (bot.guilds, bot.in_flight, bot.sync_error, bot.overload) == (None, 0, None, None)


async def test_it_stops_without_leaving_anything_unanswered() -> None:
    assert await WorkService().stop(0) is True
