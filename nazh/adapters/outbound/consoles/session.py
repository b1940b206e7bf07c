"""Runs commands on one game server over a connection that is kept open between them."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Final

from nazh.adapters.outbound.consoles.address_guard import AddressGuard
from nazh.adapters.outbound.consoles.faults import ConnectionEnded, Garbled, TooManyBytes
from nazh.adapters.outbound.consoles.protocols.protocol import ConsoleProtocol
from nazh.adapters.outbound.consoles.wire import MAX_BYTES, Wire
from nazh.domain.keep.consoles.circuit import Circuit
from nazh.domain.keep.consoles.commands import ConsoleCommand, ConsoleReply
from nazh.domain.keep.consoles.errors import (
    AuthRejected,
    Cause,
    CircuitOpen,
    OutcomeUnknown,
    ReplyTooLarge,
    ServerBusy,
    Step,
    Unreachable,
)
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.rate_limit import CommandRateLimit
from nazh.domain.keep.consoles.states import Event, State, next_state
from nazh.domain.keep.game_lines import GameLine

MAX_GAME_LINES: Final = 1_000
"""Lines that are kept until they are taken; the oldest are dropped first."""
_KIB: Final = 1_024


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a console listens, and its password.

    Without a ``guard``, every address is allowed, as for an operator in a terminal.
    """

    host: str
    port: int
    password: Password
    guard: AddressGuard | None = None


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """``timeout`` seconds for a command, and as many to wait for its turn.

    After ``idle`` seconds without a command the connection is closed. ``queue`` commands may wait.
    With ``is_rate_limited``, commands over the rate limit wait, as for their turn.
    """

    timeout: float = 5.0
    idle: float = 120.0
    queue: int = 50
    is_rate_limited: bool = False


class ConsoleSession:
    """The console of one game server; satisfies ``Console``.

    States and events are in docs/keep.md. A command that may have been sent is never sent
    again, unless it is read-only and the server closed the connection.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        new_protocol: Callable[[], ConsoleProtocol],
        limits: SessionLimits | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._new_protocol = new_protocol
        self._limits = limits or SessionLimits()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._circuit = Circuit()
        self._rate_limit = CommandRateLimit()
        self._rejection: AuthRejected | None = None
        self._protocol = new_protocol()
        self._wire: Wire | None = None
        self._idle_timer: asyncio.TimerHandle | None = None
        self._game_lines: deque[GameLine] = deque(maxlen=MAX_GAME_LINES)
        self.state = State.CLOSED

    @property
    def is_left_alone(self) -> bool:
        """Whether commands are refused without an attempt, because the server failed too often."""
        return self._circuit.pause(asyncio.get_running_loop().time()) > 0

    async def run(self, command: ConsoleCommand) -> ConsoleReply:
        await self._await_turn()
        try:
            try:
                return await self._attempt(command)
            except OutcomeUnknown as error:
                if not (command.is_read_only and error.cause is Cause.CLOSED):
                    raise
            return await self._attempt(command)
        finally:
            self._turn.release()

    def take_game_lines(self) -> tuple[GameLine, ...]:
        game_lines = tuple(self._game_lines)
        self._game_lines.clear()
        return game_lines

    async def close(self) -> None:
        async with self._turn:
            self._close()

    async def _await_turn(self) -> None:
        if self._waiting >= self._limits.queue:
            raise ServerBusy
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.timeout):
                await self._turn.acquire()
                await self._wait_for_rate_limit()
        except TimeoutError:
            raise ServerBusy from None
        finally:
            self._waiting -= 1

    async def _wait_for_rate_limit(self) -> None:
        """Wait until the next command may be sent; give the turn back if that takes too long."""
        if not self._limits.is_rate_limited:
            return
        loop = asyncio.get_running_loop()
        pause = self._rate_limit.pause(loop.time())
        try:
            if pause > 0:
                await asyncio.sleep(pause)
        except asyncio.CancelledError:
            self._turn.release()
            raise
        self._rate_limit = self._rate_limit.sent(loop.time())

    async def _attempt(self, command: ConsoleCommand) -> ConsoleReply:
        """Run the command once. Any failure closes the connection."""
        started = asyncio.get_running_loop().time()
        self._stop_idle_timer()
        try:
            async with asyncio.timeout(self._limits.timeout):
                wire = await self._connected()
                self._become(Event.SENT)
                wire.begin_exchange()
                raw = await self._protocol.run(wire, command.text)
            self._become(Event.REPLIED)
            self._game_lines.extend(raw.game_lines)
        except TimeoutError as error:
            raise self._failed(command, Cause.TIMED_OUT) from error
        except ConnectionEnded as error:
            raise self._failed(command, Cause.CLOSED) from error
        except socket.gaierror as error:
            raise self._failed(command, Cause.UNKNOWN_HOST) from error
        except OSError as error:
            raise self._failed(command, Cause.REFUSED) from error
        except Garbled as error:
            raise self._failed(command, Cause.GARBLED) from error
        except TooManyBytes as error:
            if self.state is State.BUSY:
                raise ReplyTooLarge(MAX_BYTES // _KIB) from error
            raise self._failed(command, Cause.GARBLED) from error
        except AuthRejected as error:
            raise self._rejected(error) from None
        finally:  # also if cancelled
            if self.state is not State.IDLE:
                self._drop()
        self._start_idle_timer()
        seconds = asyncio.get_running_loop().time() - started
        return ConsoleReply(raw.body.decode("utf-8", "replace"), raw.frames, seconds)

    async def _connected(self) -> Wire:
        if self.state is State.IDLE and self._wire is not None:
            return self._wire
        self._check_circuit()
        self._become(Event.OPEN)
        loop = asyncio.get_running_loop()
        wire = Wire(self._on_end)
        self._wire = wire
        endpoint = self._endpoint
        if endpoint.guard is None:
            await loop.create_connection(lambda: wire, endpoint.host, endpoint.port)
        else:
            await endpoint.guard.connect(wire, endpoint.host, endpoint.port)
        self._become(Event.CONNECTED)
        self._protocol = self._new_protocol()
        await self._protocol.authenticate(wire, self._endpoint.password)
        self._become(Event.ACCEPTED)
        self._circuit = Circuit()
        return wire

    def _check_circuit(self) -> None:
        pause = self._circuit.pause(asyncio.get_running_loop().time())
        if pause > 0:
            raise self._rejection or CircuitOpen(ceil(pause))
        self._rejection = None

    def _failed(self, command: ConsoleCommand, cause: Cause) -> Unreachable:
        """Return the error, and count it if there was no connection yet."""
        if self.state is State.BUSY:
            return OutcomeUnknown(cause, is_read_only=command.is_read_only)
        step = Step.LOGIN if self.state is State.AUTHENTICATING else Step.CONNECTION
        now = asyncio.get_running_loop().time()
        self._circuit = self._circuit.failed(now)
        self._drop()
        if self._circuit.pause(now) > 0:
            self._become(Event.TRIPPED)
        return Unreachable(cause, step)

    def _rejected(self, error: AuthRejected) -> AuthRejected:
        if self.state is State.AUTHENTICATING:
            self._circuit = self._circuit.rejected(asyncio.get_running_loop().time())
            self._rejection = error
            self._become(Event.REJECTED)
        return error

    def _on_end(self) -> None:
        if self.state is State.IDLE:  # no command is waiting that would notice
            self._become(Event.LOST)

    def _drop(self) -> None:
        """Close the connection, if there is one."""
        if self.state in (State.CONNECTING, State.AUTHENTICATING, State.BUSY, State.IDLE):
            self._become(Event.LOST)
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _close(self) -> None:
        self._stop_idle_timer()
        self._drop()
        self._become(Event.CLOSE)

    def _start_idle_timer(self) -> None:
        loop = asyncio.get_running_loop()
        self._idle_timer = loop.call_later(self._limits.idle, self._close_if_idle)

    def _stop_idle_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None

    def _close_if_idle(self) -> None:
        if self.state is State.IDLE:
            self._close()

    def _become(self, event: Event) -> None:
        self.state = next_state(self.state, event)
