"""Extends hikari's shards, which identify in turn and resume sessions.

Besides ``sharded_bot.py`` and ``rest_rate_limits.py`` this is the only file that uses hikari's
private members; ``test_resumable_shards.py`` fails if they change. hikari 2.6 loses sessions when
the process ends, and invalidates them by the close code when it closes a shard
(docs/adr/0024-sharding-and-session-resume.md).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from typing import Final, Protocol

import hikari
from hikari.impl.shard import GatewayShardImpl
from hikari.internal.data_binding import JSONObject

from nazh.adapters.inbound.discord.gateway.dispatch_errors import is_our_bug, report_bug
from nazh.adapters.inbound.discord.gateway.frame_reader import UnusableConnection
from nazh.adapters.inbound.discord.gateway.replay_buffer import Admission, ReplayBuffer
from nazh.application.shared.gateway_sessions import Session

IDENTIFY: Final = 2
RECONNECT_CODES: Final = (4001, 4003, 4005)
"""Close codes after which Discord's documentation wants a reconnect, but hikari gives up."""
NEW_SESSION_CODES: Final = (4007, 4009)
"""Close codes after which it wants a new session, but hikari resumes the same one for ever."""
QUICK_BREAK: Final = 10.0
"""Seconds after resuming in which an unreadable frame is taken for one of the session's."""
MAX_QUICK_BREAKS: Final = 2
"""Consecutive quick disconnects after which a new session is started."""
HEARTBEAT_SPACING: Final = 1.0
"""Seconds after a heartbeat in which requests for another are taken as answered by it.

hikari sends 120 frames a minute and then waits, and while it waits for a heartbeat that Discord
requested it receives nothing.
"""
_LOG: Final = logging.getLogger(__name__)


class IdentifySlot(Protocol):
    """A shard's turn to identify."""

    async def acquire(self) -> None:
        """Return when the shard may identify, which it must do immediately. May wait."""
        ...


class IdentifyLimiter(Protocol):
    """Limits how often shards identify. No call raises."""

    def slot(self, shard: int) -> AbstractAsyncContextManager[IdentifySlot]:
        """Wait for the slot of a shard; a slot that is left without ``acquire`` is passed on."""
        ...


class ResumableShard(GatewayShardImpl):
    """A shard that identifies only in its slot, and can close without invalidating its session."""

    __slots__ = (
        "_close_requested",
        "_connected_at",
        "_heartbeat_sent_at",
        "_heartbeat_task",
        "_identify_limiter",
        "_identify_slot",
        "_is_disconnecting",
        "_is_resuming",
        "_keep_alive_task",
        "_quick_breaks",
        "_replay_buffer",
    )

    def configure(
        self, identify_limiter: IdentifyLimiter, admission: Admission, session: Session | None
    ) -> None:
        """Set the identify limiter, the admission of interactions, and a ``session`` to resume.

        Must be called before ``start``.
        """
        self._identify_limiter = identify_limiter
        self._replay_buffer = ReplayBuffer(self._event_manager, admission)
        self._event_manager = self._replay_buffer  # type: ignore[assignment]  # all that a shard asks of it
        self._identify_slot: IdentifySlot | None = None
        self._keep_alive_task: asyncio.Task[None] | None = None
        self._heartbeat_task: asyncio.Task[None] | None = None
        self._heartbeat_sent_at = float("-inf")
        self._is_disconnecting = self._is_resuming = False
        self._connected_at = 0.0
        self._quick_breaks = 0
        if session is not None:
            self._session_id, self._seq = session.id, session.sequence
            self._resume_gateway_url = session.url

    @property
    def session(self) -> Session | None:
        """The session and the last event received of it, or ``None`` if there is none."""
        if self._session_id is None or self._seq is None or self._resume_gateway_url is None:
            return None
        return Session(self._session_id, self._seq, self._resume_gateway_url)

    async def start(self) -> None:
        """Return once the connection is open.

        Cancelling the wait leaves only a session that can be resumed.
        """
        try:
            await super().start()
        except asyncio.CancelledError:
            if self._keep_alive_task is not None:
                self._is_disconnecting = self.session is not None
                self._keep_alive_task.cancel()
                await asyncio.wait((self._keep_alive_task,))
                self._replay_buffer.close()
            raise

    async def close(self) -> None:
        """Close the connection, and admit replayed interactions, which are not sent again."""
        self._replay_buffer.close()
        await super().close()

    async def disconnect(self) -> None:
        """Close the connection so that its session can be resumed elsewhere."""
        self._is_disconnecting = True
        if self._ws is not None and self._keep_alive_task is not None:
            # hikari sleeps for 0.25 s after each connection, for an aiohttp that did not wait for
            # TLS to end. This is skipped, because another process waits for this one to exit.
            exit_stack = AsyncExitStack()
            exit_stack.callback(self._keep_alive_task.cancel)
            await exit_stack.enter_async_context(self._ws._exit_stack)
            self._ws._exit_stack = exit_stack
        await self.close()

    async def _keep_alive(self) -> None:
        self._keep_alive_task = asyncio.current_task()
        await super()._keep_alive()

    async def _connect(self) -> tuple[asyncio.Task[None], ...]:
        self._replay_buffer.release()
        try:
            if self._quick_breaks >= MAX_QUICK_BREAKS:
                _LOG.warning("shard %d starts a new session: the last one broke twice", self.id)
                self._forget_session()
            self._is_resuming = self._seq is not None
            self._connected_at = asyncio.get_running_loop().time()
            if self._is_resuming:
                self._replay_buffer.hold()
                with self._survive_frames():
                    return await super()._connect()
            self._quick_breaks = 0
            async with self._identify_limiter.slot(self.id) as self._identify_slot:
                with self._survive_frames():
                    return await super()._connect()
        except BaseException:
            self._cancel_orphaned_tasks()
            raise

    async def _heartbeat(self, heartbeat_interval: float) -> None:
        self._heartbeat_task = _current_task()
        self._heartbeat_task.add_done_callback(_retrieve_error)
        await super()._heartbeat(heartbeat_interval)

    async def _send_heartbeat(self) -> None:
        now = asyncio.get_running_loop().time()
        is_requested = asyncio.current_task() is not self._heartbeat_task
        if is_requested and now - self._heartbeat_sent_at < HEARTBEAT_SPACING:
            return
        self._heartbeat_sent_at = now
        await super()._send_heartbeat()

    async def _poll_events(self) -> None:
        _current_task().add_done_callback(_retrieve_error)
        with self._survive_frames():
            await super()._poll_events()

    @contextmanager
    def _survive_frames(self) -> Iterator[None]:
        """Let frames that hikari cannot read end the connection instead of the process."""
        try:
            yield
        except hikari.GatewayServerClosedConnectionError as error:
            if error.code in NEW_SESSION_CODES:
                self._forget_session()
            if error.code not in RECONNECT_CODES:
                raise
            self._note_break()
            raise hikari.GatewayServerClosedConnectionError(
                error.reason, error.code, can_reconnect=True
            ) from error
        except (hikari.GatewayConnectionError, hikari.GatewayTransportError) as error:
            if isinstance(error, UnusableConnection):
                self._note_break()
            raise
        except ConnectionError:
            raise
        except Exception as error:
            self._note_break()
            if is_our_bug(error):
                report_bug(error)
            reason = f"a frame could not be read ({type(error).__name__})"
            raise hikari.GatewayConnectionError(reason) from error

    def _forget_session(self) -> None:
        self._session_id = self._seq = self._resume_gateway_url = None

    def _note_break(self) -> None:
        """Count consecutive connections that broke right after they resumed the session."""
        age = asyncio.get_running_loop().time() - self._connected_at
        is_quick = self._is_resuming and age < QUICK_BREAK
        self._quick_breaks = self._quick_breaks + 1 if is_quick else 0

    def _cancel_orphaned_tasks(self) -> None:
        # hikari loses the tasks of a connection that fails before it is open. Its heartbeat would
        # continue beside that of the next connection, which would then look dead.
        orphaned = (f"heartbeat (shard {self.id})", f"poll events (shard {self.id})")
        for task in asyncio.all_tasks():
            if task.get_name() in orphaned:
                task.cancel()

    async def _send_json(self, data: JSONObject, *, priority: bool = False) -> None:
        if data["op"] == IDENTIFY and self._identify_slot is not None:
            await self._identify_slot.acquire()
        await super()._send_json(data, priority=priority)

    # hikari reads this to choose the close code. Discord keeps the session after any code but
    # "normal" and "going away".
    @property
    def _is_closing(self) -> bool:
        return self._close_requested and not self._is_disconnecting

    @_is_closing.setter
    def _is_closing(self, is_closing: bool) -> None:
        self._close_requested = is_closing


def _current_task() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None
    return task


def _retrieve_error(task: asyncio.Task[None]) -> None:
    """Keep asyncio from logging the error of a connection that broke before hikari awaited it."""
    if not task.cancelled():
        task.exception()
