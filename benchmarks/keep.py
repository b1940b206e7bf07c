"""Measures consoles beside rconx's client and bare asyncio, and the reading of names and logs."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection as Pipe
from statistics import median, quantiles
from struct import Struct
from time import perf_counter
from typing import Final

from benchmarks.report import Part
from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.pool import LIMITS
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint, SessionLimits
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.logs.reading import ReadingState, read_piece
from nazh.domain.keep.profiles.ark_asa_log import ARK_ASA_LOG
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.source_engine import SOURCE_ENGINE
from nazh.domain.keep.profiles.source_generic import SOURCE_GENERIC
from nazh.domain.keep.texts.names import clean_name
from ops.ports import free_port

SERVERS: Final = 50
COMMANDS: Final = 1_000
QUICK: Final = 1.0
"""Runs shorter than this (seconds) are quick, with a tenth of the commands."""
_HOST: Final = "127.0.0.1"
_PASSWORD: Final = "tulip7"
_TEXT: Final = "echo 0123456789"
_HEAD: Final = Struct("<iii")
_AUTH, _EXECUTE = 3, 2
_ROUNDS: Final = 20
_NAMES: Final = (
    "Pebble",
    "  José 🦖 of the  Pack  ",
    "Z̷̢̛͓̟͉̦̗͖͂̈́̽̆̑̃a̶̡̛͎l̵g̴o̷" * 4,
    "<a:custom_emoji:123>[TRIBE] **Rex** @everyone",
    "हिन्दी नाम ของฉัน اسمي 이름",
    "\u202eevil\u202c" * 16,
)


_PLAYER: Final = "Pebble [UniqueNetId:0002aa00bb11cc22dd33ee44ff556677 Platform:None]"
_TRIBE: Final = "Tribe Meadowfolk, ID 1600000001: Day 12, 08:01:02: "
_LOG_LINES: Final = (
    f"[2026.06.25-17.40.03:782][696]2026.06.25_17.40.03: {_PLAYER} joined this ARK!",
    "[2026.06.25-17.40.03:790][696]LogNet: Join request: /Game/Maps/TheIsland?Name=Pebble",
    "[2026.06.25-17.40.04:001][701]LogNet: Join succeeded: Pebble",
    "[2026.06.25-17.40.09:120][802]2026.06.25_17.40.09: Pebble (Ash): hello everyone",
    f"[2026.06.25-17.40.10:120][812]2026.06.25_17.40.10: {_TRIBE}Your 'Wood Ramp' was destroyed!",
    "[2026.06.25-17.50.00:000][  0]World Save Complete. Took: 0.67",
    "[2026.06.25-17.50.01:113][101]LogOnline: Warning: STEAM: Ping took 112 ms",
    "[2026.06.25-17.50.01:310][102]LogScript: Display: No spawn point for 12 creatures",
    f"[2026.06.25-17.50.41:364][320]2026.06.25_17.50.41: {_PLAYER} left this ARK!",
)
_HOSTILE: Final = (" ", "(", " (): ", "[UniqueNetId:", _TRIBE, "joined this ARK! ", "\0")


def measure(seconds: float) -> Part:
    """Return the figures. An rconx server in a separate process answers all clients."""
    part = Part("Consoles of game servers, Source RCON of rconx on loopback")
    commands = COMMANDS // 10 if seconds < QUICK else COMMANDS
    with _servers(SERVERS) as ports:
        asyncio.run(_race(part, ports[0], commands))
        asyncio.run(_spread(part, ports, commands))
    _time_names(part, commands)
    _time_logs(part, commands)
    return part


async def _race(part: Part, port: int, commands: int) -> None:
    """Time the clients' commands alternately, one at a time on one connection each.

    Like rconx's client, the profile ``source_engine`` sends command and sentinel together;
    like the bare client, ``source_generic`` sends the sentinel after the first frame of the reply.
    """
    import rconx

    session, pipelined = _session(port, SOURCE_GENERIC), _session(port, SOURCE_ENGINE)
    command = ConsoleCommand(_TEXT)
    bare = await _Bare.open(port)
    peer = rconx.AsyncRconClient.create(_HOST, port, preset="srcds")
    await peer.connect_and_authenticate(_PASSWORD)
    try:
        clients: dict[str, Callable[[], Awaitable[object]]] = {
            "nazh": lambda: session.run(command),
            "pipelined": lambda: pipelined.run(command),
            "rconx": lambda: peer.execute(_TEXT),
            "bare": bare.run,
        }
        durations: dict[str, list[float]] = {name: [] for name in clients}
        for _ in range(_ROUNDS):
            for name, run in clients.items():
                for _ in range(max(1, commands // _ROUNDS)):
                    start = perf_counter()
                    await run()
                    durations[name].append(perf_counter() - start)
    finally:
        await peer.aclose()  # type: ignore[no-untyped-call]  # rconx leaves it untyped
        await session.close()
        await pipelined.close()
        bare.close()
    part.ratios["keep.rcon_p50_vs_rconx"] = median(durations["pipelined"]) / median(
        durations["rconx"]
    )
    part.at_most["keep.rcon_p50_vs_rconx"] = 1.0
    part.ratios["keep.rcon_p50_vs_bare_asyncio"] = median(durations["nazh"]) / median(
        durations["bare"]
    )
    part.at_most["keep.rcon_p50_vs_bare_asyncio"] = 2.0
    part.amounts["keep.rcon_p50"] = (median(durations["nazh"]) * 1e3, "ms")
    part.amounts["keep.rcon_p99"] = (quantiles(durations["nazh"], n=100)[98] * 1e3, "ms")


async def _spread(part: Part, ports: Sequence[int], commands: int) -> None:
    """Time concurrent commands to all servers, with the bot's limits and open connections."""
    sessions = [_session(port, SOURCE_GENERIC, LIMITS) for port in ports]
    command = ConsoleCommand(_TEXT)
    await asyncio.gather(*(session.run(command) for session in sessions))
    each = commands // len(sessions)

    async def run_all(session: ConsoleSession) -> None:
        for _ in range(each):
            await session.run(command)

    start = perf_counter()
    await asyncio.gather(*map(run_all, sessions))
    part.amounts[f"keep.{COMMANDS}_commands_over_{SERVERS}_servers"] = (
        (perf_counter() - start) * COMMANDS / (each * len(sessions)),
        "s",
    )
    part.at_most[f"keep.{COMMANDS}_commands_over_{SERVERS}_servers"] = 1.0
    for session in sessions:
        await session.close()


def _time_names(part: Part, times: int) -> None:
    slowest = 0.0
    for name in _NAMES:
        best = min(_timed(partial(clean_name, name)) for _ in range(max(7, times // 10)))
        slowest = max(slowest, best)
    part.amounts["keep.slowest_name"] = (slowest * 1e6, "us")
    part.at_most["keep.slowest_name"] = 100


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _time_logs(part: Part, lines: int) -> None:
    """Time the reading of a log, a third of it events, and of the worst single lines."""
    log = "\n".join(_LOG_LINES * (lines * 10 // len(_LOG_LINES))).encode() + b"\n"
    read = partial(read_piece, state=ReadingState(), grammar=ARK_ASA_LOG, server=1, is_last=False)
    counted = log.count(b"\n")
    best = min(_timed(partial(read, log)) for _ in range(7))
    part.amounts["keep.log_line"] = (best / counted * 1e6, "us")
    part.at_most["keep.log_line"] = 10
    hostile = [(character * 100_000)[:100_000].encode() + b"\n" for character in _HOSTILE]
    slowest = max(min(_timed(partial(read, line)) for _ in range(7)) for line in hostile)
    part.amounts["keep.slowest_log_line"] = (slowest * 1e3, "ms")
    part.at_most["keep.slowest_log_line"] = 5


def _session(port: int, profile: Profile, limits: SessionLimits | None = None) -> ConsoleSession:
    return new_console(profile.wire, Endpoint(_HOST, port, Password(_PASSWORD)), limits)


class _Bare:
    """The same exchange over asyncio's streams, without states, limits and error handling."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._id = 0

    @classmethod
    async def open(cls, port: int) -> _Bare:
        bare = cls(*await asyncio.open_connection(_HOST, port))
        request_id = bare._send(_AUTH, _PASSWORD)
        while await bare._receive() != (request_id, b""):
            pass
        return bare

    async def run(self) -> bytes:
        wanted = self._send(_EXECUTE, _TEXT)
        parts: list[bytes] = []
        sentinel = 0
        while True:
            frame, body = await self._receive()
            if frame == wanted:
                parts.append(body)
                sentinel = sentinel or self._send(_EXECUTE, "")
            elif frame == sentinel:
                return b"".join(parts)

    def close(self) -> None:
        self._writer.close()

    def _send(self, kind: int, text: str) -> int:
        self._id += 1
        body = text.encode() + b"\0\0"
        self._writer.write(_HEAD.pack(8 + len(body), self._id, kind) + body)
        return self._id

    async def _receive(self) -> tuple[int, bytes]:
        length, frame, _ = _HEAD.unpack(await self._reader.readexactly(_HEAD.size))
        return frame, (await self._reader.readexactly(length - 8))[:-2]


@contextmanager
def _servers(count: int) -> Iterator[list[int]]:
    """Run servers in a separate process until the block ends; yield their ports."""
    own, others = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(count, others))
    process.start()
    try:
        yield own.recv()
    finally:
        process.terminate()
        process.join()


def _serve(count: int, pipe: Pipe) -> None:
    asyncio.run(_serve_all(count, pipe))


async def _serve_all(count: int, pipe: Pipe) -> None:
    import rconx

    async def answer(command: rconx.RconContent, connection: rconx.ConnectionInfo) -> str:
        return str(command.text.removeprefix("echo "))

    ports: list[int] = []
    serving = []
    for _ in range(count):
        port = free_port()
        started = asyncio.Event()
        server = rconx.AsyncRconServer(
            _HOST, port, authentication=_PASSWORD, command_handler=answer
        )
        serving.append(asyncio.create_task(server.serve(on_started=started.set)))
        await started.wait()
        ports.append(port)
    pipe.send(ports)
    await asyncio.gather(*serving)
