"""Tests languages in a browser, for users and for the guild."""

from playwright.async_api import Locator, expect

from tests.browser.conftest import Table


def mine(table: Table) -> Locator:
    return table.page.get_by_label("Your language")


def the_guilds(table: Table) -> Locator:
    return table.page.get_by_label("The server's language")


async def test_a_command_is_found_by_its_name_in_the_language_of_the_user(table: Table) -> None:
    suggestions = table.page.locator("#suggestions")
    await mine(table).select_option("de")
    await table.entry.fill("/wür")
    await expect(suggestions).to_contain_text("/würfeln")
    await expect(suggestions).to_contain_text("Würfle vor aller Augen.")
    await table.page.keyboard.press("Enter")
    await expect(table.page.locator("#hint")).to_contain_text("würfel Was geworfen wird")
    await table.page.keyboard.type("2d6")
    await table.page.get_by_role("button", name="Add option edge").click()
    await table.page.get_by_role("option", name="Vorteil").click()
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("dice=2d6, edge=adv")
    assert table.bot.interactions[-1]["data"]["name"] == "roll"
    assert (table.bot.interactions[-1]["locale"], table.bot.interactions[-1]["guild_locale"]) == (
        "de",
        "en-US",
    )


async def test_a_command_is_found_by_its_own_name_too(table: Table) -> None:
    await mine(table).select_option("de")
    await table.entry.fill("/ro")

    await expect(table.page.locator("#suggestions")).to_contain_text("/würfeln")


async def test_a_language_without_translations_falls_back_as_on_discord(table: Table) -> None:
    suggestions = table.page.locator("#suggestions")
    await table.entry.fill("/")
    await mine(table).select_option("es-419")
    await table.entry.focus()
    await expect(suggestions).to_contain_text("/tirar")

    await mine(table).select_option("fr")
    await table.entry.focus()
    await expect(suggestions).to_contain_text("/roll")


async def test_the_menu_of_a_message_is_translated(table: Table) -> None:
    await table.slash("roll", "2d6")
    await expect(table.last).to_contain_text("Total 7")
    await mine(table).select_option("de")
    await expect(table.page.locator("html")).to_have_attribute("data-locale", "de")
    await table.last.locator(".more").click()

    await table.page.get_by_role("menuitem", name="Würfel dieser Nachricht werfen").click()

    await expect(table.last).to_contain_text("Rolling")


async def test_each_user_has_their_own_language_and_keeps_it(table: Table) -> None:
    await mine(table).select_option("pt-BR")
    await table.be("Tomas")
    await expect(mine(table)).to_have_value("en-US")

    await table.be("Mira")
    await table.page.reload()

    await expect(mine(table)).to_have_value("pt-BR")
    assert table.player.locale == "pt-BR"


async def test_guild_managers_choose_its_language(table: Table) -> None:
    await expect(the_guilds(table)).to_be_disabled()

    await table.be("Tomas")
    async with table.page.expect_response("**/client/guild-language"):
        await the_guilds(table).select_option("fr")
    await table.slash("roll", "2d6")

    await expect(table.last).to_contain_text("Total 7")
    assert (table.bot.interactions[-1]["locale"], table.bot.interactions[-1]["guild_locale"]) == (
        "en-US",
        "fr",
    )


async def test_direct_messages_have_no_guild_and_no_guild_language(table: Table) -> None:
    await table.page.locator("#directs").get_by_role("button", name="Tavern").click()

    await expect(the_guilds(table)).to_be_hidden()
    await expect(mine(table)).to_be_visible()
