"""Fuzzes the gateway connection with hostile frames (``script/fuzz gateway``).

Real shards receive them over a socket. After each batch an interaction must still be handled.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from secrets import randbits
from time import monotonic
from typing import Final
from unittest.mock import patch

import hikari
from hikari.internal.data_binding import JSONObject

from localcord import Server, Settings
from localcord.users.channel_users import ChannelUser
from localcord.users.conversations import InteractionKind
from nazh.adapters.inbound.discord.gateway.dispatch_errors import DispatchFailed
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.gateway_bot import new_gateway_bot
from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifySlot
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from tests.doubles.interactions import RecordingMetrics
from tests.fuzz.gateway_frames import SECRET, hostile_frame

FRAMES: Final = 100_000
BATCH: Final = 100
HANDLED_WITHIN: Final = 60.0
"""Seconds in which an interaction after a batch must be handled, also on a new connection."""
RESEND_AFTER: Final = 1.0
"""Seconds after which another interaction is sent, because the session may have been lost."""
HEARTBEAT: Final = 1.0
"""Seconds, so that heartbeats with the last sequence are sent often, but less than hikari's limit
of 120 frames a minute allows: at the limit it stops for the rest of the minute."""
SLOW: Final = 10.0
"""Seconds after which an interaction that is handled late is reported."""
PROGRESS_EVERY: Final = 5.0
"""Seconds between two lines that tell how far a run is."""
QUICK_RECONNECT: Final = 0.05
"""Seconds; hikari waits for up to a minute between connections that break."""


@dataclass(slots=True)
class Findings:
    """What a run found. ``faults`` are empty unless something is wrong.

    ``handled`` counts the interactions that were handled after a batch.
    """

    frames: int = 0
    handled: int = 0
    skipped: int = 0
    connections: int = 0
    slowest: float = 0.0
    """Seconds that the slowest of these interactions took, with lost sessions in between."""
    faults: Counter[str] = field(default_factory=Counter)


class _Identify:
    """Grants every slot; satisfies IdentifyLimiter and IdentifySlot."""

    @asynccontextmanager
    async def slot(self, shard: int) -> AsyncIterator[IdentifySlot]:
        yield self

    async def acquire(self) -> None:
        """Return at once."""


class _FaultyRecords(logging.Handler):
    """Records log messages with content of frames, and the errors of tasks."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.INFO)
        self._findings = findings

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record)
        if SECRET in text:
            self._findings.faults[f"{record.name} logs content: {record.msg}"] += 1


Progress = Callable[[Findings], None]


def _tell_nobody(progress: Findings) -> None:
    """Do nothing."""


async def fuzz_gateway(seed: int, frames: int, tell_progress: Progress = _tell_nobody) -> Findings:
    """Send so many frames, the same for the same ``seed``, and return what was found.

    ``tell_progress`` is called after every batch.
    """
    findings, random = Findings(), Random(f"gateway:{seed}")
    loop = asyncio.get_running_loop()
    reader = FrameReader()
    settings = Settings(heartbeat_interval=HEARTBEAT)
    log, handler = logging.getLogger(), _FaultyRecords(findings)
    log.addHandler(handler)
    loop.set_exception_handler(lambda _, context: _note_error(findings, context))
    try:
        with patch("hikari.impl.shard._BACKOFF_CAP", QUICK_RECONNECT):
            async with Server(settings) as discord:
                bot = new_gateway_bot(discord.token, discord.api_url, reader)
                await bot.start_rest()
                await bot.open(
                    discord.gateway_url,
                    {0: None},
                    1,
                    _Identify(),
                    AdmissionQueue(RecordingMetrics(), RecordingMetrics()),
                )
                try:
                    await _run(findings, random, frames, discord, bot, tell_progress)
                finally:
                    findings.skipped = reader.skipped
                    await bot.close()
    finally:
        log.removeHandler(handler)
        loop.set_exception_handler(None)
    return findings


async def _run(
    findings: Findings,
    random: Random,
    frames: int,
    discord: Server,
    bot: ShardedBot,
    tell_progress: Progress,
) -> None:
    good = _Interactions(discord, bot)
    names = [name for name in bot._event_manager._consumers if name not in ("ready", "resumed")]
    while findings.frames < frames and bot.resumable_shards[0].is_alive:
        for _ in range(min(BATCH, frames - findings.frames)):
            frame = hostile_frame(random, names, good.example)
            discord.gateway.send_frame(frame.payload, is_compressed=frame.is_compressed)
            findings.frames += 1
        start = monotonic()
        if not await good.is_handled():
            findings.faults[f"no interaction is handled after {findings.frames:,} frames"] += 1
            return
        findings.handled += 1
        findings.slowest = max(findings.slowest, took := monotonic() - start)
        if took > SLOW:
            findings.faults[
                f"{took:.0f} s until one is handled after {findings.frames:,} frames"
            ] += 1
        findings.connections = discord.gateway.identifies + discord.gateway.resumes
        tell_progress(findings)
    if not bot.resumable_shards[0].is_alive:
        findings.faults["the shard has ended"] += 1


class _Interactions:
    """Sends valid interactions, and waits until the bot has received them."""

    def __init__(self, discord: Server, bot: ShardedBot) -> None:
        channel = discord.guild("Keep").channel("table")
        self._user: ChannelUser = discord.user("Alice").in_(channel)
        self._received: set[int] = set()
        self._news = asyncio.Event()
        self.example: JSONObject = {}
        bot.subscribe(hikari.InteractionCreateEvent, self._receive)
        bot.subscribe(hikari.ShardPayloadEvent, self._read)
        bot.subscribe(hikari.Event, _ignore)  # so that hikari decodes every event

    async def is_handled(self) -> bool:
        """Send an interaction, and others if it gets lost; return whether one was received."""
        deadline = monotonic() + HANDLED_WITHIN
        sent_ids: set[int] = set()
        while not sent_ids & self._received and monotonic() < deadline:
            sent_ids.add(self._send())
            with suppress(TimeoutError):
                async with asyncio.timeout(RESEND_AFTER):
                    while not sent_ids & self._received:
                        self._news.clear()
                        await self._news.wait()
        return bool(sent_ids & self._received)

    def _send(self) -> int:
        data: dict[str, object] = {"id": "7", "name": "roll", "type": 1, "options": []}
        options = [{"name": "pool1", "type": 3, "value": SECRET}]
        data["options"] = options
        return self._user.ask(InteractionKind.COMMAND, data, "a command", metadata={}).id

    async def _receive(self, event: hikari.InteractionCreateEvent) -> None:
        self._received.add(int(event.interaction.id))
        self._news.set()

    async def _read(self, event: hikari.ShardPayloadEvent) -> None:
        if event.name == "INTERACTION_CREATE" and not self.example:
            self.example = dict(event.payload)


async def _ignore(event: hikari.Event) -> None:
    """Do nothing."""


def _note_error(findings: Findings, context: dict[str, object]) -> None:
    error = context.get("exception")
    kind = f"{type(error).__name__}: {context.get('message')}"
    if isinstance(error, DispatchFailed):
        kind = f"a bug of our own: {error}"
    findings.faults[kind] += 1


class _ProgressLines:
    """Prints a line on standard error now and then."""

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._next_at = monotonic() + PROGRESS_EVERY

    def __call__(self, progress: Findings) -> None:
        if monotonic() < self._next_at:
            return
        self._next_at = monotonic() + PROGRESS_EVERY
        faults = f", {len(progress.faults)} kinds of fault" if progress.faults else ""
        print(
            f"{progress.frames:,} of {self._frames:,} frames,"
            f" {progress.connections:,} connections{faults}",
            file=sys.stderr,
            flush=True,
        )


def main() -> int:
    """Fuzz as requested; return 0 without findings, else 1."""
    parser = argparse.ArgumentParser(
        prog="script/fuzz gateway",
        description="Send hostile frames to a shard, which must skip them and go on.",
    )
    parser.add_argument("--frames", type=int, default=FRAMES, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, help="repeat a run with the same frames")
    arguments = parser.parse_args()
    seed = randbits(32) if arguments.seed is None else arguments.seed
    print(f"seed {seed}", flush=True)
    logging.basicConfig(level=logging.CRITICAL)
    start = monotonic()
    findings = asyncio.run(fuzz_gateway(seed, arguments.frames, _ProgressLines(arguments.frames)))
    print(
        f"{findings.frames:,} frames in {monotonic() - start:,.0f} s, {findings.skipped:,} skipped,"
        f" {findings.connections:,} connections, {findings.handled:,} interactions handled,"
        f" the slowest in {findings.slowest:.1f} s"
    )
    print(
        "\n".join(f"{n} × {description!a}" for description, n in findings.faults.items())
        or "No fault found."
    )
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
