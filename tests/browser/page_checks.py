"""Measures a page with axe, its width, and the height of its buttons."""

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it has no types of its own
from playwright.async_api import Page


async def serious_violations(page: Page) -> list[str]:
    """Return axe's serious and critical findings."""
    results = await Axe().run(page)
    return [
        f"{violation['id']}: {violation['help']}"
        f" {[node['html'][:160] for node in violation['nodes']]}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


async def width_needed(page: Page) -> int:
    """Return the page's width in pixels; wider than the window, it scrolls sideways."""
    return int(await page.evaluate("document.documentElement.scrollWidth"))


async def low_buttons(page: Page, least: int) -> list[str]:
    """Return all buttons and clickable rows that are lower than ``least`` pixels."""
    buttons: list[str] = await page.evaluate(
        """(least) => [...document.querySelectorAll(
            "button, a.button, select, [role=option], [role=menuitem], [role=menuitemradio]")]
            .filter((one) => one.checkVisibility({ visibilityProperty: true }))
            .filter((one) => one.getBoundingClientRect().height < least)
            .map((one) => `${one.getBoundingClientRect().height} ${one.outerHTML.slice(0, 99)}`)""",
        least,
    )
    return buttons
