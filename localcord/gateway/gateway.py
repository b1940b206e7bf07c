"""Tracks connections, dispatches events to sessions, and injects faults on demand."""

from typing import TYPE_CHECKING

from aiohttp import web

from localcord.gateway.codecs import UnknownCompression, codec_for
from localcord.gateway.connections import (
    INVALID_SESSION,
    RECONNECT,
    Close,
    Connection,
    RawMessage,
)
from localcord.gateway.intents import GUILDS
from localcord.gateway.payloads import members_chunk, ready_payload
from localcord.gateway.sessions import Session, SessionRegistry, shard_asked
from localcord.json_codec import Json, JsonObject, encode
from localcord.observable import Observable
from localcord.snowflakes import shard_of

if TYPE_CHECKING:
    from localcord.state.world import World

PRIVILEGED_INTENTS = (1 << 1) | (1 << 8) | (1 << 15)
ALL_INTENTS = (1 << 26) - 1
MESSAGE_CONTENT = 1 << 15


class Gateway(Observable):
    """Accepts connections and sends events. The methods of the second half inject faults."""

    __slots__ = (
        "_connections",
        "_refusing_until",
        "_sessions",
        "_turned_away",
        "_world",
        "ends_replays",
        "identifies",
        "is_silent",
        "resumes",
        "settings",
    )

    def __init__(self, world: "World") -> None:
        super().__init__()
        self._world = world
        self.settings = world.settings
        self.identifies = 0
        self.resumes = 0
        # While true, heartbeats are not acknowledged.
        self.is_silent = False
        # While false, replays are never completed by RESUMED.
        self.ends_replays = True
        self._refusing_until = 0.0
        self._turned_away: list[int] = []
        self._connections: list[Connection] = []
        self._sessions = SessionRegistry(world.clock, self.settings.session_lifetime)
        world.dispatch = self.dispatch

    # Serving

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Handle one websocket from upgrade to close."""
        if self._world.clock.now() < self._refusing_until:
            return web.Response(status=503, text="The gateway takes no connections now.")
        try:
            codec = codec_for(request.query.get("compress"))
        except UnknownCompression as problem:
            return web.Response(status=400, text=str(problem))
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(self, socket, request.transport, codec)
        self._connections.append(connection)
        try:
            await connection.run()
        finally:
            self._connections.remove(connection)
            self._lose(connection, connection.closed_with or socket.close_code)
        return socket

    def _lose(self, connection: Connection, code: int | None) -> None:
        session = connection.session
        if session is not None and session.line is connection:
            # After a normal close, the bot does not resume.
            self._sessions.lose(session, for_good=code in (1000, 1001))
        self.notify_observers()

    def identify(self, connection: Connection, data: JsonObject) -> None:
        """Open a session, or refuse with a close code, or with op 9 if too early."""
        if self._turned_away:
            return connection.close(self._turned_away.pop())
        shard, count = shard_asked(data)
        intents = data.get("intents")
        refusal: Close | None = None
        if not self._is_token(data.get("token")):
            refusal = Close.AUTHENTICATION_FAILED
        elif not 0 <= shard < count:
            refusal = Close.INVALID_SHARD
        elif count < self.settings.min_shards:
            refusal = Close.SHARDING_REQUIRED
        elif not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            refusal = Close.INVALID_INTENTS
        elif intents & PRIVILEGED_INTENTS and not self.settings.privileged_intents:
            refusal = Close.DISALLOWED_INTENTS
        if refusal is not None:
            return connection.close(refusal)
        if not self._world.session_start_limit.take(shard):
            return connection.send_op(INVALID_SESSION, False)
        session = Session(
            shard=shard,
            shard_count=count,
            intents=intents or 0,
            keep_events=self.settings.keep_events,
        )
        self._sessions.open(session)
        self._attach(session, connection)
        self._greet(session)
        self.identifies += 1
        return self.notify_observers()

    def _is_token(self, given: Json) -> bool:
        """Return whether this is the token. Discord accepts it with and without the prefix."""
        token = self._world.application.token
        return given in (token, f"Bot {token}")

    def _greet(self, session: Session) -> None:
        world = self._world
        guilds = [
            guild
            for guild in world.guilds_with_bot()
            if shard_of(guild.id, session.shard_count) == session.shard
        ]
        ready = ready_payload(
            user=world.application.bot_user(),
            application_id=world.application.id,
            session=session,
            guild_ids=[guild.id for guild in guilds],
            url=world.gateway_url,
        )
        session.dispatch("READY", encode(ready))
        if session.intents & GUILDS:
            for guild in guilds:
                session.dispatch("GUILD_CREATE", encode(world.guild_create(guild)))

    def resume(self, connection: Connection, data: JsonObject) -> None:
        """Resume a session with its missed events, or refuse with op 9."""
        if self._turned_away:
            return connection.close(self._turned_away.pop())
        session = self._sessions.find(data.get("session_id"))
        sequence = data.get("seq")
        if not self._is_token(data.get("token")):
            return connection.close(Close.AUTHENTICATION_FAILED)
        if session is None or not isinstance(sequence, int):
            return connection.send_op(INVALID_SESSION, False)
        if sequence > session.sequence:
            return connection.close(Close.INVALID_SEQUENCE)
        missed = session.missed_since(sequence)
        if missed is None:
            self._sessions.forget(session)
            return connection.send_op(INVALID_SESSION, False)
        if isinstance(session.line, Connection):
            session.line.close(Close.UNKNOWN_ERROR)
        self._attach(session, connection)
        for frame in missed:
            connection.post(frame)
        if self.ends_replays:
            session.dispatch("RESUMED", encode({"_trace": ["localcord"]}))
        self.resumes += 1
        return self.notify_observers()

    def _attach(self, session: Session, connection: Connection) -> None:
        session.line = connection
        connection.session = session

    def dispatch(
        self,
        name: str,
        payload: Json,
        guild_id: int | None,
        intents: int,
        *,
        redacted: Json = None,
    ) -> None:
        """Send an event to every session it belongs to (``world.Dispatch``)."""
        raw = payload if isinstance(payload, bytes) else encode(payload)
        poorer = raw if redacted is None else encode(redacted)
        for session in self._sessions.serving(guild_id, intents):
            session.dispatch(name, raw if session.intents & MESSAGE_CONTENT else poorer)

    def send_members(self, session: Session, request: JsonObject) -> None:
        """Answer REQUEST_GUILD_MEMBERS."""
        guild_id = str(request.get("guild_id"))
        guild = self._world.guilds.get(int(guild_id)) if guild_id.isdecimal() else None
        if guild is not None:
            session.dispatch("GUILD_MEMBERS_CHUNK", encode(members_chunk(guild, request)))

    # For tests

    @property
    def sessions(self) -> list[Session]:
        """All sessions that a bot could resume or is using."""
        return list(self._sessions)

    @property
    def connected_shards(self) -> list[int]:
        """The shards with a live, identified connection, in order."""
        return sorted(session.shard for session in self._sessions if session.line)

    def drop(
        self, shard: int | None = None, *, code: int | None = None, resumable: bool = True
    ) -> None:
        """Break connections of a shard (None: all), with a close ``code`` or without.

        ``resumable=False`` also deletes their sessions.
        """
        for connection in self._lines(shard):
            if not resumable and connection.session is not None:
                self._sessions.forget(connection.session)
            if code is None:
                connection.abort()
            else:
                connection.close(code)

    def drop_unidentified(self) -> None:
        """Break the connections that have neither identified nor resumed yet."""
        for connection in self._connections:
            if connection.session is None:
                connection.abort()

    def reconnect(self, shard: int | None = None) -> None:
        """Ask the bot to connect again and resume (op 7)."""
        for connection in self._lines(shard):
            connection.send_op(RECONNECT)

    def invalidate(self, shard: int | None = None, *, resumable: bool = False) -> None:
        """Invalidate sessions (op 9); those that are not resumable are deleted."""
        for connection in self._lines(shard):
            if not resumable and connection.session is not None:
                self._sessions.forget(connection.session)
                # The bot may identify again on the same connection.
                connection.session = None
            connection.send_op(INVALID_SESSION, resumable)

    def forget_sessions(self) -> None:
        """Delete all sessions silently, so the next RESUME is refused with op 9."""
        self._sessions.forget_all()

    def send_frame(
        self, payload: bytes, shard: int | None = None, *, is_compressed: bool = True
    ) -> None:
        """Send any bytes as one frame, such as one that no client can read.

        Without ``is_compressed`` they bypass the compression of the connection.
        """
        for connection in self._lines(shard):
            connection.post(payload if is_compressed else RawMessage(payload))

    def stop_acks(self) -> None:
        """Stop acknowledging heartbeats, so that the connection looks open but is dead."""
        self.is_silent = True

    def start_acks(self) -> None:
        """Acknowledge heartbeats again."""
        self.is_silent = False

    def freeze(self, shard: int | None = None) -> None:
        """Silence the current connections of a shard (None: all), events included.

        They stay open. New connections work, and can resume.
        """
        for connection in self._lines(shard):
            connection.freeze()

    def stop_resumed(self) -> None:
        """Replay missed events, but never complete the replay with RESUMED."""
        self.ends_replays = False

    def start_resumed(self) -> None:
        """Complete replays with RESUMED again."""
        self.ends_replays = True

    def reject_next(self, times: int = 1, *, code: int = Close.UNKNOWN_ERROR) -> None:
        """Close the next ``times`` connections with a code when they identify or resume."""
        self._turned_away = [code] * times

    def refuse(self, seconds: float) -> None:
        """Answer new connections with 503 for this long. 0 ends an earlier refusal."""
        self._refusing_until = self._world.clock.now() + seconds

    def close_all(self) -> None:
        """Close every connection, as a server going away does."""
        for connection in self._connections:
            connection.close(1001)

    def _lines(self, shard: int | None) -> list[Connection]:
        return [
            connection
            for connection in self._connections
            if connection.session is not None and shard in (None, connection.session.shard)
        ]
