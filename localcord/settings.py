"""Defines the settings of the server, such as time limits, shards and history sizes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Times in seconds. The defaults are Discord's own, except where a line says otherwise."""

    answer_within: float = 3.0
    token_lifetime: float = 15 * 60.0
    heartbeat_interval: float = 41.25
    # A session may be resumed for this long after its connection was lost.
    session_lifetime: float = 180.0
    # A connection that has not identified by then is closed.
    identify_within: float = 30.0
    gateway_commands_per_minute: int = 120
    shards: int = 1
    # Bots with fewer shards are told that they need more (close code 4011).
    min_shards: int = 1
    # One session may start per 5 s for each group of shards (number modulo max_concurrency), and
    # this many until the limit is reset. Always reported; enforced with op 9 if
    # session_start_limits is on.
    max_concurrency: int = 16
    session_starts: int = 1000
    session_starts_reset: float = 24 * 3600.0
    session_start_limits: bool = False
    # Discord grants these in the developer portal.
    privileged_intents: bool = False
    rate_limits: bool = False
    # Discord ignores undocumented fields of bodies. They are nearly always typos, so tests of one's
    # own bot should refuse them; libraries send some out of habit.
    refuse_unknown_fields: bool = False
    # The web client lists this command first, and proposes it on its first screen.
    first_command: str = ""
    # The server's time runs this many times as fast, from this Unix time on. Time limits
    # stay in real time.
    clock_speed: int = 1
    clock_began: float = 0.0
    # The timeout of the test API for a deferred response or a further message.
    max_wait: float = 10.0
    # History sizes; the oldest entries are removed first.
    keep_events: int = 2_000
    keep_messages: int = 20_000
    keep_interactions: int = 20_000
    keep_requests: int = 10_000
    attachment_size_limit: int = 10 * 1024 * 1024
