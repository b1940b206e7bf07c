"""Defines the tables of Keep, at their newest revision."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA

_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
ALL_SERVERS: Final = 0
"""Represents all servers of a guild in ``GRANTS``, because a key cannot be null."""

SERVERS: Final = Table(
    "keep_servers",
    METADATA,
    Column("id", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("name", Text),
    Column("name_key", Text),
    Column("profile", Text),
    Column("host", Text),
    Column("port", Integer),
    Column("password", Text),
    Column("added_at", BigInteger),
    sqlite_autoincrement=True,
)
"""``password`` is sealed for the guild and the id of the server. Ids are never used again."""
GRANTS: Final = Table(
    "keep_grants",
    METADATA,
    Column("guild", BigInteger, primary_key=True),
    Column("role", BigInteger, primary_key=True),
    Column("server", BigInteger, primary_key=True),
    Column("level", Integer),
)
CONTACTS: Final = Table(
    "keep_contacts",
    METADATA,
    Column("server", BigInteger, primary_key=True),
    Column("guild", BigInteger),
    Column("is_answering", Boolean),
    Column("since", BigInteger),
    Column("answered_at", BigInteger),
)
CONSOLE_LOG: Final = Table(
    "keep_console_log",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("at", BigInteger),
    Column("server", Text),
    Column("player", BigInteger),
    Column("command", Text),
    Column("outcome", Text),
    sqlite_autoincrement=True,
)
"""``server`` is the game server's name at that time; ``at`` is in microseconds since 1970."""
REPLIES: Final = Table(
    "keep_replies",
    METADATA,
    Column("seq", BigInteger, primary_key=True),
    Column("guild", BigInteger),
    Column("player", BigInteger),
    Column("server", BigInteger),
    Column("sealed", Text),
    Column("expires_at", BigInteger),
)
"""``seq`` is that of the entry in the log. ``sealed`` is bound to this number, guild and user."""
BRIDGES: Final = Table(
    "keep_bridges",
    METADATA,
    Column("server", BigInteger, primary_key=True),
    Column("guild", BigInteger),
    Column("channel", BigInteger),
    Column("is_two_way", Boolean),
    Column("stopped", Text),
    Column("posting_to", BigInteger),
    Column("paused_at", BigInteger),
)
"""``posting_to`` is the last line of a post that was begun."""
MUTES: Final = Table(
    "keep_mutes",
    METADATA,
    Column("guild", BigInteger, primary_key=True),
    Column("player", BigInteger, primary_key=True),
    Column("muted_at", BigInteger),
)
"""``player`` is a user of Discord."""
LINES: Final = Table(
    "keep_lines",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("server", BigInteger),
    Column("kind", Text),
    Column("author", Text),
    Column("text", Text),
    sqlite_autoincrement=True,
)
"""Chat lines from games that are not posted yet."""
LISTENERS: Final = Table(
    "keep_listeners",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("owner", Text),
    Column("state", Text),
    Column("expires_at", BigInteger),
)
"""One row, for the process that relays messages. ``expires_at`` is in microseconds since 1970."""
LOG_CURSORS: Final = Table(
    "keep_log_cursors",
    METADATA,
    Column("server", BigInteger, primary_key=True),
    Column("guild", BigInteger),
    Column("version", BigInteger),
    Column("file", Text),
    Column("offset", BigInteger),
    Column("tail", Text),
    Column("state", Text),
    Column("samples", Text),
)
"""How far each log has been read. ``state`` and ``samples`` are JSON."""
EVENTS: Final = Table(
    "keep_events",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("server", BigInteger),
    Column("key", Text),
    Column("at", BigInteger),
    Column("kind", Text),
    Column("name", Text),
    Column("player", Text),
    Column("text", Text),
    sqlite_autoincrement=True,
)
"""``player`` is the id on the game's platform; empty if the line has none."""
PLAYERS: Final = Table(
    "keep_players",
    METADATA,
    Column("id", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("player", Text),
    Column("platform", Text),
    Column("first_seen", BigInteger),
    Column("last_seen", BigInteger),
    sqlite_autoincrement=True,
)
"""``player`` is the id on the game's platform; it has one row per guild."""
PLAYER_NAMES: Final = Table(
    "keep_player_names",
    METADATA,
    Column("player", BigInteger, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("last_seen", BigInteger),
)
SESSIONS: Final = Table(
    "keep_sessions",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("guild", BigInteger),
    Column("server", BigInteger),
    Column("player", BigInteger),
    Column("opened_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("state", Text),
    Column("is_clipped", Boolean),
    sqlite_autoincrement=True,
)
"""``player`` is a row of ``PLAYERS``. A player's sessions on a server are in their order."""
