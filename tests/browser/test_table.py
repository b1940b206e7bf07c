"""Tests scrolling, replies, roles and the first screen in a browser."""

import struct
import zlib

import aiohttp
from playwright.async_api import expect

from tests.browser.conftest import Table
from tests.localcord.raw_bot import Json, rest_of

# Returns when the page has noticed it.
SCROLL_UP = """(one) => new Promise((done) => {
    one.addEventListener("scroll", () => done(), { once: true });
    one.scrollTo(0, 0);
})"""
FROM_END = """() => {
    const one = document.querySelector("#scroller");
    return Math.round(one.scrollHeight - one.scrollTop - one.clientHeight);
}"""
# Counts the messages that are put into the list or taken out of it.
COUNT_ROWS = """() => {
    window.touched = 0;
    new MutationObserver((all) => {
        for (const one of all) window.touched += one.addedNodes.length + one.removedNodes.length;
    }).observe(document.querySelector("#messages"), { childList: true });
}"""


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def chat(table: Table, count: int) -> None:
    for number in range(count):
        table.game_master.in_(table.channel).say(f"Message {number}")
    await expect(table.last.locator(".body")).to_have_text(f"Message {count - 1}")


async def test_an_own_message_scrolls_into_view(table: Table) -> None:
    await chat(table, 60)
    await table.page.locator("#scroller").evaluate(SCROLL_UP)
    table.game_master.in_(table.channel).say("Unread.")
    await expect(table.messages).to_have_count(61)
    assert await table.page.evaluate(FROM_END) > 500

    await table.entry.fill("Mine.")
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text("Mine.")
    assert await table.page.evaluate(FROM_END) < 2


async def test_pictures_do_not_push_the_end_out_of_view(table: Table) -> None:
    await table.page.set_viewport_size({"width": 1200, "height": 860})
    await chat(table, 40)
    async with rest_of(table.server) as rest:
        form = aiohttp.FormData({"payload_json": '{"content": "Odds"}'})
        form.add_field("files[0]", png(400, 600), filename="odds.png")
        await rest.call("POST", f"/channels/{table.channel.id}/messages", data=form)
    drawn = table.last.locator("img")
    await expect(drawn).to_have_js_property("complete", True)

    assert await drawn.evaluate("one => [one.width, one.height]") == [400, 600]
    await table.page.wait_for_function(f"({FROM_END})() < 2")


async def test_an_answer_leaves_500_other_messages_untouched(table: Table) -> None:
    await chat(table, 500)
    await table.page.evaluate(COUNT_ROWS)
    await table.slash("roll", "2d6")
    await expect(table.last).to_contain_text("Total 7")

    # The notice and the answer come, and the notice and the two oldest messages may go. All others
    # stay as they are, since the layout of hundreds of messages takes longer than the answer.
    assert 2 <= await table.page.evaluate("window.touched") <= 6


async def test_five_buttons_fit_in_one_row(table: Table) -> None:
    await table.slash("roll", "2d6")
    buttons = table.last.locator(".body .button")

    await expect(buttons).to_have_count(5)
    tops = await buttons.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


async def test_an_answer_to_a_button_names_the_message_that_it_answers(table: Table) -> None:
    await table.slash("choose")
    await table.last.get_by_role("button", name="Edge").click()
    await table.page.get_by_role("option", name="Advantage", exact=False).first.click()
    await expect(table.last).to_contain_text("edge: adv")

    line = table.last.get_by_role("button", name="Go to the message of Tavern")
    await expect(line).to_contain_text("Choose.")
    await line.click()
    await expect(table.messages.first).to_be_focused()


async def test_the_sub_command_is_named(table: Table) -> None:
    await table.be("Tomas")
    await table.slash("rules show")

    await expect(table.last).to_contain_text("Tomas used /rules show")


async def test_no_optional_field_opens_itself(table: Table) -> None:
    fields = table.page.locator("#command .option")
    await table.entry.fill("/words ")
    await expect(table.page.locator(".command-name")).to_have_text("/words")
    await expect(fields).to_have_count(0)
    await table.page.keyboard.press("Enter")
    await expect(table.last).to_contain_text("Mira used /words")

    await table.entry.fill("/words ")
    await table.page.keyboard.type("Kel")
    await expect(fields).to_have_count(1)
    await table.page.keyboard.press("Enter")
    await expect(table.last).to_contain_text("by=Kel")


async def test_options_take_roles(table: Table) -> None:
    (guild,) = table.server.world.guilds.values()
    bard = guild.role("Bard")
    table.player.set_roles(guild, bard)
    await table.entry.fill("/words ")
    await table.page.get_by_role("button", name="Add option caste").click()
    await table.page.get_by_role("option", name="@Bard").click()
    await table.page.keyboard.press("Enter")

    await expect(table.last).to_contain_text(f"caste={bard.id}")
    roles: Json = table.bot.interactions[-1]["data"]["resolved"]["roles"]
    assert roles[str(bard.id)]["name"] == "Bard"


async def test_the_first_screen_says_what_to_type_and_who_is_there(table: Table) -> None:
    welcome = table.page.locator("#welcome")

    await expect(welcome).to_contain_text("Type /roll and press Enter to start")
    await expect(welcome).to_contain_text("You are Mira, player.")
    await expect(welcome).to_contain_text("Tomas, game master, who may manage the server.")
    await expect(welcome).to_contain_text("Kel, stranger.")
    await expect(table.page.locator("header")).not_to_contain_text("Faults")
