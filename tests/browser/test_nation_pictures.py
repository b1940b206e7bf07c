"""Takes a contact sheet of a nation on a phone with ``--renew-golden``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser

from script.war_demo import HOUR, command, until
from tests.browser.game_pages import STAGE, WIDTH, GamePage, game_page
from tests.browser.play_page import Scheme
from tests.browser.test_result_pictures import SCHEMES, sheet

SPEED = 3_600
"""How many times as fast the clock of the game is: an hour takes a second."""
COLUMNS = 3
DAYS = 3


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_nation(
    browser: Browser, scheme: Scheme, picture: Callable[[str], Path | None]
) -> None:
    async with game_page(browser, scheme, SPEED, first_command="nation info") as game:
        await days(game)
        pictures = game.pictures

    await sheet(browser, pictures, scheme, WIDTH, COLUMNS, picture(f"nation-phone-{scheme}.png"))


async def days(game: GamePage) -> None:
    """Play some days, and take pictures of what the leader sees."""
    clock = game.discord.world.clock
    own = game.sides[0]
    founded_at = clock.now()
    await own.command(STAGE, "nation register", name=own.nation)
    await game.take("A new nation")
    for side, quantity in zip(game.sides[1:], (8, 6), strict=True):
        await game.found(side, quantity)
    for user in (own.leader, own.citizen):
        await command(STAGE, user, own.table, "citizen register")
    await own.command(STAGE, "nation info")
    await game.take("Its first citizens")
    await own.command(STAGE, "military build", unit="infantry", quantity=9)
    await until(lambda: clock.now() > founded_at + DAYS * 24 * HOUR)
    await own.command(STAGE, "treasury status")
    await game.take("The treasury")
    await own.command(STAGE, "rank board", type="power")
    await game.take("A board")
    statistics = await own.command(STAGE, "nation statistics")
    chart = await own.press(STAGE, statistics, "Chart")
    await until(lambda: bool(chart.files))
    await game.take("Power and income")
