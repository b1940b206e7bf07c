"""Measures the cost of polling many games, and of dropping messages from unlinked channels."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final
from unittest.mock import Mock

import orjson

from benchmarks.report import Part
from nazh.adapters.inbound.discord.gateway.frame_reader import FrameReader
from nazh.adapters.inbound.discord.gateway.message_filter import MessageFilter
from nazh.adapters.inbound.texts.keep.chat import chat_post
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.consoles.address_guard import AddressGuard
from nazh.adapters.outbound.consoles.pool import ConsolePool
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.keep.bridges import SqlBridgeStore
from nazh.adapters.outbound.sql.keep.servers import SqlServerStore
from nazh.adapters.outbound.system.clock import SystemClock
from nazh.application.keep.bridges.ports import ChatPost
from nazh.application.keep.bridges.relay_chat import PERIOD, RelayChat
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.key_ring import KeyRing
from nazh.domain.keep.bridges import StopReason
from nazh.domain.keep.consoles.addresses import AddressPolicy, parse_networks
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import NewServer
from nazh.domain.kernel.identity import ChannelId, GuildId
from nazh.wiring.contexts import migrations_of

SERVERS: Final = 100
QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with fewer rounds."""
_HOST: Final = "127.0.0.1"
_PASSWORD: Final = Password("tulip7")
_PER_GUILD: Final = 25
_MESSAGES: Final = 2_000


def measure(seconds: float) -> Part:
    """Return the figures. The simulated games run in a separate process."""
    part = Part("Bridges between game chat and Discord")
    rounds = 3 if seconds < QUICK else 20
    with _games(SERVERS) as ports, TemporaryDirectory() as folder:
        share = asyncio.run(_share_of_a_core(Path(folder), ports, rounds))
    part.amounts[f"keep.hearing_{SERVERS}_games"] = (share * 100, "% of a core")
    part.at_most[f"keep.hearing_{SERVERS}_games"] = 20
    part.amounts["keep.foreign_message"] = (_foreign_message(rounds) * 1e6, "us")
    part.at_most["keep.foreign_message"] = 30
    return part


async def _share_of_a_core(folder: Path, ports: list[int], rounds: int) -> float:
    """Return the CPU time of one run of the relay, divided by its period.

    Every game has sent a line, which is stored, and posted to a channel that costs nothing.
    """
    database = new_database(f"sqlite:///{folder / 'keep.sqlite3'}", migrations_of(["keep"]))
    await database.open()
    try:
        servers, bridges = SqlServerStore(database), SqlBridgeStore(database)
        pool = ConsolePool(AddressGuard(AddressPolicy(parse_networks("127.0.0.0/8"))))
        passwords = ServerPasswords(
            servers, AesGcmSealer(KeyRing("bench", {"bench": bytes(32)})), pool
        )
        now = SystemClock().now()
        for number, port in enumerate(ports):
            guild = GuildId(1 + number // _PER_GUILD)
            entry = AuditEntry(at=now, guild=guild, actor=None, action="bench", target="it")
            new = NewServer(guild, f"Game {number}", "ark_asa", _HOST, port, now)
            server = await servers.add(new, partial(passwords.seal, _PASSWORD, guild), entry)
            await bridges.link(guild, server.id, ChannelId(number + 1), partial(_the_same, entry))
        relay = RelayChat(
            bridges,
            passwords,
            PROFILES,
            _FreeChannels(),
            partial(chat_post, translator=ENGLISH),
            SystemClock(),
            NullPublisher(),
        )
        await relay()
        shares = []
        for _ in range(rounds):
            start = process_time()
            await relay()
            shares.append(process_time() - start)
        for bridge in await bridges.running():
            await pool.forget(bridge.server.id)
    finally:
        await database.close()
    return median(shares) / PERIOD.total_seconds()


def _the_same(entry: AuditEntry, before: object) -> AuditEntry:
    return entry


class _FreeChannels:
    """Posts nothing."""

    async def post(self, channel: ChannelId, post: ChatPost, nonce: str) -> StopReason | None:
        return None


def _foreign_message(rounds: int) -> float:
    """Return the seconds to parse and drop a message from an unlinked channel."""
    author = {"id": "80351110224678912", "username": "Nelly", "discriminator": "0", "avatar": None}
    message = {"id": "1", "channel_id": "290926798999357250", "content": "x" * 200, "tts": False}
    data = message | {"author": author, "mentions": [], "embeds": [], "guild_id": "2"}
    frame = orjson.dumps({"op": 0, "s": 1, "t": "MESSAGE_CREATE", "d": data})
    read, drop = FrameReader(), MessageFilter(Mock(), lambda channel: channel == "7")
    shard, best = Mock(), []
    for _ in range(rounds):
        start = perf_counter()
        for _ in range(_MESSAGES):
            payload = read(frame)
            drop.consume_raw_event(payload["t"], shard, payload["d"])
        best.append((perf_counter() - start) / _MESSAGES)
    return min(best)


@contextmanager
def _games(count: int) -> Iterator[list[int]]:
    """Run games in a separate process until the block ends; yield their ports."""
    own, others = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_play, args=(count, others))
    process.start()
    try:
        yield own.recv()
    finally:
        process.terminate()
        process.join()


def _play(count: int, pipe: Pipe) -> None:
    asyncio.run(_play_all(count, pipe))


async def _play_all(count: int, pipe: Pipe) -> None:
    games = [SimulatedArk(_PASSWORD) for _ in range(count)]
    pipe.send([await game.start(_HOST, 0) for game in games])
    while True:
        for game in games:
            game.say("Pebble (Ash): who has metal?")
        await asyncio.sleep(1)
