"""Fleets: the bot in one shape, as real processes, at a Discord and a store of its own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.databases import postgresql
from benchmarks.load.proxies import start_proxy
from benchmarks.load.running import NAZH, DidNotRun, Running, listens
from localcord import NotAnswered, Server, Settings
from ops.stack import kept_port

PATIENCE: Final = 40.0
LOOK: Final = 1.0
"""Seconds between two looks whether a process that is waited for still runs."""
UNREACHED: Final = "999999999 per minute"
"""Counted as in earnest, and out of reach."""


class Shape(Enum):
    """How many processes, and how interactions reach them; the command line's word."""

    GATEWAY = "gateway"
    SHARDS = "shards"
    HTTP = "http"


class Store(Enum):
    """Where rolls are kept; the command line's word."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to run: ``processes`` is 1 for one gateway. ``proxy`` None: whichever is there."""

    shape: Shape
    store: Store
    processes: int
    proxy: str | None = None


@dataclass(slots=True)
class Fleet:
    """What runs. ``helpers`` are not Nazh: the proxy, Redis."""

    plan: Plan
    discord: Server
    bots: list[Running] = field(default_factory=list)
    helpers: dict[str, Running] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    away: Running | None = None
    """The one that is being started again."""
    _restarts: int = 0

    def bot_pids(self) -> list[int]:
        return [pid for bot in self.bots for pid in bot.pids]

    async def restart(self, *, gently: bool) -> None:
        """End one bot and start it again; each has its turn. ``gently``: it is told to stop."""
        bot = self.bots[self._restarts % len(self.bots)]
        self._restarts += 1
        self.away = bot
        await (bot.stop() if gently else bot.kill())
        await bot.start()
        await self.ready(len(self.bots))
        self.away = None

    async def whole(self) -> None:
        """Start who is away, if a restart was given up halfway."""
        if self.away is not None:
            await self.away.kill()
            await self.away.start()
            await self.ready(len(self.bots))
            self.away = None

    async def ready(self, bots: int) -> None:
        """Wait until this many bots can be asked. Raises DidNotRun."""
        if self.plan.shape is Shape.HTTP:
            for bot in self.bots[:bots]:
                await listens(bot, self.ports[bot.name], PATIENCE)
            return None
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE
        while True:
            try:
                return await self.discord.bot_ready(shards=bots, timeout=LOOK)
            except NotAnswered as reason:
                ended = [bot.obituary() for bot in self.bots[:bots] if not bot.pids]
                if ended or loop.time() > deadline:
                    raise DidNotRun(f"{reason} {' '.join(ended)}") from reason


@asynccontextmanager
async def running(plan: Plan, settings: Settings) -> AsyncIterator[Fleet]:
    """Run a fleet until the block ends, and leave nothing behind. Raises DidNotRun, NoProxy."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="nazh-load-")))
        address = f"sqlite:///{folder / 'nazh.sqlite3'}"
        if plan.store is Store.POSTGRESQL:
            address = await stack.enter_async_context(postgresql())
        discord = await stack.enter_async_context(Server(settings))
        fleet = Fleet(plan, discord)
        shared = {
            "APP_ENV": "test",
            "DISCORD_TOKEN": discord.token,
            "NAZH_DISCORD_API_URL": discord.api_url,
            "NAZH_DATABASE_URL": address,
            "NAZH_LIMIT_PER_USER": UNREACHED,
            "NAZH_LIMIT_PER_GUILD": UNREACHED,
        }
        if plan.processes > 1 and shutil.which("redis-server"):
            shared["NAZH_REDIS_URL"] = await _start_redis(fleet, folder, stack)
        fleet.ports = {
            _name(bot): stack.enter_context(kept_port()) for bot in range(plan.processes)
        }
        fleet.bots = list(_bots(fleet, folder, shared))
        stack.push_async_callback(_stop_all, fleet.bots)
        if plan.shape is Shape.HTTP:
            await Running("commands", (*NAZH, "commands", "sync"), folder, shared).run()
        for number, bot in enumerate(fleet.bots, 1):
            # One after the other: the first makes the tables.
            await bot.start()
            await fleet.ready(number)
        if plan.shape is Shape.HTTP:
            await _put_proxy_before(fleet, folder, stack)
        yield fleet


def _name(bot: int) -> str:
    return f"bot {bot}"


async def _stop_all(bots: Iterable[Running]) -> None:
    """Tell all at once: each may wait for those who still ask it."""
    await asyncio.gather(*(bot.stop() for bot in bots))


def _bots(fleet: Fleet, folder: Path, shared: dict[str, str]) -> Iterable[Running]:
    shape, many = fleet.plan.shape, fleet.plan.processes
    for number in range(many):
        name = _name(number)
        own = {**shared, "PORT": str(fleet.ports[name])}
        if shape is Shape.SHARDS:
            own |= {"NAZH_SHARD_IDS": str(number), "NAZH_SHARD_COUNT": str(many)}
            own |= {"NAZH_SYNC_COMMANDS": "on" if number == 0 else "off"}
        if shape is Shape.HTTP:
            own |= {"NAZH_PUBLIC_KEY": fleet.discord.verify_key}
        yield Running(name, (*NAZH, "serve" if shape is Shape.HTTP else "run"), folder, own)


async def _put_proxy_before(fleet: Fleet, folder: Path, stack: AsyncExitStack) -> None:
    ports = [fleet.ports[bot.name] for bot in fleet.bots]
    port = stack.enter_context(kept_port())
    proxy = await start_proxy(fleet.plan.proxy, folder, port, ports)
    stack.push_async_callback(proxy.stop)
    fleet.helpers["proxy"] = proxy
    fleet.discord.world.application.take_endpoint(f"http://127.0.0.1:{port}/interactions")
    await fleet.discord.bot_ready(timeout=PATIENCE)


async def _start_redis(fleet: Fleet, folder: Path, stack: AsyncExitStack) -> str:
    """Start a Redis of this run alone, which keeps nothing, and return its address."""
    port = stack.enter_context(kept_port())
    command = ("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "")
    redis = Running("redis", (*command, "--appendonly", "no"), folder)
    stack.push_async_callback(redis.stop)
    await redis.start()
    await listens(redis, port)
    fleet.helpers["redis"] = redis
    return f"redis://127.0.0.1:{port}/0"
