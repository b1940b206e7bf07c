"""Drives ``verify.html``, opened from a folder without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.timeouts import TIMEOUT

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "nazh" / "adapters" / "inbound" / "web" / "dice" / "verify.html"
ADDRESS = PAGE.as_uri()
NAME = "receipts.jsonl"
Scheme = Literal["light", "dark"]
Motion = Literal["no-preference", "reduce"]


@dataclass
class Outcome:
    """The page's verdict, and its sentence for each failing line, counted from 1."""

    verdict: str
    faults: dict[int, list[str]]
    seen: list[str]


@dataclass
class Verifier:
    """The page, opened as a file. ``requests`` are all URLs that it requested."""

    page: Page
    requests: list[str] = field(default_factory=list)

    async def put_in(self, *, commitment: str = "", marks: str = "", words: str = "") -> None:
        """Type the marks that were seen."""
        await self.page.locator("#commitment").fill(commitment)
        await self.page.locator("#marks").fill(marks)
        await self.page.locator("#words").fill(words)

    async def choose(self, receipts: bytes | str) -> None:
        """Choose a file with these receipts, which starts the check."""
        content = receipts.encode() if isinstance(receipts, str) else receipts
        await self._choose({"name": NAME, "mimeType": "application/jsonl", "buffer": content})

    async def choose_file(self, path: Path) -> None:
        """Choose an existing file, which is faster for large ones."""
        await self._choose(path)

    async def _choose(self, file: FilePayload | Path) -> None:
        entry = self.page.locator("#file")
        await entry.set_input_files([])
        await entry.set_input_files(file)

    async def check(
        self, lines: list[str], *, commitment: str = "", marks: str = "", words: str = ""
    ) -> Outcome:
        """Type what was seen, choose a file with these lines and return the page's verdict."""
        await self.put_in(commitment=commitment, marks=marks, words=words)
        await self.choose("".join(f"{line}\n" for line in lines))
        await expect(self.page.locator("#report")).to_be_visible()
        return await self.outcome()

    async def outcome(self) -> Outcome:
        """Return the page's current verdict."""
        shown = await self.page.evaluate(
            """() => {
                const which = document.querySelector("#which");
                if (which.querySelector("[value=failing]")) {
                    which.value = "failing";
                    which.dispatchEvent(new Event("change"));
                }
                const list = document.querySelector("[aria-labelledby=entries-heading]");
                const texts = (within, what) =>
                    [...within.querySelectorAll(what)].map((one) => one.textContent);
                return {
                    verdict: texts(document, "#verdict-heading, .outcome > p").join(". "),
                    faults: [...list.querySelectorAll("li.fails")].map((one) =>
                        [Number(one.dataset.line), texts(one, ".faults li")]),
                    seen: texts(document, "[aria-labelledby=beside-heading] li"),
                };
            }"""
        )
        return Outcome(shown["verdict"], dict(shown["faults"]), shown["seen"])

    async def verdict_box(self) -> tuple[float, float]:
        """Return top and bottom of the verdict in the window, when nothing scrolls any more."""
        box: list[float] = await self.page.evaluate(
            """async () => {
                const frame = () => new Promise(requestAnimationFrame);
                for (let still = 0, last = NaN; still < 20; last = scrollY) {
                    await frame();
                    still = scrollY === last ? still + 1 : 0;
                }
                const box = document.querySelector("#verdict-heading").getBoundingClientRect();
                return [box.top, box.bottom];
            }"""
        )
        return box[0], box[1]

    @property
    def status(self) -> Locator:
        """The live region, which screen readers read out."""
        return self.page.locator("#state")


@asynccontextmanager
async def opened(
    browser: Browser,
    *,
    scheme: Scheme = "light",
    width: int = 360,
    height: int = 800,
    motion: Motion = "reduce",
    address: str | None = None,
) -> AsyncIterator[Verifier]:
    """Open the page offline, or from the server at ``address``.

    Checks afterwards that it made no requests and had no errors.
    """
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        offline=address is None,
        locale="en-US",
        reduced_motion=motion,
    )
    context.set_default_timeout(TIMEOUT)
    page = await context.new_page()
    verifier = Verifier(page)
    faults: list[str] = []
    page.on("request", lambda request: verifier.requests.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    await page.goto(address or ADDRESS)
    yield verifier
    await context.close()
    assert faults == []
    assert verifier.requests == [address or ADDRESS]
