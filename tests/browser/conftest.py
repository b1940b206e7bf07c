"""Provides Chromium with a page of localcord's client or of Nazh."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from localcord import Channel, Person, Server, Settings
from localcord.permissions import DEFAULT_PERMISSIONS, MANAGE_GUILD
from tests.browser.sample_bot import SampleBot, sample_bot
from tests.browser.timeouts import TIMEOUT
from tests.e2e.program import FORK
from tests.external_services import absent
from tests.unit.architecture.test_documents import pictures_shown

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # One event loop for all of them: they share one browser.
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        item.add_marker(pytest.mark.slow)
    if not config.getoption("--renew-golden"):
        # These only take pictures; test_nazh_play.py tests the behavior.
        makers = [item for item in mine if item.path.stem.endswith("_pictures")]
        items[:] = [item for item in items if item not in makers]
        config.hook.pytest_deselected(items=makers)


@dataclass
class Table:
    """A server with a bot, users, and a browser tab."""

    server: Server
    bot: SampleBot
    channel: Channel
    player: Person
    game_master: Person
    page: Page

    @property
    def entry(self) -> Locator:
        """The message box."""
        return self.page.locator("#entry")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages > li")

    @property
    def last(self) -> Locator:
        return self.messages.last

    async def slash(self, command: str, option: str | None = None) -> None:
        """Type and send a command."""
        await self.entry.fill(f"/{command} ")
        if option is not None:
            await self.page.keyboard.type(option)
        await self.page.keyboard.press("Enter")

    async def be(self, name: str) -> None:
        """Switch to another user."""
        await self.page.locator("#who").click()
        await self.page.get_by_role("menuitemradio", name=name).click()
        await self.page.locator("#who", has_text=name).wait_for()


@pytest.fixture(autouse=True)
def _fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the programs of these tests be forked, which saves a second each."""
    monkeypatch.setenv(FORK, "1")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        absent("chromium", "install one, or name it in CHROMIUM")
    expect.set_options(timeout=TIMEOUT)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        await browser.close()


SETTINGS = Settings(refuse_unknown_fields=True, first_command="roll")


@pytest_asyncio.fixture(loop_scope="session")
async def table(browser: Browser) -> AsyncIterator[Table]:
    async with Server(SETTINGS, application_name="Tavern") as server, sample_bot(server) as bot:
        guild = server.guild("The Long Rest")
        channel = guild.channel("table")
        guild.channel("tavern")
        player = server.user("Mira", about="Player")
        game_master = server.user("Tomas", about="Game master")
        server.user("Kel", about="Stranger")
        game_master.set_permissions(guild, DEFAULT_PERMISSIONS | MANAGE_GUILD)
        context = await browser.new_context(
            viewport={"width": 1200, "height": 800}, color_scheme="light", locale="en-US"
        )
        context.set_default_timeout(TIMEOUT)
        page = await context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        await page.goto(server.client_url)
        await page.locator("#who", has_text="Mira").wait_for()
        yield Table(server, bot, channel, player, game_master, page)
        await context.close()
        assert faults == []


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[str], Path | None]:
    """Return the path for a document's picture, with ``--renew-golden`` only."""

    def path(name: str) -> Path | None:
        if not request.config.getoption("--renew-golden") or name not in pictures_shown():
            return None
        PICTURES.mkdir(parents=True, exist_ok=True)
        return PICTURES / name

    return path
