"""Takes contact sheets of results and of their layouts with ``--renew-golden``."""

import asyncio
import base64
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from tests.browser.play_page import PlayPage, Scheme, open_play_page

MAX_BYTES = 120_000
SEED = "179963"
"""A seed with which these rolls show a success, a failure, a natural 20 and a natural 1."""
ROLLS = (
    ("One pool", "Perception: 1d20+3", ""),
    ("Success", "Stealth: 1d20+5 vs 15", "Success"),
    ("Failure", "Athletics: 1d20+2 vs 15", "Failure"),
    ("Natural 20, plot die with an Opportunity", "Attack: 1d20+7 vs 15, dp", "Natural 20!"),
    ("Natural 1", "Persuasion: 1d20+4 vs 12", "natural 1"),
    ("Three pools, plot die with a Threat", "Attack: a1d20+7 vs 15, Damage: 2d6+4, dp", "Threat"),
    (
        "Five pools",
        "Fire damage: 8d6, Cold damage: 2d8, Save: 1d20+3 vs 14, 4d6kh3, d%",
        "damage in all",
    ),
)
LAYOUTS = ("Full", "Compact", "Totals only", "Arithmetic", "Text")
DEVICES = (("phone", 390, 3), ("desk", 760, 2))
Picture = Callable[[str], Path | None]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("device", "width", "columns"), DEVICES)
async def test_results(
    browser: Browser, scheme: Scheme, device: str, width: int, columns: int, picture: Picture
) -> None:
    async with open_play_page(
        browser, scheme=scheme, seed=SEED, width=width, height=1200
    ) as play_page:
        cells = []
        for title, notation, expected_text in ROLLS:
            await play_page.roll(notation)
            await expect(play_page.last).to_contain_text(expected_text)
            cells.append((title, await picture_of(play_page)))
        await play_page.slash("roll", ("pool1", "Insight: 1d20+6"), ("secret", "True"))
        await expect(play_page.button("Reveal")).to_be_visible()
        cells.append(("Secret", await picture_of(play_page)))
        await choose_notice_channel(play_page)
        await play_page.page.locator("#entry").fill("/roll pool1:Insight: 1d20+6 secret:True ")
        await play_page.page.locator(".command-name").wait_for()
        await play_page.page.keyboard.press("Enter")
        secret = play_page.messages.filter(has_text="Also shown in #table").first
        await expect(secret).to_be_visible()
        cells.append(("Secret, with a channel for secret rolls", await secret.screenshot()))

    await sheet(browser, cells, scheme, width, columns, picture(f"results-{device}-{scheme}.png"))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("device", "width", "columns"), DEVICES)
async def test_layouts(
    browser: Browser, scheme: Scheme, device: str, width: int, columns: int, picture: Picture
) -> None:
    async with open_play_page(
        browser, scheme=scheme, seed="7", width=width, height=1200
    ) as play_page:
        cells = []
        for layout in LAYOUTS:
            await play_page.be("Tomas")
            await play_page.slash("settings")
            await play_page.choose("What do you want to change?", "Results")
            await play_page.last.locator(".select").nth(1).click()
            option = play_page.page.get_by_role("option", name=re.compile(f"^{layout}"))
            await option.first.click()
            await expect(play_page.last).to_contain_text(f"Results: {layout}")
            if layout == "Arithmetic":
                cells.append(("The choice, with an example", await picture_of(play_page)))
            await play_page.be("Mira")
            await play_page.roll("Attack: 1d20+7 vs 15, Damage: 2d6+4, 1d8")
            cells.append((layout, await picture_of(play_page)))

    await sheet(browser, cells, scheme, width, columns, picture(f"layouts-{device}-{scheme}.png"))


async def choose_notice_channel(play_page: PlayPage) -> None:
    """Let the game master choose the only channel, which everyone can read."""
    await play_page.be("Tomas")
    await play_page.slash("settings")
    await play_page.choose("What do you want to change?", "Channel for secret rolls")
    await play_page.last.locator(".select").nth(1).click()
    await play_page.page.get_by_role("option", name="#table").click()
    await play_page.button("Use Anyway").click()
    await expect(play_page.button("Use Anyway")).to_have_count(0)
    await play_page.be("Mira")


def optimised(image: bytes) -> bytes:
    """Return a picture with 128 colours, a third of its bytes."""
    with Image.open(io.BytesIO(image)) as opened:
        few = opened.convert("RGB").quantize(128, dither=Image.Dither.NONE)
    png = io.BytesIO()
    few.save(png, "PNG", optimize=True)
    return png.getvalue()


async def picture_of(play_page: PlayPage) -> bytes:
    """Take a picture of the last message."""
    await play_page.page.mouse.move(0, 0)
    return await play_page.last.screenshot()


async def sheet(
    browser: Browser,
    cells: Sequence[tuple[str, bytes]],
    scheme: Scheme,
    width: int,
    columns: int,
    path: Path | None,
) -> None:
    """Put pictures with titles in columns, and store the sheet if requested."""
    dark = scheme == "dark"
    colours = "#1e1f22;color:#dbdee1" if dark else "#e3e5e8;color:#2e3338"
    figures = "".join(
        f"<figure><figcaption>{title}</figcaption>"
        f'<img src="data:image/png;base64,{base64.b64encode(image).decode()}"></figure>'
        for title, image in cells
    )
    gap = 16
    context = await browser.new_context(
        viewport={"width": columns * (width + gap) + gap, "height": 100}
    )
    page = await context.new_page()
    await page.set_content(
        f"<style>body{{margin:{gap}px;background:{colours};font:14px sans-serif}}"
        f"main{{columns:{columns};column-gap:{gap}px}}"
        "figure{margin:0 0 16px;break-inside:avoid}figcaption{margin-bottom:4px}"
        f"img{{display:block;max-width:100%}}</style><main>{figures}</main>"
    )
    drawn = await page.screenshot(full_page=True)
    await context.close()
    drawn = optimised(drawn)
    assert len(drawn) < MAX_BYTES
    if path is not None:
        await asyncio.to_thread(path.write_bytes, drawn)
