"""What can be measured of a page: axe's findings, its width, and how high its buttons are."""

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it has no types of its own
from playwright.async_api import Page


async def serious_violations(page: Page) -> list[str]:
    """Return what axe finds serious or critical."""
    results = await Axe().run(page)
    return [
        f"{one['id']}: {one['help']} {[node['html'][:160] for node in one['nodes']]}"
        for one in results.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


async def width_needed(page: Page) -> int:
    """Return how wide the page is, in pixels: more than the window, and it scrolls sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth"))


async def low_buttons(page: Page, least: int) -> list[str]:
    """Return all buttons and rows to press that are lower than ``least`` pixels."""
    found: list[str] = await page.evaluate(
        """(least) => [...document.querySelectorAll(
            "button, a.button, select, [role=option], [role=menuitem], [role=menuitemradio]")]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }))
            .filter((one) => one.getBoundingClientRect().height < least)
            .map((one) => `${one.getBoundingClientRect().height} ${one.outerHTML.slice(0, 99)}`)""",
        least,
    )
    return found
