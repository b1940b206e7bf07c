"""Takes a contact sheet of a war on a phone with ``--renew-golden``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser

from script.war_demo import HOUR, HOURS_TO_BATTLE, PROTECTION, has_report, until
from tests.browser.game_pages import STAGE, WIDTH, GamePage, game_page
from tests.browser.play_page import Scheme
from tests.browser.test_result_pictures import SCHEMES, sheet

SPEED = 900
"""How many times as fast the clock of the game is: an hour takes four seconds."""
COLUMNS = 3
TERMS = {"give_resources": 50, "give_territory": 0, "ask_resources": 0, "ask_territory": 5}


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_war(
    browser: Browser, scheme: Scheme, picture: Callable[[str], Path | None]
) -> None:
    async with game_page(browser, scheme, SPEED, first_command="war info") as game:
        await war(game)
        pictures = game.pictures

    await sheet(browser, pictures, scheme, WIDTH, COLUMNS, picture(f"war-phone-{scheme}.png"))


async def war(game: GamePage) -> None:
    """Play a war up to its report, and take pictures of what the leader sees."""
    clock = game.discord.world.clock
    own, enemy, ally = game.sides
    founded_at = clock.now()
    for side, quantity in ((own, 9), (enemy, 8), (ally, 6)):
        await game.found(side, quantity)
    await own.command(STAGE, "diplomacy alliance propose", nation=ally.nation)
    await ally.command(STAGE, "diplomacy alliance accept", nation=own.nation)
    await until(lambda: clock.now() > founded_at + PROTECTION + HOUR)

    declaration = await own.command(STAGE, "war declare", nation=enemy.nation, reason="rivalry")
    await game.take("Before a declaration")
    await own.press(STAGE, declaration, "Declare War")
    soon = int(clock.now() // HOUR + HOURS_TO_BATTLE) % 24
    await enemy.command(STAGE, "nation settings", battle_hour=soon)
    answer = await enemy.command(STAGE, "war info", war=1)
    await enemy.press(STAGE, answer, "Accept")
    support = await ally.command(STAGE, "war support", war=1, side="aggressor")
    await ally.press(STAGE, support, "Support")
    await own.command(STAGE, "war info", war=1)
    await game.take("Accepted")
    await enemy.command(STAGE, "war peace propose", war=1, **TERMS)
    await own.command(STAGE, "war peace accept", war=1)
    await game.take("An offer of peace")
    await until(partial(has_report, game.discord, own))
    report = await own.command(STAGE, "war replay", battle=1)
    await until(lambda: "battle-1.png" in report.files)
    await game.take("The report")
