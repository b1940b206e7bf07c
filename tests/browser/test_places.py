"""Tests guilds, threads and reactions in the browser."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Table
from tests.browser.page_checks import serious_violations, width_needed


async def test_each_guild_lists_its_channels(table: Table) -> None:
    fort = table.server.guild("The Fort")
    fort.channel("wall")
    places = table.page.locator("#places")

    await expect(places.get_by_role("heading")).to_have_text(["The Long Rest", "The Fort"])
    await places.get_by_role("button", name="wall").click()

    await expect(table.page.locator("#place")).to_contain_text("wall")
    await expect(table.page.locator("#guild")).to_have_text("The Fort")
    assert await serious_violations(table.page) == []


async def test_a_thread_is_entered_from_its_announcement_and_from_its_message(
    table: Table,
) -> None:
    mira = table.player.in_(table.channel)
    thread = mira.open_thread("Council of War")
    table.game_master.in_(thread).say("To arms!")

    await expect(table.last).to_contain_text("Mira started a thread: Council of War")
    await table.last.get_by_role("button", name="Council of War").click()
    await expect(table.page.locator("#place")).to_contain_text("Council of War")
    await expect(table.last).to_contain_text("To arms!")

    await table.page.locator("#places").get_by_role("button", name="table").click()
    message = mira.say("Who is in?")
    mira.open_thread("Muster", at=message)
    await table.last.get_by_role("button", name="Muster").click()
    await expect(table.page.locator("#place")).to_contain_text("Muster")
    await expect(
        table.page.locator("#places").get_by_role("button", name="Muster thread")
    ).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("width", [360, 1200])
async def test_reactions_are_counted_and_pressed(table: Table, width: int) -> None:
    await table.page.set_viewport_size({"width": width, "height": 740})
    message = table.game_master.in_(table.channel).say("To arms!")
    table.game_master.react(message, "⚔️")
    swords = table.last.get_by_role("button", name="⚔️")

    await expect(swords).to_have_text("⚔️ 1")
    await swords.click()
    await expect(swords).to_have_text("⚔️ 2")
    await expect(swords).to_have_attribute("aria-pressed", "true")
    await swords.click()

    await expect(swords).to_have_text("⚔️ 1")
    await expect(swords).to_have_attribute("aria-pressed", "false")
    assert await width_needed(table.page) == width
    assert await serious_violations(table.page) == []
