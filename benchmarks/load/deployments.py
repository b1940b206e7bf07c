"""Starts the bot's real processes in one topology, with their own Discord and database."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.databases import postgresql
from benchmarks.load.managed_process import (
    NAZH,
    ManagedProcess,
    ProcessFailed,
    wait_until_listening,
)
from benchmarks.load.proxies import start_proxy
from localcord import NotAnswered, Server, Settings
from ops.ports import reserved_port

TIMEOUT: Final = 40.0
POLL_INTERVAL: Final = 1.0
"""Seconds between two checks whether a process is still running."""
UNLIMITED: Final = "999999999 per minute"
"""Limits are counted as in production, but too high to be reached."""
DOMINION_SPEED: Final = 600
"""The speed of Discord's and Dominion's clock: a tick every six seconds."""


class Topology(Enum):
    """How many processes there are, and how interactions reach them."""

    GATEWAY = "gateway"
    SHARDS = "shards"
    HTTP = "http"


class Store(Enum):
    """The database type, as named on the command line."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """The deployment to start. ``processes`` is 1 for one gateway process. Without a ``proxy``,
    any installed one is used. With ``has_dominion``, Dominion runs on a fast clock."""

    shape: Topology
    store: Store
    processes: int
    proxy: str | None = None
    has_dominion: bool = False


@dataclass(slots=True)
class Deployment:
    """A running deployment. ``helpers`` are other programs: the proxy, Redis."""

    plan: DeploymentPlan
    discord: Server
    bots: list[ManagedProcess] = field(default_factory=list)
    helpers: dict[str, ManagedProcess] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    restarting: ManagedProcess | None = None
    """The process that is being restarted."""
    _restarts: int = 0

    def bot_pids(self) -> list[int]:
        return [pid for bot in self.bots for pid in bot.pids]

    async def restart(self, *, graceful: bool) -> None:
        """Restart one process, each in turn, with SIGTERM if ``graceful``, else with SIGKILL."""
        bot = self.bots[self._restarts % len(self.bots)]
        self._restarts += 1
        self.restarting = bot
        await (bot.stop() if graceful else bot.kill())
        await bot.start()
        await self.ready(len(self.bots))
        self.restarting = None

    async def finish_restart(self) -> None:
        """Complete an interrupted restart."""
        if self.restarting is not None:
            await self.restarting.kill()
            await self.restarting.start()
            await self.ready(len(self.bots))
            self.restarting = None

    async def ready(self, bots: int) -> None:
        """Wait until this many processes are ready. Raises DidNotRun."""
        if self.plan.shape is Topology.HTTP:
            for bot in self.bots[:bots]:
                await wait_until_listening(bot, self.ports[bot.name], TIMEOUT)
            return None
        loop = asyncio.get_running_loop()
        deadline = loop.time() + TIMEOUT
        while True:
            try:
                return await self.discord.bot_ready(shards=bots, timeout=POLL_INTERVAL)
            except NotAnswered as reason:
                ended = [bot.exit_report() for bot in self.bots[:bots] if not bot.pids]
                if ended or loop.time() > deadline:
                    raise ProcessFailed(f"{reason} {' '.join(ended)}") from reason


@asynccontextmanager
async def running(plan: DeploymentPlan, settings: Settings) -> AsyncIterator[Deployment]:
    """Run a deployment until the block ends, then clean up. Raises DidNotRun, NoProxy."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nazh-load-")))
        address = f"sqlite:///{folder / 'nazh.sqlite3'}"
        if plan.store is Store.POSTGRESQL:
            address = await stack.enter_async_context(postgresql())
        began = int(time.time())
        if plan.has_dominion:
            settings = replace(settings, clock_speed=DOMINION_SPEED, clock_began=began)
        discord = await stack.enter_async_context(Server(settings))
        deployment = Deployment(plan, discord)
        shared = {
            "APP_ENV": "test",
            "DISCORD_TOKEN": discord.token,
            "NAZH_DISCORD_API_URL": discord.api_url,
            "NAZH_DATABASE_URL": address,
            "NAZH_RATE_LIMIT_PER_USER": UNLIMITED,
            "NAZH_RATE_LIMIT_PER_GUILD": UNLIMITED,
        }
        if plan.has_dominion:
            shared["NAZH_CONTEXTS"] = "dice,dominion"
            shared["NAZH_DOMINION_CLOCK"] = f"{DOMINION_SPEED}@{began}"
        if plan.processes > 1 and shutil.which("redis-server"):
            shared["NAZH_REDIS_URL"] = await _start_redis(deployment, folder, stack)
        deployment.ports = {
            _name(bot): stack.enter_context(reserved_port()) for bot in range(plan.processes)
        }
        deployment.bots = list(_bots(deployment, folder, shared))
        stack.push_async_callback(_stop_all, deployment.bots)
        if plan.shape is Topology.HTTP:
            await ManagedProcess("commands", (*NAZH, "commands", "sync"), folder, shared).run()
        for number, bot in enumerate(deployment.bots, 1):
            # One after the other, because the first creates the tables.
            await bot.start()
            await deployment.ready(number)
        if plan.shape is Topology.HTTP:
            await _put_proxy_before(deployment, folder, stack)
        yield deployment


def _name(bot: int) -> str:
    return f"bot {bot}"


async def _stop_all(bots: Iterable[ManagedProcess]) -> None:
    """Stop all concurrently, because each may wait for requests of the others."""
    await asyncio.gather(*(bot.stop() for bot in bots))


def _bots(deployment: Deployment, folder: Path, shared: dict[str, str]) -> Iterable[ManagedProcess]:
    shape, many = deployment.plan.shape, deployment.plan.processes
    for number in range(many):
        name = _name(number)
        own = {**shared, "PORT": str(deployment.ports[name])}
        if shape is Topology.SHARDS:
            own |= {"NAZH_DISCORD_SHARD_IDS": str(number), "NAZH_DISCORD_SHARD_COUNT": str(many)}
            own |= {"NAZH_DISCORD_SYNC_COMMANDS": "on" if number == 0 else "off"}
        if shape is Topology.HTTP:
            own |= {"NAZH_DISCORD_PUBLIC_KEY": deployment.discord.verify_key}
        yield ManagedProcess(
            name, (*NAZH, "serve" if shape is Topology.HTTP else "run"), folder, own
        )


async def _put_proxy_before(deployment: Deployment, folder: Path, stack: AsyncExitStack) -> None:
    ports = [deployment.ports[bot.name] for bot in deployment.bots]
    port = stack.enter_context(reserved_port())
    proxy = await start_proxy(deployment.plan.proxy, folder, port, ports)
    stack.push_async_callback(proxy.stop)
    deployment.helpers["proxy"] = proxy
    deployment.discord.world.application.take_endpoint(f"http://127.0.0.1:{port}/interactions")
    await deployment.discord.bot_ready(timeout=TIMEOUT)


async def _start_redis(deployment: Deployment, folder: Path, stack: AsyncExitStack) -> str:
    """Start a Redis without persistence for this run, and return its address."""
    port = stack.enter_context(reserved_port())
    command = ("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "")
    redis = ManagedProcess("redis", (*command, "--appendonly", "no"), folder)
    stack.push_async_callback(redis.stop)
    await redis.start()
    await wait_until_listening(redis, port)
    deployment.helpers["redis"] = redis
    return f"redis://127.0.0.1:{port}/0"
